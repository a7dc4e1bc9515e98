namespace Connectors.PostgreSql;

/// <summary>How PostgreSQL is used.</summary>
public sealed class PostgreSqlOptions
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets the schema that holds the tables. Apps that share a database and no connections take one each.</summary>
    /// <value>The default is <c>connectors</c>. 1 to 63 lower-case letters, digits and underscores; no digit first, not <c>pg_</c>.</value>
    public string Schema { get; set; } = PostgreSqlSchema.DefaultName;

    /// <summary>Gets or sets whether the tables are made, and migrated, at first use. See <see cref="PostgreSqlSchema.Script"/> for the other way.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CreateTables { get; set; } = true;

    /// <summary>Gets or sets how long one operation may take with its retries; a third of it is the bound of one statement.</summary>
    /// <value>The default is 15 seconds; from 1 second to 5 minutes.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets whether all processes over the database share the providers' limits; see <see cref="Connectors.Limits.SharedQuota"/>.</summary>
    /// <value>The default is <see langword="true"/>. Without it each process keeps the limits for itself, as if there were no other.</value>
    public bool ShareQuota { get; set; } = true;

    internal void Check()
    {
        PostgreSqlSchema.CheckName(Schema);
        if (Timeout < s_shortest || Timeout > s_longest)
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Configuration,
                What = $"PostgreSqlOptions.Timeout is {Timeout}",
                ToDo = $"Set it to between {s_shortest} and {s_longest}.",
            });
        }
    }
}

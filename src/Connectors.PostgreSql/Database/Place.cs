using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>Where the tables are, for messages: no user, no password.</summary>
internal sealed record Place(string Server, string Schema)
{
    public static Place Of(NpgsqlDataSource source, string schema)
    {
        var parts = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        var host = parts.Host is { } hosts && hosts.Contains(',', StringComparison.Ordinal) ? hosts : $"{parts.Host}:{parts.Port}";
        return new($"{host}/{parts.Database ?? parts.Username}", schema);
    }
}

using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>
/// Says what is the matter with the database, and what to do; by the server's codes, never by its words. Sources: PostgreSQL's
/// documentation, appendix A "PostgreSQL Error Codes", and "Npgsql Exceptions" (<see cref="DbException.IsTransient"/>).
/// </summary>
internal static class PostgreSqlErrors
{
    public static bool Is(Exception error) => error is DbException or SocketException or IOException or TimeoutException;

    public static bool IsMissingTable(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn };

    /// <summary>Judges a failure, before or after the connection was open.</summary>
    public static Failure Judge(Exception error, bool isOpen) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable } => Failure.NothingDone,
        PostgresException known when IsGone(known.SqlState) => isOpen ? Failure.AnswerLost : Failure.NothingDone,
        PostgresException => Failure.Final,
        NpgsqlException { IsTransient: false } => Failure.Final,
        _ => isOpen ? Failure.AnswerLost : Failure.NothingDone,
    };

    public static ConnectorException Explain(Exception error, Place place, bool isOpen) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } known =>
            Problem(place, $"refuses the user name or the password (SQLSTATE {known.SqlState})", "Correct them in the connection string, or let the role in by pg_hba.conf.", error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            Problem(place, "has no such database", "Make it (CREATE DATABASE ...), or name another one in the connection string.", error),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            Problem(place, $"does not let this role use the tables in the schema '{place.Schema}'", $"Let their owner run the SQL that PostgreSqlSchema.Script(\"{place.Schema}\", role: \"...\") gives.", error),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            Problem(place, "only reads: it is a standby, or set to read only", "Name the primary, or every host with 'Target Session Attributes=primary'.", error, isTransient: true),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            Problem(place, "has no room left on its disk", "Free some space.", error),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => new(
            new() { Kind = ErrorKind.Timeout, What = $"PostgreSQL at {place.Server} cancelled a statement", ToDo = "Look for locks on the tables (pg_locks) and at its statement_timeout.", IsTransient = true }, error),
        PostgresException known when IsMissingTable(known) => NoTables(place, $"are not as they should be (SQLSTATE {known.SqlState})", error),
        PostgresException known => Problem(place, $"failed with SQLSTATE {known.SqlState}", "Look at the inner exception.", error),
        _ when !isOpen => Problem(place, "did not let this app in", "Look at the inner exception; check user, password and TLS in the connection string.", error),
        _ => Problem(place, "failed", "Look at the inner exception.", error),
    };

    /// <summary>The time is over: after failures, or while waiting.</summary>
    public static ConnectorException Late(Exception? last, Place place, TimeSpan timeout, bool answerLost) => new(
        new()
        {
            Kind = last is null ? ErrorKind.Timeout : ErrorKind.Unavailable,
            What = (last is null ? $"PostgreSQL at {place.Server} did not answer within {timeout.TotalSeconds:0.#} s" : $"PostgreSQL at {place.Server} could not be used for {timeout.TotalSeconds:0.#} s")
                + (answerLost ? "; whether the last statement was done is not known" : ""),
            ToDo = "Check that the server runs, that this machine reaches it, and that it lets more connections in (max_connections, Maximum Pool Size).",
            IsTransient = true,
        },
        last);

    public static ConnectorException AnswerLost(Place place) => new(new()
    {
        Kind = ErrorKind.Unavailable,
        What = $"PostgreSQL at {place.Server} went away in the middle: whether it was done is not known",
        ToDo = "Begin anew.",
        IsTransient = true,
    });

    public static ConnectorException NoTables(Place place, string what, Exception? inner) => new(
        new()
        {
            Kind = ErrorKind.Configuration,
            What = $"The tables in the schema '{place.Schema}' of PostgreSQL at {place.Server} {what}",
            ToDo = $"Let a role that may run the SQL that PostgreSqlSchema.Script(\"{place.Schema}\", role: \"...\") gives, or give this role the right to create (GRANT CREATE ON DATABASE ...) and leave CreateTables on.",
        },
        inner);

    public static ConnectorException Newer(Place place, int version) => new(new()
    {
        Kind = ErrorKind.Configuration,
        What = $"The tables in the schema '{place.Schema}' of PostgreSQL at {place.Server} were made by a newer version of this package (schema {version}; this one knows {PostgreSqlSchema.Version})",
        ToDo = "Update Connectors.PostgreSql, or use another schema.",
    });

    private static ConnectorException Problem(Place place, string what, string toDo, Exception inner, bool isTransient = false) => new(
        new() { Kind = ErrorKind.Configuration, What = $"PostgreSQL at {place.Server} {what}", ToDo = toDo, IsTransient = isTransient }, inner);

    /// <summary>The server went down, was overloaded, or dropped the connection: classes 08 and 57P, 53300, 40003.</summary>
    private static bool IsGone(string state) => state.StartsWith("08", StringComparison.Ordinal)
        || (state.StartsWith("57P", StringComparison.Ordinal) && state != PostgresErrorCodes.DatabaseDropped)
        || state is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.StatementCompletionUnknown;
}

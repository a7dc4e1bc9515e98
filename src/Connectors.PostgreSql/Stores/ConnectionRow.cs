using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace Connectors.PostgreSql;

/// <summary>A connection as a row, and back.</summary>
internal static class ConnectionRow
{
    public const string Columns = "provider, tenant, name, credential_id, auth_scheme, settings, granted_scopes, account_id, account_name, configuration_hash, status, status_reason, status_since, created_at, version";

    public const string Places = "$1, $2, $3, $4, $5, $6::json, $7::json, $8, $9, $10, $11, $12, $13, $14, $15";

    /// <summary>Gives the connection as it comes back: times to the microsecond, texts of others without what PostgreSQL refuses.</summary>
    public static Connection AsKept(Connection connection) => connection with
    {
        AccountId = Clean(connection.AccountId),
        AccountName = Clean(connection.AccountName),
        StatusReason = Clean(connection.StatusReason),
        StatusSince = Micro(connection.StatusSince),
        CreatedAt = Micro(connection.CreatedAt),
    };

    public static object?[] Values(Connection connection) =>
    [
        connection.Key.Provider, connection.Key.Tenant, connection.Key.Name, connection.CredentialId, connection.AuthScheme,
        JsonSerializer.Serialize(new(connection.Settings, StringComparer.Ordinal), ConnectionJson.Default.DictionaryStringString),
        connection.GrantedScopes is { } scopes ? JsonSerializer.Serialize([.. scopes], ConnectionJson.Default.StringArray) : null,
        connection.AccountId, connection.AccountName, connection.ConfigurationHash, connection.Status.ToString(), connection.StatusReason,
        connection.StatusSince, connection.CreatedAt, connection.Version,
    ];

    /// <summary>A status of a newer version is one that this one cannot act on: calls are tried.</summary>
    public static Connection Read(NpgsqlDataReader row) => new()
    {
        Key = new(row.GetString(0), row.GetString(1), row.GetString(2)),
        CredentialId = row.GetString(3),
        AuthScheme = row.GetString(4),
        Settings = new(JsonSerializer.Deserialize(row.GetString(5), ConnectionJson.Default.DictionaryStringString)!),
        GrantedScopes = TextOrNull(row, 6) is { } scopes ? JsonSerializer.Deserialize(scopes, ConnectionJson.Default.StringArray) : null,
        AccountId = TextOrNull(row, 7),
        AccountName = TextOrNull(row, 8),
        ConfigurationHash = TextOrNull(row, 9),
        Status = Enum.TryParse<ConnectionStatus>(row.GetString(10), out var status) ? status : ConnectionStatus.Failing,
        StatusReason = TextOrNull(row, 11),
        StatusSince = row.GetFieldValue<DateTimeOffset>(12),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(13),
        Version = row.GetInt64(14),
    };

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset Micro(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>What a provider says may hold anything; a text in PostgreSQL holds no NUL and no half of a character.</summary>
    private static string? Clean(string? text) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD')));
}

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ConnectionJson : JsonSerializerContext;

using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connectors.Storage;
using Microsoft.Data.Sqlite;

namespace Connectors.Sqlite;

/// <summary>Keeps connections and begun sign-ins.</summary>
internal sealed class SqliteConnectionStore(SqliteFile file) : IConnectionStore
{
    private const int PageSize = 200;

    private const string Columns = "provider, tenant, name, credential_id, auth_scheme, settings, granted_scopes, account_id, account_name, configuration_hash, status, status_reason, status_since, created_at, version";

    public ValueTask<Connection?> ReadAsync(ConnectionKey key, CancellationToken cancellationToken) => file.ReadAsync(
        session => session.First($"SELECT {Columns} FROM connections WHERE connection = $1", Read, key.ToString()), cancellationToken);

    public async IAsyncEnumerable<Connection> ListAsync(ConnectionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var sql = ListSql(query);
        var (provider, after, name) = ("", "", "");
        List<Connection> page;
        do
        {
            page = await file.ReadAsync(
                session => session.All(sql, Read, provider, after, name, PageSize, query.Tenant, query.Provider, query.AccountId, query.CredentialId),
                cancellationToken).ConfigureAwait(false);
            foreach (var connection in page)
            {
                yield return connection;
                (provider, after, name) = (connection.Key.Provider, connection.Key.Tenant, connection.Key.Name);
            }
        }
        while (page.Count == PageSize);
    }

    public ValueTask<Connection?> TryWriteAsync(Connection connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var key = connection.Key;
        var settings = JsonSerializer.Serialize(new(connection.Settings, StringComparer.Ordinal), ConnectionJson.Default.DictionaryStringString);
        var scopes = connection.GrantedScopes is { } granted ? JsonSerializer.Serialize([.. granted], ConnectionJson.Default.StringArray) : null;
        return file.WriteAsync(
            session => session.Execute(
                connection.Version == 0
                    ? $"INSERT INTO connections (connection, {Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 + 1) ON CONFLICT (connection) DO NOTHING"
                    : $"UPDATE connections SET ({Columns}) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16 + 1) WHERE connection = $1 AND version = $16",
                key.ToString(), key.Provider, key.Tenant, key.Name, connection.CredentialId, connection.AuthScheme, settings, scopes,
                connection.AccountId, connection.AccountName, connection.ConfigurationHash, connection.Status.ToString(), connection.StatusReason, connection.StatusSince,
                connection.CreatedAt, connection.Version) == 0 ? null : connection with { Version = connection.Version + 1 },
            WriteCare.Durable,
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(ConnectionKey key, CancellationToken cancellationToken) => file.WriteAsync(
        session => session.Execute("DELETE FROM connections WHERE connection = $1", key.ToString()) > 0, WriteCare.Erase, cancellationToken);

    public async ValueTask SaveSignInAsync(ConnectionKey key, string state, ReadOnlyMemory<byte> payload, DateTimeOffset expiresAt, CancellationToken cancellationToken) => await file.WriteAsync(
        session =>
        {
            session.Execute("DELETE FROM sign_ins WHERE expires_at <= $1", file.Time.GetUtcNow());
            return session.Execute(
                "INSERT INTO sign_ins (state, connection, payload, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT (state) DO UPDATE SET connection = excluded.connection, payload = excluded.payload, expires_at = excluded.expires_at",
                state, key.ToString(), payload, expiresAt);
        },
        WriteCare.Normal,
        cancellationToken).ConfigureAwait(false);

    public ValueTask<ReadOnlyMemory<byte>?> TakeSignInAsync(string state, CancellationToken cancellationToken) => file.WriteAsync(
        session =>
        {
            var payload = session.First("SELECT payload FROM sign_ins WHERE state = $1 AND expires_at > $2", static row => row.Bytes(0), state, file.Time.GetUtcNow());
            session.Execute("DELETE FROM sign_ins WHERE state = $1", state);
            return payload is null ? (ReadOnlyMemory<byte>?)null : payload;
        },
        WriteCare.Durable,
        cancellationToken);

    public async ValueTask DeleteSignInsAsync(ConnectionKey key, CancellationToken cancellationToken) => await file.WriteAsync(
        session => session.Execute("DELETE FROM sign_ins WHERE connection = $1", key.ToString()), WriteCare.Erase, cancellationToken).ConfigureAwait(false);

    /// <summary>Names only what is asked for, so that an index fits.</summary>
    internal static string ListSql(ConnectionQuery query) =>
        $"SELECT {Columns} FROM connections WHERE (provider, tenant, name) > ($1, $2, $3)"
        + (query.Tenant is null ? "" : " AND tenant = $5")
        + (query.Provider is null ? "" : " AND provider = $6")
        + (query.AccountId is null ? "" : " AND account_id = $7")
        + (query.CredentialId is null ? "" : " AND credential_id = $8")
        + " ORDER BY provider, tenant, name LIMIT $4";

    /// <summary>A status of a newer version is one that this one cannot act on: calls are tried.</summary>
    private static Connection Read(SqliteDataReader row) => new()
    {
        Key = new(row.GetString(0), row.GetString(1), row.GetString(2)),
        CredentialId = row.GetString(3),
        AuthScheme = row.GetString(4),
        Settings = new(JsonSerializer.Deserialize(row.GetString(5), ConnectionJson.Default.DictionaryStringString)!),
        GrantedScopes = row.TextOrNull(6) is { } scopes ? JsonSerializer.Deserialize(scopes, ConnectionJson.Default.StringArray) : null,
        AccountId = row.TextOrNull(7),
        AccountName = row.TextOrNull(8),
        ConfigurationHash = row.TextOrNull(9),
        Status = Enum.TryParse<ConnectionStatus>(row.GetString(10), out var status) ? status : ConnectionStatus.Failing,
        StatusReason = row.TextOrNull(11),
        StatusSince = row.Time(12),
        CreatedAt = row.Time(13),
        Version = row.GetInt64(14),
    };
}

[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ConnectionJson : JsonSerializerContext;

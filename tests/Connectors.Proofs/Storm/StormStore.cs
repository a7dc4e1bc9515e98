using System.Globalization;
using Connectors.Auth;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Connectors.Proofs.Storm;

/// <summary>Writes what an earlier sign-in would have left in the store.</summary>
internal static class StormStore
{
    /// <summary>Saves a connection with the tokens that the provider issued.</summary>
    /// <returns>When the access token ends.</returns>
    public static async Task<DateTimeOffset> SaveAsync(StormPlace place, string tenant, string issued, CancellationToken cancellationToken)
    {
        var words = issued.Split(' ');
        var end = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(words[2], CultureInfo.InvariantCulture));
        var key = new ConnectionKey(StormApp.Provider, tenant);
        var token = new TokenSet { AccessToken = words[0], RefreshToken = words[1], IssuedAt = TimeProvider.System.GetUtcNow(), ExpiresAt = end };
        await using var app = StormApp.Create(place, broken: null);
        var payload = app.GetRequiredService<CredentialProtector>().Protect(key.ToString(), new OAuthCredential(token));
        if (!await app.GetRequiredService<ICredentialStore>().TryReplaceAsync(key.ToString(), 0, payload, cancellationToken)
            || await app.GetRequiredService<IConnectionStore>().TryWriteAsync(new() { Key = key, CredentialId = key.ToString(), AuthScheme = "oauth" }, cancellationToken) is null)
        {
            throw new InvalidOperationException($"'{tenant}' is in the store already.");
        }

        return end;
    }

    /// <summary>Removes the storm's schema.</summary>
    public static async Task DropAsync(StormPlace place, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(place.Place);
        await using var command = source.CreateCommand($"DROP SCHEMA IF EXISTS {place.Schema} CASCADE");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

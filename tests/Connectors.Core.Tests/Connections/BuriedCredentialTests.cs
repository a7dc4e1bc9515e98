using Connectors.Core.Tests.Testing;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

/// <summary>A process buried a credential and ended before it could say so on the connections; another one finds it.</summary>
public sealed class BuriedCredentialTests : IAsyncDisposable
{
    private static readonly ConnectionKey s_key = new("acme", "tenant");

    private readonly App _app = new(The.Definition());
    private int _asked;

    public BuriedCredentialTests() => _app.Wire.When("*").Respond(_ =>
    {
        Interlocked.Increment(ref _asked);
        return The.Answer(System.Net.HttpStatusCode.OK, "{}");
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Call_CredentialWasBuriedElsewhere_NotesItAndTellsTheApp()
    {
        var connector = await ConnectAsync(TimeSpan.FromHours(1));
        await _app.BuryAsync(s_key.ToString());

        await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.SendAsync(HttpMethod.Get, "/x"));

        var noted = (await _app.Service.FindAsync(s_key))!;
        Assert.Equal(ConnectionStatus.ReconnectRequired, noted.Status);
        var happened = await _app.EventAsync();
        Assert.Equal((ConnectionEventKind.ReconnectRequired, ConnectionStatus.Active, noted.StatusReason), (happened.Kind, happened.OldStatus, happened.Reason));
        Assert.Equal(0, _asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RepeatedCalls_CostOneReadInTenSecondsAndNoCallToTheProvider(bool isGone)
    {
        var connector = await ConnectAsync(TimeSpan.FromHours(1));
        await (isGone ? _app.Credentials.DeleteAsync(s_key.ToString(), default).AsTask() : _app.BuryAsync(s_key.ToString()));
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.SendAsync(HttpMethod.Get, "/x"));
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _app.Service.FindAsync(s_key))!.Status);

        for (var tens = 0; tens < 3; tens++)
        {
            var (credentials, connections) = (_app.Credentials.Reads, _app.Connections.Reads);
            for (var index = 0; index < 100; index++)
            {
                await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.SendAsync(HttpMethod.Get, "/x"));
            }

            Assert.InRange(_app.Credentials.Reads - credentials + (_app.Connections.Reads - connections), 0, 1);
            _app.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task NoteThatFails_DoesNotChangeWhatTheCallComesTo_AndIsMadeUpForTenSecondsLater()
    {
        var connector = await ConnectAsync(TimeSpan.FromHours(1));
        await _app.BuryAsync(s_key.ToString());
        _app.Connections.IsBroken = true;

        await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.SendAsync(HttpMethod.Get, "/x"));
        var reads = _app.Credentials.Reads;
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.SendAsync(HttpMethod.Get, "/x"));
        Assert.Equal(reads, _app.Credentials.Reads);
        Assert.Equal(ConnectionStatus.Active, (await _app.Service.FindAsync(s_key))!.Status);
        _app.Connections.IsBroken = false;
        _app.Time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.SendAsync(HttpMethod.Get, "/x"));

        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _app.Service.FindAsync(s_key))!.Status);
        Assert.Equal(ConnectionEventKind.ReconnectRequired, (await _app.EventAsync()).Kind);
    }

    [Fact]
    public async Task DueForRenewal_AndBuriedElsewhere_NotesItToo()
    {
        // Renewed 20 s before its end at the earliest, 16 s at the latest; the row was read less than 10 s before.
        var connector = await ConnectAsync(TimeSpan.FromSeconds(60));
        _app.Time.Advance(TimeSpan.FromSeconds(38));
        (await connector.SendAsync(HttpMethod.Get, "/x")).Dispose();
        await _app.BuryAsync(s_key.ToString());
        var asked = _asked;
        _app.Time.Advance(TimeSpan.FromSeconds(9));

        await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.SendAsync(HttpMethod.Get, "/x"));

        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _app.Service.FindAsync(s_key))!.Status);
        Assert.Equal(asked, _asked);
    }

    private async Task<IConnector> ConnectAsync(TimeSpan life)
    {
        var now = _app.Time.GetUtcNow();
        await _app.Service.ConnectAsync(s_key, new OAuthCredential(new() { AccessToken = "access", RefreshToken = "refresh", IssuedAt = now, ExpiresAt = now + life }));
        await _app.EventAsync();
        return await _app.OpenAsync(s_key);
    }
}

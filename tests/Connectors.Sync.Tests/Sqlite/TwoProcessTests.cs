using Connectors.Core.Tests.Testing;

namespace Connectors.Sync.Tests;

/// <summary>What one process does to a connection reaches another one over the same file within ten seconds, also a list that it is in the middle of.</summary>
public sealed class TwoProcessTests : IAsyncDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(10);
    private static readonly ConnectionKey s_key = new("vendor", "acme");

    private readonly TempFile _file = new();
    private readonly ManualTimeProvider _time = new();
    private readonly Process _one;
    private readonly Process _two;

    public TwoProcessTests() => (_one, _two) = (new(_file.Path, _time), new(_file.Path, _time));

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        _file.Dispose();
    }

    [Theory]
    [InlineData("pause", ErrorKind.Configuration)]
    [InlineData("disconnect", ErrorKind.Configuration)]
    [InlineData("forget", ErrorKind.Configuration)]
    public async Task Verb_OfOneProcess_RefusesTheNextPageOfAListInTheOther(string verb, ErrorKind kind)
    {
        var connector = await ConnectAsync();
        await using var pages = connector.ListAsync(Vendor.Items).AsPages().GetAsyncEnumerator();
        Assert.True(await pages.MoveNextAsync());

        await (verb switch
        {
            "pause" => _one.Connections.PauseAsync(s_key),
            "disconnect" => _one.Connections.DisconnectAsync(s_key),
            _ => (Task)_one.Connections.ForgetAsync(s_key),
        });
        _time.Advance(s_bound);
        var asked = _two.Asked.Count;

        var error = await Record.ExceptionAsync(async () =>
        {
            // A page that had left before is given still; the next one after the bound is not.
            while (await pages.MoveNextAsync())
            {
                Assert.InRange(_two.Asked.Count, asked, asked);
            }
        });
        Assert.Equal(kind, Assert.IsAssignableFrom<ConnectorException>(error).Kind);
        Assert.Equal(kind, (await Assert.ThrowsAsync<ConnectorException>(() => connector.SendAsync(HttpMethod.Get, "/x"))).Kind);
        Assert.Equal(asked, _two.Asked.Count);
    }

    [Fact]
    public async Task Resume_OfOneProcess_LetsTheOtherCallAgain()
    {
        var connector = await ConnectAsync();
        await _one.Connections.PauseAsync(s_key);
        await Assert.ThrowsAsync<ConnectorException>(() => connector.SendAsync(HttpMethod.Get, "/x"));

        await _one.Connections.ResumeAsync(s_key);
        _time.Advance(s_bound);

        (await connector.SendAsync(HttpMethod.Get, "/x")).Dispose();
    }

    [Fact]
    public async Task NewCredential_FromOneProcess_IsSentByTheOther()
    {
        var connector = await ConnectAsync();
        await using var pages = connector.ListAsync(Vendor.Items).AsPages().GetAsyncEnumerator();
        await pages.MoveNextAsync();

        await _one.Connections.ConnectAsync(s_key, new BearerCredential("second"));
        _time.Advance(s_bound);
        (await connector.SendAsync(HttpMethod.Get, "/x")).Dispose();
        for (var index = 0; index < 3; index++)
        {
            await pages.MoveNextAsync();
        }

        Assert.StartsWith("/items", _two.Asked[0], StringComparison.Ordinal);
        Assert.EndsWith(" first", _two.Asked[0], StringComparison.Ordinal);
        Assert.EndsWith(" second", _two.Asked[^1], StringComparison.Ordinal);
        Assert.Contains("/x second", _two.Asked, StringComparer.Ordinal);
    }

    [Fact]
    public async Task NewSignInNeeded_NotedByOneProcess_StopsTheOther_AndANewSignInLetsItGoOn()
    {
        var connector = await ConnectAsync();
        (await connector.SendAsync(HttpMethod.Get, "/x")).Dispose();
        var credentials = _one.Get<Connectors.Storage.ICredentialStore>();
        var lease = (await credentials.TryLeaseAsync(s_key.ToString(), 1, TimeSpan.FromMinutes(1), default))!;
        await credentials.TryWriteAsync(lease, new(Connectors.Storage.CredentialWriteKind.Dead), default);

        _time.Advance(s_bound);
        await Assert.ThrowsAsync<ReconnectRequiredException>(() => connector.SendAsync(HttpMethod.Get, "/x"));
        Assert.Equal(ConnectionStatus.ReconnectRequired, (await _one.Connections.FindAsync(s_key))!.Status);

        await _one.Connections.ConnectAsync(s_key, new BearerCredential("second"));
        _time.Advance(s_bound);
        (await connector.SendAsync(HttpMethod.Get, "/x")).Dispose();
        Assert.Equal("/x second", _two.Asked[^1]);
    }

    /// <summary>Connects in one process, and opens the connection in the other.</summary>
    private async Task<IConnector> ConnectAsync()
    {
        await _one.Connections.ConnectAsync(s_key, new BearerCredential("first"));
        return await _two.OpenAsync(s_key);
    }
}

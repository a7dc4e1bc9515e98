using System.Text;
using Connectors.Core.Tests.Testing;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Sync.Tests;

public sealed class ForgetTests : IAsyncDisposable
{
    private static readonly ConnectionKey s_gone = new("vendor", "gone-tenant-canary");
    private static readonly ConnectionKey s_kept = new("vendor", "kept-tenant-canary");

    private readonly TempFile _file = new();
    private readonly ManualTimeProvider _time = new();
    private readonly List<ConnectionKey> _erased = [];
    private Exception? _eraserFails;
    private readonly Process _app;

    public ForgetTests() => _app = new(_file.Path, _time, builder => builder.Services.AddSingleton<IConnectionEraser>(new Eraser(this)));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task Forget_ErasesEverythingOfTheConnection_FromTheFileToo_AndNothingOfOthers()
    {
        await FillAsync(s_gone);
        await FillAsync(s_kept);
        Assert.All(["gone-tenant-canary", "gone-tenant-canary-record", "gone-tenant-canary-raw", "gone-tenant-canary-checkpoint"], text => Assert.True(InFile(text), text));

        Assert.True(await _app.Connections.ForgetAsync(s_gone));

        Assert.False(InFile("gone-tenant-canary"));
        Assert.All(["kept-tenant-canary-record", "kept-tenant-canary-raw", "kept-tenant-canary-checkpoint"], text => Assert.True(InFile(text), text));
        Assert.Equal([s_gone], _erased);
        Assert.Null(await _app.Connections.FindAsync(s_gone));
        Assert.Null(await _app.Get<ICredentialStore>().ReadAsync(s_gone.ToString(), default));
        Assert.NotNull(await _app.Get<ICredentialStore>().ReadAsync(s_kept.ToString(), default));
        Assert.Equal(1, await _app.Get<ISyncStore>().CountAsync(new(s_kept, "test.person"), default));
        Assert.Equal(["kept-tenant-canary-record"], (await _app.Get<ISyncStore>().ReadChangesAsync(new("test.person", default), default)).Changes.Select(change => change.RemoteId));
        Assert.Contains(_app.Asked, asked => asked.StartsWith("/revoke", StringComparison.Ordinal));
        await _app.OpenAsync(s_kept);
        Assert.False(await _app.Connections.ForgetAsync(s_gone));
    }

    [Fact]
    public async Task Forget_WhatWasDisconnectedBefore_ErasesWhatIsLeft()
    {
        await FillAsync(s_gone);
        await _app.Connections.DisconnectAsync(s_gone);
        Assert.True(InFile("gone-tenant-canary-record"));

        Assert.False(await _app.Connections.ForgetAsync(s_gone));

        Assert.False(InFile("gone-tenant-canary"));
    }

    [Fact]
    public async Task Forget_BegunSignIn_CannotBeCompleted()
    {
        await _app.Connections.ConnectAsync(s_gone, new BearerCredential("t"));
        var start = await _app.Connections.StartAuthorizationAsync(s_gone, new("https://app.example/callback"));
        var other = await _app.Connections.StartAuthorizationAsync(s_kept, new("https://app.example/callback"));

        await _app.Connections.ForgetAsync(s_gone);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => CompleteAsync(start));
        Assert.Contains("not known", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not known", (await Record.ExceptionAsync(() => CompleteAsync(other)))?.Message ?? "", StringComparison.Ordinal);

        Task<Connection> CompleteAsync(AuthorizationStart begun) =>
            _app.Connections.CompleteAuthorizationAsync($"?code=c&state={System.Web.HttpUtility.ParseQueryString(begun.Url.Query)["state"]}", begun.Binding);
    }

    [Fact]
    public async Task Forget_CutOff_MakesNoCallAnyMore_AndGoesOnWhenCalledAgain()
    {
        await FillAsync(s_gone);
        var connector = await _app.OpenAsync(s_gone);
        _eraserFails = new IOException("The process was killed.");
        await Assert.ThrowsAsync<IOException>(() => _app.Connections.ForgetAsync(s_gone));

        Assert.Equal(ConnectionStatus.Disconnecting, (await _app.Connections.FindAsync(s_gone))!.Status);
        Assert.Equal(ErrorKind.Configuration, (await Assert.ThrowsAsync<ConnectorException>(() => connector.SendAsync(HttpMethod.Get, "/x"))).Kind);
        Assert.Contains("ForgetAsync", (await Assert.ThrowsAsync<ConnectorException>(async () => await _app.OpenAsync(s_gone))).Message, StringComparison.Ordinal);
        _eraserFails = null;
        await using var restarted = new Process(_file.Path, _time);
        Assert.True(await restarted.Connections.ForgetAsync(s_gone));

        await _app.DisposeAsync();
        Assert.False(InFile("gone-tenant-canary"));
    }

    [Fact]
    public async Task Forget_WhileASyncRuns_ItsLeaseIsStale_AndNothingComesBack()
    {
        await FillAsync(s_gone);
        var store = _app.Get<ISyncStore>();
        var lease = await store.BeginAsync(new(s_gone, "test.person"));

        await _app.Connections.ForgetAsync(s_gone);

        Assert.True((await store.CommitAsync(lease, Some.Row("gone-tenant-canary-late", "{}"))).IsStale);
        await store.EndAsync(lease, default);
        Assert.False(InFile("gone-tenant-canary"));
    }

    [Fact]
    public async Task End_OfAStreamThatCommittedNothing_LeavesNoTrace()
    {
        var store = _app.Get<ISyncStore>();

        await store.EndAsync(await store.BeginAsync(new(s_gone, "test.person")), default);

        Assert.Equal(0L, await _file.Open(_time).ReadAsync(session => session.Scalar<long>("SELECT count(*) FROM streams"), default));
    }

    /// <summary>A connection with everything that can be kept of one.</summary>
    private async Task FillAsync(ConnectionKey key)
    {
        await _app.Connections.ConnectAsync(key, new OAuthCredential(new() { AccessToken = "access", RefreshToken = "refresh" }));
        await _app.Connections.StartAuthorizationAsync(key, new("https://app.example/callback"));
        var store = _app.Get<ISyncStore>();
        var lease = await store.BeginAsync(new(key, "test.person"));
        var row = Some.Row($"{key.Tenant}-record", $$"""{"name":"{{key.Tenant}}-name"}""", raw: $$"""{"raw":"{{key.Tenant}}-raw"}""");
        await store.CommitAsync(lease, new() { Rows = [row], Checkpoint = $$"""{"at":"{{key.Tenant}}-checkpoint"}""" }, default);
        await store.EndAsync(lease, default);
        for (var index = 0; index < 200; index++)
        {
            // Enough to fill pages that are freed, and to move rows about.
            lease = await store.BeginAsync(new(key, "test.other"));
            await store.CommitAsync(lease, Some.Row($"{key.Tenant}-{index}", $$"""{"name":"{{key.Tenant}} {{new string('x', 300)}}"}"""));
            await store.EndAsync(lease, default);
        }
    }

    private bool InFile(string text) => Directory.GetFiles(Path.GetDirectoryName(_file.Path)!).Any(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    });

    private sealed class Eraser(ForgetTests test) : IConnectionEraser
    {
        public ValueTask EraseAsync(ConnectionKey connection, CancellationToken cancellationToken)
        {
            if (test._eraserFails is { } failure)
            {
                throw failure;
            }

            test._erased.Add(connection);
            return ValueTask.CompletedTask;
        }
    }
}

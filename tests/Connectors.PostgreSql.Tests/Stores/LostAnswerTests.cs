using System.Diagnostics.CodeAnalysis;
using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.PostgreSql.Tests;

/// <summary>The server did it, and the connection broke before it could say so: every call still tells the truth.</summary>
[NeedsServer]
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it by IAsyncLifetime.")]
public sealed class LostAnswerTests : IClassFixture<TestSchema>, IAsyncLifetime
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(90);

    private readonly TestSchema _schema;
    private readonly ManualTimeProvider _time = new();
    private LossyProxy _proxy = null!;
    private PostgreSqlCredentialStore _credentials = null!;
    private PostgreSqlConnectionStore _connections = null!;

    public LostAnswerTests(TestSchema schema) => _schema = schema;

    public async Task InitializeAsync()
    {
        await _schema.ResetAsync();
        _proxy = new();
        var database = _schema.Open(_proxy.ConnectionString);
        _credentials = new(database);
        _connections = new(database, _time);
    }

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    [Fact]
    public async Task TryReplace_New_SaysThatItWasWritten()
    {
        _proxy.Lose("INSERT INTO");

        Assert.True(await _credentials.TryReplaceAsync("c", 0, new byte[] { 1 }, default));

        Assert.Equal((1, 1), (_proxy.Lost, (await _credentials.ReadAsync("c", default))!.Version));
    }

    [Fact]
    public async Task TryReplace_OverAnother_SaysThatItWasWrittenOnce()
    {
        await NewAsync();
        _proxy.Lose("UPDATE", times: 3);

        Assert.True(await _credentials.TryReplaceAsync("c", 1, new byte[] { 2 }, default));

        Assert.Equal((3, 2), (_proxy.Lost, (await _credentials.ReadAsync("c", default))!.Version));
    }

    [Fact]
    public async Task TryReplace_VersionOfOthers_IsNotTakenForItsOwn()
    {
        await NewAsync();
        await _credentials.TryReplaceAsync("c", 1, new byte[] { 2 }, default);
        _proxy.Lose("UPDATE");

        Assert.False(await _credentials.TryReplaceAsync("c", 1, new byte[] { 2 }, default));

        Assert.Equal((1, 2), (_proxy.Lost, (await _credentials.ReadAsync("c", default))!.Version));
    }

    [Fact]
    public async Task TryLease_Granted_IsHeldAndNotWaitedOut()
    {
        await NewAsync();
        _proxy.Lose("UPDATE");

        var lease = await _credentials.TryLeaseAsync("c", 1, s_lease, default);

        Assert.Equal(1, _proxy.Lost);
        Assert.NotNull(lease);
        Assert.Null(await _credentials.TryLeaseAsync("c", 1, s_lease, default));
        Assert.True(await _credentials.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
    }

    [Fact]
    public async Task TryLease_HeldByAnother_StaysRefused()
    {
        await NewAsync();
        Assert.NotNull(await _credentials.TryLeaseAsync("c", 1, s_lease, default));
        _proxy.Lose("UPDATE");

        Assert.Null(await _credentials.TryLeaseAsync("c", 1, s_lease, default));
        Assert.Equal(1, _proxy.Lost);
    }

    [Theory]
    [InlineData(CredentialWriteKind.Intent, 1, false, true)]
    [InlineData(CredentialWriteKind.Renewed, 2, false, false)]
    [InlineData(CredentialWriteKind.Dead, 1, true, false)]
    [InlineData(CredentialWriteKind.Released, 1, false, false)]
    [InlineData(CredentialWriteKind.Unknown, 1, false, true)]
    public async Task TryWrite_UnderItsLease_SaysThatItWasWrittenOnce(CredentialWriteKind kind, long version, bool isDead, bool hasIntent)
    {
        await NewAsync();
        var lease = (await _credentials.TryLeaseAsync("c", 1, s_lease, default))!;
        await _credentials.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default);
        _proxy.Lose("UPDATE", times: 2);

        Assert.True(await _credentials.TryWriteAsync(lease, new(kind, new byte[] { 2 }), default));

        var row = (await _credentials.ReadAsync("c", default))!;
        Assert.Equal((2, version, isDead, hasIntent), (_proxy.Lost, row.Version, row.IsDead, row.HasIntent));
    }

    [Fact]
    public async Task TryWrite_LeaseOfThePast_StaysRefused()
    {
        await NewAsync();
        var stale = (await _credentials.TryLeaseAsync("c", 1, s_lease, default))!;
        await _schema.PassAsync(s_lease * 2);
        await _credentials.TryLeaseAsync("c", 1, s_lease, default);
        _proxy.Lose("UPDATE");

        Assert.False(await _credentials.TryWriteAsync(stale, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default));
        Assert.Equal(1, _proxy.Lost);
    }

    [Fact]
    public async Task Rewrap_SaysThatItWasWritten()
    {
        await NewAsync();
        _proxy.Lose("UPDATE");

        Assert.True(await _credentials.TryReencryptAsync((await _credentials.ReadAsync("c", default))!, new byte[] { 7 }, default));
        Assert.Equal((1, 7), (_proxy.Lost, (await _credentials.ReadAsync("c", default))!.Payload.Span[0]));
    }

    [Fact]
    public async Task Connection_MadeChangedDeleted_EachOnceAndTold()
    {
        _proxy.Lose("INSERT INTO");
        var made = await _connections.TryWriteAsync(new() { Key = new("acme", "t"), CredentialId = "c", AuthScheme = "s" }, default);
        Assert.Equal((1, 1L), (_proxy.Lost, made?.Version));

        _proxy.Lose("UPDATE");
        var changed = await _connections.TryWriteAsync(made! with { AccountId = "42" }, default);
        Assert.Equal((2, 2L), (_proxy.Lost, changed?.Version));

        _proxy.Lose("UPDATE");
        Assert.Null(await _connections.TryWriteAsync(made with { AccountId = "43" }, default));
        Assert.Equal((3, "42"), (_proxy.Lost, (await _connections.ReadAsync(made.Key, default))!.AccountId));

        _proxy.Lose("DELETE");
        Assert.True(await _connections.DeleteAsync(made.Key, default));
        Assert.Equal(4, _proxy.Lost);
    }

    [Fact]
    public async Task TakeSignIn_Lost_IsGivenToNobodyAndSaysSo()
    {
        await _connections.SaveSignInAsync(new("acme", "t"), "s", new byte[] { 1 }, _time.GetUtcNow().AddMinutes(10), default);
        _proxy.Lose("DELETE");

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await _connections.TakeSignInAsync("s", default));

        Assert.Equal((ErrorKind.Unavailable, 1), (error.Kind, _proxy.Lost));
        Assert.Null(await _connections.TakeSignInAsync("s", default));
    }

    [Fact]
    public async Task Write_AnswersLostUntilTheTimeIsOver_SaysThatItIsNotKnown()
    {
        await NewAsync();
        var hurried = new PostgreSqlCredentialStore(_schema.Open(_proxy.ConnectionString, TimeSpan.FromSeconds(1)));
        await hurried.ReadAsync("c", default);
        _proxy.Lose("UPDATE", times: int.MaxValue);

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await hurried.TryReplaceAsync("c", 1, new byte[] { 2 }, default));

        Assert.True(error.Kind is ErrorKind.Unavailable && error.IsTransient);
        Assert.Contains("whether the last statement was done is not known", error.Message, StringComparison.Ordinal);
    }

    private async Task NewAsync() => Assert.True(await _credentials.TryReplaceAsync("c", 0, new byte[] { 1 }, default));
}

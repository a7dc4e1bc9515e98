using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.Core.Tests.Auth;

public sealed class ReencryptionTests : IDisposable
{
    private const string KeyOne = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private const string KeyTwo = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    private readonly ManualTimeProvider _time = new();
    private readonly MemoryCredentialStore _store;
    private readonly CredentialProtector _before = With("k1");
    private readonly CredentialProtector _after = With("k2");
    private readonly ListLogger _log = new();

    public ReencryptionTests() => _store = new(_time);

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Run_OlderRows_AreEncryptedAnew_AndPassedOverTheNextTime()
    {
        await FillAsync(5);
        await _store.TryReplaceAsync("new", 0, _after.Protect("new", new ApiKeyCredential("new")), default);

        Assert.Equal(new ReencryptionReport(6, 5, 0), await Run(_store).RunAsync());

        var onlyNew = new CredentialProtector(new(new FixedEncryptionKeys("k2", [new("k2", KeyTwo)])));
        for (var index = 0; index < 5; index++)
        {
            var row = (await _store.ReadAsync($"c{index}", default))!;
            Assert.Equal(1, row.Version);
            Assert.Equal($"key-{index}", ((ApiKeyCredential)onlyNew.Unprotect(row.Id, row.Payload)).Key.Reveal());
        }

        var again = await Run(_store).RunAsync();
        Assert.Equal(new ReencryptionReport(6, 0, 0), again);
        Assert.True(again.IsComplete);
    }

    [Fact]
    public async Task Run_RowThatCannotBeDecrypted_IsLeftAndLogged_AndTheOthersAreDone()
    {
        await FillAsync(3);
        await _store.TryReplaceAsync("lost", 0, new CredentialProtector(new(new FixedEncryptionKeys("k0", [new("k0", KeyOne)]))).Protect("lost", new ApiKeyCredential("canary")), default);

        var report = await Run(_store).RunAsync();

        Assert.Equal(new(4, 3, 1), report);
        Assert.False(report.IsComplete);
        var (id, text) = Assert.Single(_log.Entries);
        Assert.Equal(1020, id);
        Assert.Contains("lost", text, StringComparison.Ordinal);
        Assert.Contains("'k0'", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CutOff_GoesOnWhenCalledAgain()
    {
        await FillAsync(10);
        using var stop = new CancellationTokenSource();
        var stopping = new Hooked(_store, seen =>
        {
            if (seen.Id == "c4")
            {
                stop.Cancel();
            }

            return Task.CompletedTask;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(stopping).RunAsync(stop.Token));

        Assert.Equal(new ReencryptionReport(10, 6, 0), await Run(_store).RunAsync());
    }

    [Fact]
    public async Task Run_RenewedInBetween_KeepsWhatWasRenewed()
    {
        await FillAsync(1);
        var lease = (await _store.TryLeaseAsync("c0", 1, TimeSpan.FromMinutes(1), default))!;
        await _store.TryWriteAsync(lease, new(CredentialWriteKind.Intent), default);
        var hooked = new Hooked(_store, async _ => await _store.TryWriteAsync(lease, new(CredentialWriteKind.Renewed, _before.Protect("c0", new ApiKeyCredential("renewed"))), default));

        Assert.Equal(new ReencryptionReport(1, 1, 0), await Run(hooked).RunAsync());

        var row = (await _store.ReadAsync("c0", default))!;
        Assert.Equal((2, "renewed"), (row.Version, ((ApiKeyCredential)_after.Unprotect("c0", row.Payload)).Key.Reveal()));
    }

    [Fact]
    public async Task Keeper_RowEncryptedAnewWhileATokenIsRejected_StillRenewsIt()
    {
        using var world = new AuthWorld();
        var connection = await world.SavedAsync(world.Grant("access-1", "refresh-1", TimeSpan.FromHours(1)));
        var renewals = world.Rotates();
        var live = await world.Keeper.GetAsync(connection, world.Runtime, default);
        var row = await world.RowAsync();
        Assert.True(await world.Credentials.TryReencryptAsync(row, world.Protector.Rewrap(row.Id, row.Payload), default));
        world.Time.Advance(TimeSpan.FromSeconds(11));

        // A row that looks like another one would be taken for news, and the rejected token be sent again.
        var renewed = await world.Keeper.RenewAsync(connection, world.Runtime, live.Version, default);

        Assert.Equal("access-2", The.Access(renewed));
        Assert.Equal(1, renewals());
    }

    private static CredentialProtector With(string current) => new(new(new FixedEncryptionKeys(current, [new("k1", KeyOne), new("k2", KeyTwo)])));

    private CredentialReencryption Run(ICredentialStore store) => new(store, _after, _log);

    private async Task FillAsync(int count)
    {
        for (var index = 0; index < count; index++)
        {
            await _store.TryReplaceAsync($"c{index}", 0, _before.Protect($"c{index}", new ApiKeyCredential($"key-{index}")), default);
        }
    }

    /// <summary>Lets a test step in between reading a row and writing it, once for each.</summary>
    private sealed class Hooked(ICredentialStore inner, Func<StoredCredential, Task> meanwhile) : ICredentialStore
    {
        private readonly HashSet<string> _done = [];

        public async ValueTask<bool> TryReencryptAsync(StoredCredential seen, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
        {
            if (_done.Add(seen.Id))
            {
                await meanwhile(seen);
            }

            return await inner.TryReencryptAsync(seen, payload, cancellationToken);
        }

        public ValueTask<StoredCredential?> ReadAsync(string id, CancellationToken cancellationToken) => inner.ReadAsync(id, cancellationToken);

        public ValueTask<CredentialLease?> TryLeaseAsync(string id, long seenVersion, TimeSpan duration, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> TryWriteAsync(CredentialLease lease, CredentialWrite write, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> TryReplaceAsync(string id, long expectedVersion, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public ValueTask DeleteAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

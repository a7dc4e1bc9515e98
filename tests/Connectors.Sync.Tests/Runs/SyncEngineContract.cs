using Connectors.Core.Tests.Testing;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Sync.Tests;

/// <summary>What a run does, over whatever store.</summary>
public abstract class SyncEngineContract : IDisposable
{
    private readonly List<SyncBench> _benches = [];
    private readonly FakeProvider _provider;

    protected SyncEngineContract() => _provider = new(Time);

    private protected ManualTimeProvider Time { get; } = new();

    public void Dispose()
    {
        _benches.ForEach(bench => bench.Dispose());
        Clean();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Run_FirstTime_ListsAll()
    {
        _provider.PutMany(25);
        var seen = new List<SyncProgress>();

        var report = await Bench().RunAsync(progress: new Progress(seen.Add));

        Assert.Equal(["list", "list 10", "list 20"], _provider.Asked.ToArray());
        Assert.Equal((RunKind.Full, false, 3, 25L, 25L, 0L), (report.Kind, report.Resumed, report.Pages, report.Records, report.Added, report.Unchanged));
        Assert.Equal([10L, 20L, 25L], seen.Select(progress => progress.Added));
        Assert.Equal(Expected(), await Bench().StoredAsync());
        Assert.Equal(CallPriority.Background, _provider.Calls[0].Priority);
        Assert.NotNull(_provider.Calls[0].Cost);
        Assert.Contains("\"n\":\"Name 3\"", (await Bench().Records.GetAsync<Person>(FakeConnector.Acme, "p0003"))!.Raw!.AsText(), StringComparison.Ordinal);
        Assert.Equal(25, await Bench().Records.CountAsync<Person>(FakeConnector.Acme));
    }

    [Fact]
    public async Task Run_SecondTime_ReadsChangesThenRemovals()
    {
        _provider.PutMany(25);
        Time.Advance(TimeSpan.FromHours(1));
        var start = Time.GetUtcNow();
        await Bench().RunAsync();
        Time.Advance(TimeSpan.FromHours(1));
        _provider.Put("p0007", "New name", "7@example.com");
        _provider.Put("p9000", "Newcomer");
        _provider.Archive("p0001", Time.GetUtcNow());
        _provider.Asked.Clear();

        var report = await Bench().RunAsync();

        Assert.Equal(["changes", "removals"], _provider.Asked.ToArray());
        Assert.Equal(start - TimeSpan.FromMinutes(2), _provider.Since);
        Assert.Equal((RunKind.Incremental, 1L, 1L, 1L), (report.Kind, report.Added, report.Changed, report.Removed));
        Assert.Equal(Expected(), await Bench().StoredAsync());
        Assert.Null(await Bench().Records.GetAsync<Person>(FakeConnector.Acme, "p0001"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ConnectionIsAnotherAccountsNow_IsAConflictUntilTheRecordsAreForgotten(bool full)
    {
        _provider.PutMany(1);
        _provider.AccountId = "42";
        await Bench().RunAsync();
        _provider.AccountId = "43";
        _provider.Put("other", "Another customer's");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => Bench().RunAsync(new() { Full = full }));

        Assert.Equal((ErrorKind.Conflict, false), (error.Kind, error is SyncInProgressException));
        Assert.Contains("ForgetAsync", error.Message, StringComparison.Ordinal);
        Assert.Equal(["p0000=Name 0"], await Bench().StoredAsync());
        await Bench().Records.ForgetAsync(FakeConnector.Acme);
        Assert.Equal((RunKind.Full, 2L), ((await Bench().RunAsync()).Kind, await Bench().Records.CountAsync<Person>(FakeConnector.Acme)));
    }

    [Fact]
    public async Task Run_AccountBecomesKnownLater_IsRememberedFromThenOn()
    {
        _provider.PutMany(1);
        await Bench().RunAsync();
        _provider.AccountId = "42";
        await Bench().RunAsync();
        _provider.AccountId = null;
        await Bench().RunAsync();
        _provider.AccountId = "43";

        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<ConnectorException>(() => Bench().RunAsync())).Kind);
    }

    [Fact]
    public async Task Run_NothingNew_ChangesNothing()
    {
        _provider.PutMany(25);
        _provider.Archive("p0001", Time.GetUtcNow());
        await Bench().RunAsync();

        var second = await Bench().RunAsync();
        var full = await Bench().RunAsync(new() { Full = true });

        Assert.Equal((25L, 25L), (second.Records, second.Unchanged));
        Assert.Equal((RunKind.Full, 25L, 25L), (full.Kind, full.Records, full.Unchanged));
    }

    [Fact]
    public async Task Run_WithoutRaw_KeepsNone()
    {
        _provider.PutMany(1);
        await Bench().RunAsync(new() { IncludeRaw = false, CustomFields = ["x"], MaxQuotaWait = TimeSpan.FromHours(1) });

        Assert.Null((await Bench().Records.GetAsync<Person>(FakeConnector.Acme, "p0000"))!.Raw);
        Assert.Equal(("x", TimeSpan.FromHours(1)), (_provider.Calls[0].CustomFields[0], _provider.Calls[0].MaxQuotaWait));
    }

    [Fact]
    public async Task Run_ChangesTellLessThanTheList_KeepsTheRest()
    {
        _provider.PutMany(1);
        await Bench().RunAsync();
        Time.Advance(TimeSpan.FromHours(1));
        _provider.TellsEmailInChanges = false;
        _provider.Put("p0000", "New name", "ignored");

        await Bench().RunAsync();

        var person = await Bench().Records.GetAsync<Person>(FakeConnector.Acme, "p0000");
        Assert.Equal(("New name", "0@example.com"), (person!.Name, person.Email));
    }

    [Fact]
    public async Task Run_RecordShowsUpLate_IsFoundByLagAndOverlap()
    {
        _provider.Lag = TimeSpan.FromMinutes(5);
        await Bench(TimeSpan.FromMinutes(5)).RunAsync();
        Time.Advance(TimeSpan.FromHours(1));
        _provider.Put("late", "Late");
        Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(0, (await Bench(TimeSpan.FromMinutes(5)).RunAsync()).Records);
        Time.Advance(TimeSpan.FromMinutes(5));

        var report = await Bench(TimeSpan.FromMinutes(5)).RunAsync();

        Assert.Equal(1, report.Added);
    }

    [Fact]
    public async Task Run_ArchivedThenRestored_StaysAndComesBack()
    {
        _provider.PutMany(2);
        await Bench().RunAsync();
        var archivedAt = Time.GetUtcNow().AddMinutes(10);
        Time.Advance(TimeSpan.FromMinutes(10));
        _provider.Archive("p0000", archivedAt);
        Assert.Equal(1, (await Bench().RunAsync()).Removed);
        Time.Advance(TimeSpan.FromMinutes(10));

        // The list of removed records still names it for a while.
        _provider.Put("p0000", "Name 0", "0@example.com");
        var report = await Bench().RunAsync();

        Assert.Equal((1L, 0L), (report.Added, report.Removed));
        Assert.Equal(Expected(), await Bench().StoredAsync());
    }

    [Fact]
    public async Task Run_NoChangesOffered_ListsAllEachTime()
    {
        var provider = new FakeProvider(Time) { OffersChanges = false };
        using var bench = new SyncBench(Time, provider, UseStore);
        provider.PutMany(3);
        await bench.RunAsync();
        provider.Archive("p0001", null);

        var report = await bench.RunAsync();

        Assert.Equal(["list", "list", "removals"], provider.Asked.ToArray());
        Assert.Equal((RunKind.Full, 1L, 2L), (report.Kind, report.Removed, report.Unchanged));
    }

    [Fact]
    public async Task Run_Canceled_GoesOnAfterTheLastCommittedPage()
    {
        _provider.PutMany(35);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Bench().RunAsync(progress: new Progress(progress => StopAfter(2, progress, stop)), cancellationToken: stop.Token));
        Assert.Equal(20, await Bench().Records.CountAsync<Person>(FakeConnector.Acme));
        Time.Advance(TimeSpan.FromHours(3));
        _provider.Asked.Clear();

        var report = await Bench().RunAsync();

        Assert.Equal(["list 20", "list 30"], _provider.Asked.ToArray());
        Assert.Equal((true, RunKind.Full, 15L), (report.Resumed, report.Kind, report.Added));
        Assert.Equal(Expected(), await Bench().StoredAsync());
        await Bench().RunAsync();
        Assert.Equal(Time.GetUtcNow() - TimeSpan.FromHours(3) - TimeSpan.FromMinutes(2), _provider.Since);
    }

    [Fact]
    public async Task Run_InterruptedChanges_GoOnWithTheSameSince()
    {
        await Bench().RunAsync();
        Time.Advance(TimeSpan.FromHours(1));
        _provider.PutMany(25);
        _provider.BeforePage = (_, state, _) => state == "10" ? throw new ConnectorException(new() { Kind = ErrorKind.Unavailable, What = "down" }) : Task.CompletedTask;
        await Assert.ThrowsAsync<ConnectorException>(() => Bench().RunAsync());
        var since = _provider.Since;
        Time.Advance(TimeSpan.FromDays(1));
        _provider.BeforePage = null;
        _provider.Asked.Clear();

        var report = await Bench().RunAsync();

        Assert.Equal(since, _provider.Since);
        Assert.Equal(["changes 10", "changes 20", "removals"], _provider.Asked.ToArray());
        Assert.Equal((true, RunKind.Incremental, 15L), (report.Resumed, report.Kind, report.Added));
    }

    [Theory]
    [InlineData(ErrorKind.Validation, null)]
    [InlineData(ErrorKind.NotFound, 404)]
    [InlineData(ErrorKind.Remote, 410)]
    public async Task Run_TokenRefused_BeginsTheStageAnewOnce(ErrorKind kind, int? status)
    {
        _provider.PutMany(25);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Bench().RunAsync(progress: new Progress(progress => StopAfter(1, progress, stop)), cancellationToken: stop.Token));
        _provider.Asked.Clear();
        var refuse = true;
        _provider.BeforePage = (_, state, _) =>
        {
            var refused = refuse && state == "10";
            refuse = false;
            return refused ? throw new ConnectorException(new() { Kind = kind, StatusCode = status, What = "unknown cursor" }) : Task.CompletedTask;
        };

        var report = await Bench().RunAsync();

        Assert.Equal(["list", "list 10", "list 20"], _provider.Asked.ToArray());
        Assert.Equal((true, 15L, 10L), (report.Resumed, report.Added, report.Unchanged));
    }

    [Fact]
    public async Task Run_ErrorThatIsNoRefusal_KeepsTheToken()
    {
        _provider.PutMany(25);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Bench().RunAsync(progress: new Progress(progress => StopAfter(1, progress, stop)), cancellationToken: stop.Token));
        _provider.BeforePage = (_, _, _) => throw new ConnectorException(new() { Kind = ErrorKind.Permission, StatusCode = 403, What = "no" });
        await Assert.ThrowsAsync<ConnectorException>(() => Bench().RunAsync());
        _provider.BeforePage = null;
        _provider.Asked.Clear();

        await Bench().RunAsync();

        Assert.Equal("list 10", _provider.Asked[0]);
    }

    [Fact]
    public async Task Run_WhileAnotherRuns_IsATypedError()
    {
        _provider.PutMany(25);
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _provider.BeforePage = async (_, state, token) =>
        {
            if (state == "10")
            {
                reached.TrySetResult();
                await go.Task.WaitAsync(token);
            }
        };
        var first = Bench().RunAsync();
        await reached.Task;

        var error = await Assert.ThrowsAsync<SyncInProgressException>(() => Bench().RunAsync());
        go.SetResult();

        Assert.Equal((ErrorKind.Conflict, true), (error.Kind, error.IsTransient));
        Assert.Equal(25, (await first).Added);
    }

    [Fact]
    public async Task Run_PageTakesLongerThanTheLease_KeepsTheLease()
    {
        _provider.PutMany(5);
        var (reached, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _provider.BeforePage = async (_, _, _) =>
        {
            reached.TrySetResult();
            await go.Task;
        };
        var first = Bench().RunAsync();
        await reached.Task;
        for (var step = 0; step < 10; step++)
        {
            await UntilAsync(() => Time.TimerCount > 0);
            Time.Advance(TimeSpan.FromSeconds(20));
            await UntilAsync(() => Time.TimerCount > 0);
            Assert.Null(await Bench().Store.TryBeginAsync(FakeConnector.Stream, TimeSpan.FromMinutes(1), default));
        }

        go.SetResult();
        Assert.Equal(5, (await first).Added);
    }

    [Fact]
    public async Task Run_LeaseLost_CommitsNothingMore()
    {
        _provider.PutMany(25);
        _provider.BeforePage = async (_, state, _) =>
        {
            if (state == "10")
            {
                await Bench().Store.ForgetAsync(FakeConnector.Acme, default);
            }
        };

        await Assert.ThrowsAsync<SyncInProgressException>(() => Bench().RunAsync());

        Assert.Empty(await Bench().StoredAsync());
    }

    [Fact]
    public async Task Run_MaxLeaseWait_WaitsForTheOther()
    {
        var lease = await Bench().Store.BeginAsync(FakeConnector.Stream);
        var run = Bench().RunAsync(new() { MaxLeaseWait = TimeSpan.FromMinutes(5) });
        await UntilAsync(() => Time.TimerCount > 0);
        await Bench().Store.EndAsync(lease, default);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(RunKind.Full, (await run).Kind);
    }

    [Fact]
    public async Task Run_RecordWithoutId_Fails()
    {
        _provider.People["x"] = new() { Name = "Nobody" };

        var error = await Assert.ThrowsAsync<ConnectorException>(() => Bench().RunAsync());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
    }

    [Fact]
    public async Task Run_OptionsOutOfRange_AreRefused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Bench().RunAsync(new() { LeaseDuration = TimeSpan.Zero }));

    [Fact]
    public async Task Forget_ThenRun_IsAFirstRun()
    {
        _provider.PutMany(5);
        await Bench().RunAsync();
        await Bench().Records.ForgetAsync(FakeConnector.Acme);
        Assert.Empty(await Bench().StoredAsync());

        var report = await Bench().RunAsync();

        Assert.Equal((RunKind.Full, 5L), (report.Kind, report.Added));
    }

    /// <summary>Gives a bench of its own, as after a restart; the store's medium is the same.</summary>
    private protected SyncBench Bench(TimeSpan settleLag = default)
    {
        var bench = new SyncBench(Time, _provider, UseStore, settleLag);
        _benches.Add(bench);
        return bench;
    }

    private protected abstract void UseStore(IConnectorsBuilder builder);

    private protected virtual void Clean()
    {
    }

    private static void StopAfter(int pages, SyncProgress progress, CancellationTokenSource stop)
    {
        if (progress.Pages == pages)
        {
            stop.Cancel();
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Yield();
        }
    }

    private string[] Expected() => [.. _provider.People.Values.Select(person => $"{person.RemoteId}={person.Name}")];
}

public sealed class MemorySyncEngineTests : SyncEngineContract
{
    private readonly MemorySyncStore _store;

    public MemorySyncEngineTests() => _store = new(Time);

    private protected override void UseStore(IConnectorsBuilder builder) => builder.Services.AddSingleton<ISyncStore>(_store);
}

public sealed class SqliteSyncEngineTests : SyncEngineContract
{
    private readonly TempFile _file = new();

    [Fact]
    public async Task Run_Killed_GoesOnInAnotherProcessWhenTheLeaseHasRunOut()
    {
        var provider = new FakeProvider(Time);
        provider.PutMany(25);
        var reached = new TaskCompletionSource();
        provider.BeforePage = (_, state, _) =>
        {
            if (state != "10")
            {
                return Task.CompletedTask;
            }

            reached.TrySetResult();
            return new TaskCompletionSource().Task;
        };

        // A killed process renews nothing: its clock stands still.
        using var killed = new SyncBench(new ManualTimeProvider(), provider, UseStore);
        _ = killed.RunAsync();
        await reached.Task;

        var other = new FakeProvider(Time);
        other.PutMany(25);
        using var next = new SyncBench(Time, other, UseStore);
        await Assert.ThrowsAsync<SyncInProgressException>(() => next.RunAsync());
        Time.Advance(TimeSpan.FromMinutes(1));

        var report = await next.RunAsync();

        Assert.Equal((true, 15L, 0L), (report.Resumed, report.Added, report.Unchanged));
        Assert.Equal(["list 10", "list 20"], other.Asked.ToArray());
    }

    private protected override void UseStore(IConnectorsBuilder builder) => builder.UseSqlite(_file.Path);

    private protected override void Clean() => _file.Dispose();
}

using Connectors.Core.Tests.Testing;

namespace Connectors.Sync.Tests;

public sealed class ChangeStreamTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeProvider _provider;
    private readonly TempFile _file = new();
    private readonly SyncBench _bench;

    public ChangeStreamTests()
    {
        _provider = new(_time);
        _bench = new(_time, _provider, builder => Microsoft.Extensions.DependencyInjection.SqliteConnectorsBuilderExtensions.UseSqlite(builder, _file.Path));
    }

    public void Dispose()
    {
        _bench.Dispose();
        _file.Dispose();
    }

    [Fact]
    public async Task Read_GivesWhatHappened_AndThenNothingMore()
    {
        _provider.PutMany(2);
        await _bench.RunAsync();
        Assert.Equal(["Added p0000 Name 0 ", "Added p0001 Name 1 "], await ReadAsync());
        _time.Advance(TimeSpan.FromHours(1));
        _provider.Put("p0000", "New name", "new@example.com");
        _provider.Put("p0002", "Newcomer");
        _provider.Archive("p0001", _time.GetUtcNow());
        await _bench.RunAsync();

        Assert.Equal(["Changed p0000 New name Email,Name", "Added p0002 Newcomer ", "Removed p0001  "], await ReadAsync());
        Assert.Empty(await ReadAsync());
        Assert.Equal(["Added p0000 New name ", "Added p0002 Newcomer ", "Removed p0001  "], await ReadAsync("another"));
    }

    [Fact]
    public async Task Read_LoopIsLeft_GivesTheSameChangeAgain()
    {
        _provider.PutMany(3);
        await _bench.RunAsync();
        await foreach (var change in _bench.Changes.ReadAsync<Person>("payroll"))
        {
            if (change.RemoteId == "p0001")
            {
                break;
            }
        }

        Assert.Equal(["Added p0001 Name 1 ", "Added p0002 Name 2 "], await ReadAsync());
    }

    [Fact]
    public async Task Read_Canceled_CountsWhatWasAskedPast()
    {
        _provider.PutMany(3);
        await _bench.RunAsync();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var change in _bench.Changes.ReadAsync<Person>("payroll", stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        Assert.Equal(["Added p0001 Name 1 ", "Added p0002 Name 2 "], await ReadAsync());
    }

    [Fact]
    public async Task Read_ManyPages_GivesEachOnceInOrder()
    {
        _provider.PutMany(250);
        await _bench.RunAsync(new() { PageSize = 100 });

        var changes = await _bench.Changes.ReadAsync<Person>("payroll").ToListAsync();

        Assert.Equal(Enumerable.Range(1, 250).Select(number => (long)number), changes.Select(change => change.Sequence));
        Assert.All(changes, change => Assert.Equal(FakeConnector.Acme, change.Connection));
    }

    [Fact]
    public async Task Rewind_TellsEverythingAgain()
    {
        _provider.PutMany(1);
        await _bench.RunAsync();
        await ReadAsync();

        await _bench.Changes.RewindAsync<Person>("payroll");

        Assert.Equal(["Added p0000 Name 0 "], await ReadAsync());
    }

    [Fact]
    public void Read_BadConsumer_IsRefusedAtOnce() => Assert.Throws<ArgumentException>(() => _bench.Changes.ReadAsync<Person>(" "));

    private async Task<string[]> ReadAsync(string consumer = "payroll") =>
        [.. (await _bench.Changes.ReadAsync<Person>(consumer).ToListAsync()).Select(change => $"{change.Kind} {change.RemoteId} {change.Model?.Name} {string.Join(',', change.ChangedFields.Order(StringComparer.Ordinal))}")];
}

using Connectors.Core.Tests.Testing;
using Connectors.Sqlite;
using Connectors.Storage;
using Microsoft.Data.Sqlite;

namespace Connectors.Sync.Tests;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TempFile _file = new();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Open_ManyAtOnce_MigratesOnce()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => Task.Run(async () =>
        {
            var store = new SqliteSyncStore(_file.Open(_time));
            var lease = await store.BeginAsync(new(new("fake", $"t{index}"), "test.person"));
            await store.CommitAsync(lease, Some.Row("a", "{}"));
            return await store.CountAsync(lease.Stream, default);
        })));

        Assert.All(counts, count => Assert.Equal(1, count));
        Assert.Equal(8, (await new SqliteSyncStore(_file.Open(_time)).ChangesAsync()).Length);
    }

    [Fact]
    public async Task Commit_TwoProcessesAtOnce_LoseNothingAndNumberEachChangeOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            var store = new SqliteSyncStore(_file.Open(_time));
            var lease = await store.BeginAsync(new(new("fake", $"t{writer}"), "test.person"));
            for (var page = 0; page < 25; page++)
            {
                await store.CommitAsync(lease, [.. Enumerable.Range(0, 4).Select(row => Some.Row($"{page}-{row}", "{}"))]);
            }
        })));

        var changes = await new SqliteSyncStore(_file.Open(_time)).ReadChangesAsync(new("test.person", default, 1000), default);
        Assert.Equal(Enumerable.Range(1, 400).Select(number => (long)number), changes.Changes.Select(change => change.Sequence));
    }

    [Fact]
    public async Task TryBegin_TwoProcesses_OneGetsIt()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => new SqliteSyncStore(_file.Open(_time))).ToList();
        for (var round = 0; round < 10; round++)
        {
            var leases = await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.TryBeginAsync(Some.Stream, TimeSpan.FromMinutes(1), default))));
            await stores[0].EndAsync(Assert.Single(leases, lease => lease is not null)!, default);
        }
    }

    [Fact]
    public async Task Write_WhileAnotherHoldsTheFile_WaitsAndCanBeCanceled()
    {
        var store = new SqliteSyncStore(_file.Open(_time));
        var lease = await store.BeginAsync();
        using var other = new SqliteConnection($"Data Source={_file.Path};Pooling=false");
        other.Open();
        Execute(other, "BEGIN IMMEDIATE");
        using var stop = new CancellationTokenSource();

        var canceled = store.CommitAsync(lease, Some.Batch(Some.Row("a", "{}")), stop.Token).AsTask();
        var waiting = store.CommitAsync(lease, Some.Row("b", "{}")).AsTask();
        Assert.Null(await store.JsonAsync("a"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Execute(other, "COMMIT");

        Assert.Equal(1, (await waiting).Added);
    }

    [Fact]
    public async Task Read_WhileAnotherWrites_DoesNotWait()
    {
        var store = new SqliteSyncStore(_file.Open(_time));
        await store.CommitAsync(await store.BeginAsync(), Some.Row("a", "{}"));
        using var other = new SqliteConnection($"Data Source={_file.Path};Pooling=false");
        other.Open();
        Execute(other, "BEGIN IMMEDIATE; UPDATE records SET json = '[]'");

        Assert.Equal("{}", await store.JsonAsync("a"));
        Execute(other, "ROLLBACK");
    }

    [Fact]
    public async Task File_IsReadableForPeople_AndOnlyForItsOwner()
    {
        var store = new SqliteSyncStore(_file.Open(_time));
        var lease = await store.BeginAsync();
        await store.CommitAsync(lease, Some.Row("a", """{"name":"Zoë"}""", raw: """{"n":"Zoë"}"""));
        await store.CommitAsync(lease, Some.Row("a", """{"name":"Ada"}"""));

        Assert.Equal("fake/acme/default|test.person|a|Ada|Zoë|text", Query("SELECT connection || '|' || list || '|' || remote_id || '|' || json_extract(json, '$.name') || '|' || json_extract(raw, '$.n') || '|' || typeof(raw) FROM records"));
        Assert.Equal("2|changed|{\"name\":2}|2026-11-20T12:00:00.0000000Z", Query("SELECT sequence || '|' || kind || '|' || field_sequences || '|' || at FROM changes"));
        Assert.Equal("wal", Query("PRAGMA journal_mode"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file.Path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file.Path + "-wal"));
        }
    }

    [Fact]
    public async Task Forget_LeavesNoTraceInTheFiles()
    {
        var file = _file.Open(_time);
        var store = new SqliteSyncStore(file);
        await store.CommitAsync(await store.BeginAsync(), Some.Row("a", """{"name":"Rumpelstiltskin"}""", raw: "Rumpelstiltskin"));

        await store.ForgetAsync(Some.Stream.Connection, default);

        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(_file.Path)!))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain("Rumpelstiltskin", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Write_Durable_IsFlushedToTheDisk_AndTheNextOneIsNot()
    {
        var file = _file.Open(_time);

        Assert.Equal(2, await file.WriteAsync(session => session.Scalar<long>("PRAGMA synchronous"), WriteCare.Durable, default));
        Assert.Equal(1, await file.WriteAsync(session => session.Scalar<long>("PRAGMA synchronous"), WriteCare.Normal, default));
    }

    [Fact]
    public async Task Open_NoDatabase_SaysSo()
    {
        await File.WriteAllTextAsync(_file.Path, new string('x', 8192));

        await FailsAsync("is not a SQLite database");
    }

    [Fact]
    public async Task Open_AnothersDatabase_IsNotTouched()
    {
        Query("CREATE TABLE mine (a)");

        await FailsAsync("belongs to another program");
        Assert.Equal("delete", Query("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task Open_NewerSchema_SaysSo()
    {
        await new SqliteSyncStore(_file.Open(_time)).BeginAsync();
        Query("PRAGMA user_version = 99");

        await FailsAsync("was written by a newer version");
    }

    [Fact]
    public async Task Open_Directory_SaysSo()
    {
        Directory.CreateDirectory(_file.Path);

        await FailsAsync("is a directory");
    }

    [Fact]
    public async Task Read_DamagedFile_SaysSo()
    {
        using (var file = new SqliteFile(_file.Path, _time))
        {
            var store = new SqliteSyncStore(file);
            await store.CommitAsync(await store.BeginAsync(), [.. Enumerable.Range(0, 500).Select(index => Some.Row($"{index}", "{}"))]);
        }

        using (var file = File.OpenWrite(_file.Path))
        {
            file.Seek(4096, SeekOrigin.Begin);
            await file.WriteAsync(new byte[file.Length - 4096]);
        }

        await FailsAsync("is damaged");
    }

    private async Task FailsAsync(string what)
    {
        var store = new SqliteSyncStore(_file.Open(_time));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => store.BeginAsync());

        Assert.Equal(ErrorKind.Configuration, error.Kind);
        Assert.Contains($"'{_file.Path}' {what}", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ConnectorException>(async () => await store.ReadAsync(Some.Stream, "a", default));
    }

    private string? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_file.Path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

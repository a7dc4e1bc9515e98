using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Shapes;

namespace Connectors.Core.Tests.Transfers;

/// <summary>Files that are read from Dropbox's download, and what can happen to them on the way.</summary>
public sealed class DownloadTests : IDisposable
{
    private const string Path = "/Prüfung/日本語/😀.bin";
    private readonly DropboxVendor _vendor = new();
    private readonly byte[] _file = Some(5_000_001);

    public DownloadTests() => _vendor.Put(Path, _file);

    public void Dispose() => _vendor.Dispose();

    [Fact]
    public async Task DownloadAsync_WholeFile_GivesItWithItsFactsAndComparesTheHash()
    {
        using var bench = await OpenAsync();
        var cost = new CallCost();

        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path, options: new() { Cost = cost });
        var read = await ReadAsync(download);

        Assert.Equal(_file, read);
        Assert.Equal(("😀.bin", 5_000_001L, _vendor.Files[Path].Rev), (download.Facts.Name, download.Facts.Length, download.Facts.Version));
        Assert.True(download.IsVerified);
        Assert.Equal((1L, 5_000_001L), (cost.Requests, cost.BytesReceived));
    }

    [Fact]
    public async Task DownloadAsync_BodyBreaksTwice_GoesOnWhereItBroke()
    {
        _vendor.Breaks = number => number == 3 ? null : 1_000_000;
        using var bench = await OpenAsync();
        var told = new List<long>();

        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path, new() { Progress = new Now(told) });
        var read = await ReadAsync(download);

        Assert.Equal(_file, read);
        Assert.True(download.IsVerified);
        Assert.Equal([null, "bytes=1000000-", "bytes=2000000-"], _vendor.Requests.Select(request => request.Headers.Range?.ToString()));
        Assert.All(_vendor.Requests.Skip(1), request => Assert.Equal($"\"{_vendor.Files[Path].Rev}\"", request.Headers.IfRange?.ToString()));
        Assert.All(_vendor.Requests, request => Assert.Equal("Bearer", request.Headers.Authorization?.Scheme));
        Assert.Equal((2, 5_000_001L), (download.Resumptions, told[^1]));
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public async Task DownloadAsync_BodyBreaksBeforeItsFirstByteAndRangesAreIgnored_IsReadFromItsBeginning()
    {
        (_vendor.Breaks, _vendor.IgnoresRange) = (number => number == 1 ? 0 : null, true);
        using var bench = await OpenAsync();

        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path);

        Assert.Equal(_file, await ReadAsync(download));
    }

    [Fact]
    public async Task DownloadAsync_BodyBreaksAndRangesAreIgnored_IsAnErrorAndNeverTheBeginningTwice()
    {
        (_vendor.Breaks, _vendor.IgnoresRange) = (_ => 1_000_000, true);
        using var bench = await OpenAsync();
        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path);
        var read = new MemoryStream();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => download.CopyToAsync(read));
        var again = await Assert.ThrowsAsync<ConnectorException>(() => download.CopyToAsync(read));

        Assert.Equal((ErrorKind.Transport, ErrorKind.Transport), (error.Kind, again.Kind));
        Assert.Equal(_file[..1_000_000], read.ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DownloadAsync_FileIsChangedMeanwhile_IsAConflict(bool givesETag)
    {
        _vendor.GivesETag = givesETag;
        _vendor.Breaks = number => number == 1 ? 1_000_000 : null;
        _vendor.Downloading = number =>
        {
            if (number == 1)
            {
                _vendor.Put(Path, Some(5_000_001, seed: 2));
            }
        };
        using var bench = await OpenAsync();
        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path);
        var read = new MemoryStream();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => download.CopyToAsync(read));

        Assert.Equal(ErrorKind.Conflict, error.Kind);
        Assert.Equal(_file[..1_000_000], read.ToArray());
    }

    [Fact]
    public async Task DownloadAsync_ContentIsDamagedOnTheWay_IsAnErrorBeforeItsLastBytes()
    {
        _vendor.Damages = true;
        using var bench = await OpenAsync();
        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path);
        var read = new MemoryStream();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => download.CopyToAsync(read));

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("content_hash", error.Message, StringComparison.Ordinal);
        Assert.False(download.IsVerified);
        Assert.InRange(read.Length, 1, _file.Length - 1);
    }

    [Fact]
    public async Task DownloadAsync_BreaksEachTime_EndsAfterTheResumptionsThatAreAllowed()
    {
        _vendor.Breaks = _ => 1000;
        using var bench = await OpenAsync();
        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path, new() { MaxResumptions = 3 });

        var error = await Assert.ThrowsAsync<ConnectorException>(() => download.CopyToAsync(Stream.Null));

        Assert.Equal((ErrorKind.Transport, 3, 4), (error.Kind, download.Resumptions, _vendor.Downloads));
    }

    [Fact]
    public async Task DownloadAsync_ResumptionMeetsALimit_WaitsAndGoesOnLikeAnyCall()
    {
        _vendor.Breaks = number => number == 1 ? 1000 : null;
        _vendor.Faults = (_, number) => number == 2 ? Fault.Busy : Fault.None;
        using var bench = await OpenAsync();
        var cost = new CallCost();
        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path, options: new() { Cost = cost });

        Assert.Equal(_file, await ReadAsync(download));
        Assert.Equal((3L, 1L), (cost.Requests, cost.RateLimited));
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(4_999_990, 100)]
    [InlineData(1_000_000, null)]
    public async Task DownloadAsync_Part_GivesJustIt(long offset, int? length)
    {
        _vendor.Breaks = number => number == 1 ? 5 : null;
        using var bench = await OpenAsync();

        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path, new() { Offset = offset, Length = length });

        Assert.Equal(_file.Skip((int)offset).Take(length ?? int.MaxValue), await ReadAsync(download));
        Assert.False(download.IsVerified);
    }

    [Fact]
    public async Task DownloadAsync_BeginningOfAFileThatIsGivenOnlyWhole_GivesJustIt()
    {
        _vendor.IgnoresRange = true;
        using var bench = await OpenAsync();

        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path, new() { Length = 10 });

        Assert.Equal(_file[..10], await ReadAsync(download));
    }

    [Theory]
    [InlineData(true, 10, ErrorKind.NotSupported)]
    [InlineData(false, 5_000_001, ErrorKind.Validation)]
    public async Task DownloadAsync_PartThatCannotBeHad_IsAnErrorThatSaysWhy(bool ignoresRange, long offset, ErrorKind kind)
    {
        _vendor.IgnoresRange = ignoresRange;
        using var bench = await OpenAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.DownloadAsync(DropboxFiles.Download, Path, new() { Offset = offset }));

        Assert.Equal(kind, error.Kind);
    }

    [Fact]
    public async Task DownloadAsync_GoneOnWithAfterARestart_GivesTheRestOfTheSameFileOnly()
    {
        using var bench = await OpenAsync();
        await using var first = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path);
        await first.DisposeAsync();

        await using var rest = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path, new() { Offset = 4_000_000, Expected = first.Facts });
        Assert.Equal(_file[4_000_000..], await ReadAsync(rest));

        _vendor.Put(Path, Some(5_000_001, seed: 3));
        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.DownloadAsync(DropboxFiles.Download, Path, new() { Offset = 4_000_000, Expected = first.Facts }));
        Assert.Equal(ErrorKind.Conflict, error.Kind);
    }

    [Fact]
    public async Task DownloadAsync_FileIsKnownAlready_GivesNothing()
    {
        using var bench = await OpenAsync();

        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, Path, new() { IfNoneMatch = $"\"{_vendor.Files[Path].Rev}\"" });

        Assert.True(download.NotModified);
        Assert.Empty(await ReadAsync(download));
    }

    [Fact]
    public async Task DownloadAsync_EmptyFile_IsEmptyAndVerified()
    {
        _vendor.Put("/empty", []);
        using var bench = await OpenAsync();

        await using var download = await bench.Connector.DownloadAsync(DropboxFiles.Download, "/empty");

        Assert.Empty(await ReadAsync(download));
        Assert.True(download.IsVerified);
    }

    [Fact]
    public async Task DownloadAsync_NotThere_IsNotFound()
    {
        using var bench = await OpenAsync();

        Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.DownloadAsync(DropboxFiles.Download, "/gone"))).Kind);
    }

    internal static byte[] Some(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    internal static async Task<byte[]> ReadAsync(Download download)
    {
        var copy = new MemoryStream();
        await download.CopyToAsync(copy);
        return copy.ToArray();
    }

    private Task<Bench> OpenAsync() => Bench.OpenAsync(_vendor, definition: DropboxShape.Definition);
}

/// <summary>Progress that is noted at once.</summary>
internal sealed class Now(List<long> told) : IProgress<TransferProgress>
{
    public void Report(TransferProgress value) => told.Add(value.Bytes);
}

using Connectors.Core.Tests.Formats;
using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Shapes;

namespace Connectors.Core.Tests.Transfers;

/// <summary>Files that are written to Dropbox, and what can happen to them on the way. Counted by the vendor's ledger.</summary>
public sealed class UploadTests : IDisposable
{
    private const string Path = "/Prüfung/日本語/😀.bin";
    private const int Block = 4 << 20;
    private static readonly UploadOptions s_blocks = new() { ChunkSize = Block };
    private readonly DropboxVendor _vendor = new();
    private readonly byte[] _file = DownloadTests.Some((3 * Block) + 17);

    public static TheoryData<string> Sources { get; } = ["bytes", "seekable", "opened", "forward", "forward, length known"];

    public void Dispose() => _vendor.Dispose();

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task UploadAsync_LargeFile_GoesInPiecesOfTheProvidersSize(string kind)
    {
        using var bench = await OpenAsync();
        var told = new List<long>();

        var entry = await bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source(kind), s_blocks with { Progress = new Now(told) });

        Assert.Equal(_file, _vendor.Files[Path].Content);
        Assert.Equal(_vendor.Files[Path].Rev, entry.Rev);
        Assert.Equal(
            [("upload_session/start", 0L, 0), (Append, 0L, Block), (Append, Block, Block), (Append, 2L * Block, Block), (Append, 3L * Block, 17), ("upload_session/finish", _file.Length, 0)],
            _vendor.Ledger);
        Assert.Equal([Block, 2L * Block, 3L * Block, _file.Length, _file.Length], told);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Block)]
    public async Task UploadAsync_SmallFile_GoesInOneRequest(int length)
    {
        using var bench = await OpenAsync();

        var entry = await bench.Connector.UploadAsync(DropboxFiles.Upload, Path, UploadSource.From(new PieceStream(_file.AsMemory(0, length), () => 999)), s_blocks);

        Assert.Equal(length, entry.Size);
        Assert.Equal([("upload", 0L, length)], _vendor.Ledger);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task UploadAsync_AnswerOfAPieceIsLost_AsksAndDoesNotSendItTwice(string kind)
    {
        _vendor.Faults = (route, number) => route == Append && number == 2 ? Fault.LostAnswer : Fault.None;
        using var bench = await OpenAsync();

        await bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source(kind), s_blocks);

        Assert.Equal(_file, _vendor.Files[Path].Content);
        Assert.Equal([Block, Block, 0, Block, 17], Appended());
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public async Task UploadAsync_APieceIsLost_AsksAndSendsItOnceMore(string kind)
    {
        _vendor.Faults = (route, number) => route == Append && number == 2 ? Fault.LostRequest : Fault.None;
        using var bench = await OpenAsync();

        await bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source(kind), s_blocks);

        Assert.Equal(_file, _vendor.Files[Path].Content);
        Assert.Equal([Block, Block, 0, Block, Block, 17], Appended());
    }

    [Fact]
    public async Task UploadAsync_PieceIsRefusedByALimit_IsSentAgainWithoutAsking()
    {
        _vendor.Faults = (route, number) => route == Append && number == 2 ? Fault.Busy : Fault.None;
        using var bench = await OpenAsync();

        await bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source("forward"), s_blocks);

        Assert.Equal([Block, Block, Block, Block, 17], Appended());
        Assert.Equal(_file, _vendor.Files[Path].Content);
    }

    [Fact]
    public async Task UploadAsync_EveryPieceIsLost_EndsInATypedErrorAndCanGoOnLater()
    {
        UploadSession? kept = null;
        _vendor.Faults = (route, number) => route == Append && number > 2 && _vendor.Ledger[^1].Bytes > 0 ? Fault.LostRequest : Fault.None;
        using var bench = await OpenAsync();
        var settings = s_blocks with { MaxLostPieces = 2, SaveSession = (session, _) => Keep(session) };

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source("forward"), settings));
        _vendor.Faults = static (_, _) => Fault.None;
        _vendor.Ledger.Clear();
        await bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source("forward"), s_blocks with { Resume = UploadSession.Parse(kept!.Text) });

        Assert.Equal((ErrorKind.Transport, true), (error.Kind, error.IsTransient));
        Assert.Equal([(Append, 0L, 0), (Append, 2L * Block, Block), (Append, 3L * Block, 17), ("upload_session/finish", _file.Length, 0)], _vendor.Ledger);
        Assert.Equal(_file, _vendor.Files[Path].Content);
        Assert.Equal("***", kept.ToString());

        ValueTask Keep(UploadSession session)
        {
            kept = session;
            return default;
        }
    }

    [Theory]
    [InlineData("upload_session/finish", Block)]
    [InlineData("upload", 8 << 20)]
    public async Task UploadAsync_LastAnswerIsLost_IsMadeUpForByTheHashOfWhatIsThere(string route, int chunk)
    {
        _vendor.Faults = (at, _) => at == route ? Fault.LostAnswer : Fault.None;
        using var bench = await OpenAsync();

        var entry = await bench.Connector.UploadAsync(DropboxFiles.Upload, Path, UploadSource.From(_file.AsMemory(0, Block + 1)), new() { ChunkSize = chunk });

        Assert.Equal(_vendor.Files[Path].Rev, entry.Rev);
        Assert.Single(_vendor.Ledger, entry => entry.Route == route);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task UploadAsync_LastRequestIsLost_IsUnknownAndNeverSentAgain(bool otherIsThere)
    {
        if (otherIsThere)
        {
            _vendor.Put(Path, [1, 2, 3]);
        }

        _vendor.Faults = (route, _) => route == "upload_session/finish" ? Fault.LostRequest : Fault.None;
        using var bench = await OpenAsync();

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source("seekable"), s_blocks));

        Assert.Single(_vendor.Ledger, entry => entry.Route == "upload_session/finish");
    }

    [Fact]
    public async Task UploadAsync_SessionIsOver_SaysToBeginAnew()
    {
        using var bench = await OpenAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source("bytes"), s_blocks with { Resume = UploadSession.Parse("1~files.upload~Z29uZQ") }));

        Assert.Equal(ErrorKind.NotFound, error.Kind);
        Assert.Contains("anew", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UploadAsync_FileIsThereAlready_IsAConflict()
    {
        _vendor.Put(Path, [1]);
        using var bench = await OpenAsync();

        Assert.Equal(ErrorKind.Conflict, (await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source("bytes"), s_blocks))).Kind);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task UploadAsync_LengthIsNotTrue_IsRefusedBeforeAFileIsMadeOfIt(int off)
    {
        using var bench = await OpenAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() =>
            bench.Connector.UploadAsync(DropboxFiles.Upload, Path, UploadSource.From(new PieceStream(_file, () => 1 << 20), _file.Length + off), s_blocks));

        Assert.Equal(ErrorKind.Validation, error.Kind);
        Assert.Empty(_vendor.Files);
    }

    [Fact]
    public async Task UploadAsync_Cancelled_EndsAsACancellationAndTheSessionGoesOn()
    {
        using var bench = await OpenAsync();
        using var stop = new CancellationTokenSource();
        UploadSession? kept = null;
        _vendor.Faults = (route, number) =>
        {
            if (route == Append && number == 2)
            {
                stop.Cancel();
                return Fault.LostAnswer;
            }

            return Fault.None;
        };

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source("seekable"), s_blocks with
        {
            SaveSession = (session, _) =>
            {
                kept = session;
                return default;
            },
        }, cancellationToken: stop.Token));
        _vendor.Faults = static (_, _) => Fault.None;
        await bench.Connector.UploadAsync(DropboxFiles.Upload, Path, Source("seekable"), s_blocks with { Resume = kept });

        Assert.IsNotType<WriteCanceledException>(error);
        Assert.Equal(_file, _vendor.Files[Path].Content);
        Assert.Equal([Block, Block, 0, Block, 17], Appended());
    }

    [Fact]
    public async Task CancelUploadAsync_ProviderHasNoWay_SaysSo()
    {
        using var bench = await OpenAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CancelUploadAsync(DropboxFiles.Upload, Path, UploadSession.Parse("1~files.upload~Z29uZQ")));

        Assert.Equal(ErrorKind.NotSupported, error.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2~files.upload~Z29uZQ")]
    [InlineData("1~files.upload~!")]
    public void Parse_TextThatIsNoSession_IsRefused(string text) =>
        Assert.Equal(ErrorKind.Validation, Assert.Throws<ConnectorException>(() => UploadSession.Parse(text)).Kind);

    private const string Append = "upload_session/append_v2";

    private IEnumerable<int> Appended() => _vendor.Ledger.Where(entry => entry.Route == Append).Select(entry => entry.Bytes);

    private UploadSource Source(string kind) => kind switch
    {
        "bytes" => UploadSource.From(_file),
        "seekable" => UploadSource.From(new MemoryStream(_file)),
        "opened" => UploadSource.From(() => new PieceStream(_file, () => 1 << 20)),
        "forward" => UploadSource.From(new PieceStream(_file, () => 1 << 20)),
        _ => UploadSource.From(new PieceStream(_file, () => 1 << 20), _file.Length),
    };

    private Task<Bench> OpenAsync() => Bench.OpenAsync(_vendor, definition: DropboxShape.Definition);
}

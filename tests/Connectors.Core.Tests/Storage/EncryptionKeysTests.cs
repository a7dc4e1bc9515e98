using Connectors.Core.Tests.Testing;
using Connectors.Storage;

namespace Connectors.Core.Tests.Storage;

public sealed class EncryptionKeysTests : IDisposable
{
    private const string Old = "old MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n";
    private const string New = "new ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("connectors-keys-").FullName;

    [Theory]
    [InlineData("k1", "bm90IDMyIGJ5dGVz")]
    [InlineData("k1", "canary!! not base64 !!")]
    [InlineData("k1", "")]
    [InlineData("bad id", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    public void Fixed_KeyThatIsNotOne_IsAConfigurationErrorWithoutIt(string id, string value)
    {
        var exception = Assert.Throws<ConnectorException>(() => new FixedEncryptionKeys(id, [new(id, value)]));

        Assert.Equal(ErrorKind.Configuration, exception.Kind);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fixed_CurrentKeyMissing_IsAConfigurationError() =>
        Assert.Equal(ErrorKind.Configuration, Assert.Throws<ConnectorException>(() => new FixedEncryptionKeys("k2", [])).Kind);

    [Fact]
    public void ToString_OfAKey_ShowsItsIdOnly() => Assert.Equal("memory ***", new EphemeralEncryptionKeys().Current.ToString());

    [Fact]
    public void File_MissingFile_MakesOneForItsOwnerOnlyAndReadsItAgain()
    {
        var path = Path.Combine(_folder, "deep", "connectors.key");

        var first = new FileEncryptionKeys(path).Current;
        var second = new FileEncryptionKeys(path);

        Assert.Equal(first.Id, second.Current.Id);
        Assert.True(first.Bytes.SequenceEqual(second.Find(first.Id)!.Bytes));
        Assert.Null(second.Find("other"));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public async Task File_ManyMakersAtOnce_AllUseTheSameKey()
    {
        using var start = new Barrier(8);
        for (var round = 0; round < 50; round++)
        {
            var path = Path.Combine(_folder, $"{round}.key");

            var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return new FileEncryptionKeys(path).Current.Id;
                },
                default,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Single(ids.Distinct(StringComparer.Ordinal));
        }

        Assert.Equal(50, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void File_TwoKeys_FirstOneIsCurrentAndBothAreFound()
    {
        var path = Path.Combine(_folder, "connectors.key");
        File.WriteAllText(path, "# rotated in May\nnew ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=\nold MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=\n");

        var keys = new FileEncryptionKeys(path);

        Assert.Equal("new", keys.Current.Id);
        Assert.NotNull(keys.Find("old"));
    }

    [Fact]
    public void File_KeyPutOnTop_IsUsedWithinAMinuteWithoutARestart()
    {
        var (path, time) = (Path.Combine(_folder, "connectors.key"), new ManualTimeProvider());
        File.WriteAllText(path, Old);
        var keys = new FileEncryptionKeys(path, time);
        Assert.Equal("old", keys.Current.Id);

        File.WriteAllText(path, New + Old);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("old", keys.Current.Id);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("new", keys.Current.Id);
        Assert.NotNull(keys.Find("old"));
    }

    [Fact]
    public void File_KeyThatAnotherProcessUsesAlready_IsFoundAtOnce_AndAnUnknownOneIsLookedForOnceASecond()
    {
        var (path, time) = (Path.Combine(_folder, "connectors.key"), new ManualTimeProvider());
        File.WriteAllText(path, Old);
        var keys = new FileEncryptionKeys(path, time);
        Assert.Null(keys.Find("new"));

        File.WriteAllText(path, New + Old);
        Assert.Null(keys.Find("new"));
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotNull(keys.Find("new"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("new ZmVkY2JhOTg3Nj")]
    [InlineData(null)]
    public void File_DamagedOrGoneLater_LeavesTheKeysThatAreKnown_AndMakesNoOther(string? content)
    {
        var (path, time) = (Path.Combine(_folder, "connectors.key"), new ManualTimeProvider());
        File.WriteAllText(path, Old);
        var keys = new FileEncryptionKeys(path, time);
        Assert.Equal("old", keys.Current.Id);

        if (content is null)
        {
            File.Delete(path);
        }
        else
        {
            File.WriteAllText(path, content);
        }

        time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("old", keys.Current.Id);
        Assert.Equal(content is not null, File.Exists(path));
        File.WriteAllText(path, New + Old);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("new", keys.Current.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("canary")]
    [InlineData("k1 canary")]
    public void File_Damaged_IsAConfigurationErrorThatNamesTheFileOrKey(string content)
    {
        var path = Path.Combine(_folder, "connectors.key");
        File.WriteAllText(path, content);

        var exception = Assert.Throws<ConnectorException>(() => new FileEncryptionKeys(path).Current);

        Assert.Equal(ErrorKind.Configuration, exception.Kind);
        Assert.DoesNotContain("canary", exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

using Connectors.SignIn.Tests.Support;

namespace Connectors.SignIn.Tests.Browsers;

public sealed class PasteBrowserTests
{
    private const string Start = "https://vendor.test/authorize?client_id=x&state=s1";
    private const string End = "http://127.0.0.1/back";

    private readonly List<string> _shown = [];
    private readonly ManualTimeProvider _time = new();

    [Theory]
    [InlineData("http://127.0.0.1/back?code=c1&state=s1", "http://127.0.0.1/back?code=c1&state=s1")]
    [InlineData("  \"http://127.0.0.1:41017/back?code=c1&state=s1\"  ", "http://127.0.0.1/back?code=c1&state=s1")]
    [InlineData("?code=4%2F0A&state=s1&iss=https%3A%2F%2Fvendor.test", "http://127.0.0.1/back?code=4%2F0A&state=s1&iss=https%3A%2F%2Fvendor.test")]
    [InlineData("code=c1&state=s1", "http://127.0.0.1/back?code=c1&state=s1")]
    [InlineData("state=s1&code=c1", "http://127.0.0.1/back?state=s1&code=c1")]
    [InlineData("http://127.0.0.1/back?error=access_denied&state=s1", "http://127.0.0.1/back?error=access_denied&state=s1")]
    [InlineData("c1", "http://127.0.0.1/back?code=c1&state=s1")]
    [InlineData("4/0Ab+c=", "http://127.0.0.1/back?code=4%2F0Ab%2Bc%3D&state=s1")]
    [InlineData("4%2F0Ab%2Bc%3D", "http://127.0.0.1/back?code=4%2F0Ab%2Bc%3D&state=s1")]
    [InlineData("c1&state=evil", "http://127.0.0.1/back?code=c1%26state%3Devil&state=s1")]
    public async Task InvokeAsync_AddressOrCode_GivesTheAnswerWithTheState(string line, string expected)
    {
        var result = await BrowserOf(line).InvokeAsync(new(Start, End));

        Assert.Equal((BrowserResultType.Success, expected), (result.ResultType, result.Response));
        Assert.Contains(_shown, text => text.Contains(Start, StringComparison.Ordinal) && text.Contains(End, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://127.0.0.1/back?code=c9&state=another", "another sign-in")]
    [InlineData("http://127.0.0.1/back?code=c9", "another sign-in")]
    [InlineData("http://127.0.0.1/back?state=s1", "no code")]
    [InlineData("https://vendor.test/authorize", "no code")]
    [InlineData("http://127.0.0.1/back#code=c9&state=s1", "no code")]
    [InlineData("two words", "no address and no code")]
    public async Task InvokeAsync_NoAnswer_SaysWhyAndAsksAgain(string line, string why)
    {
        var result = await BrowserOf(line, "c1").InvokeAsync(new(Start, End));

        Assert.Equal("http://127.0.0.1/back?code=c1&state=s1", result.Response);
        Assert.Contains(_shown, text => text.Contains(why, StringComparison.Ordinal));
        Assert.DoesNotContain(_shown, text => text.Contains("c9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task InvokeAsync_CodeAloneWhereTheStateWasPushed_AsksForTheAddress()
    {
        var browser = BrowserOf("c1", "http://127.0.0.1/back?code=c1&state=unknown-here");

        var result = await browser.InvokeAsync(new("https://vendor.test/authorize?client_id=x&request_uri=urn:x", End));

        Assert.Equal("http://127.0.0.1/back?code=c1&state=unknown-here", result.Response);
        Assert.Contains(_shown, text => text.Contains("paste the whole address", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "Nothing was pasted")]
    [InlineData(null, "The input ended before anything was pasted")]
    public async Task InvokeAsync_EmptyLineOrNoInput_IsCancelled(string? line, string why)
    {
        var result = await BrowserOf(line is null ? [] : [line]).InvokeAsync(new(Start, End));

        Assert.Equal((BrowserResultType.UserCancel, why), (result.ResultType, result.ErrorDescription));
    }

    [Fact]
    public async Task InvokeAsync_NeverAnAnswer_GivesUp()
    {
        var result = await BrowserOf([.. Enumerable.Repeat("no answer", 50)]).InvokeAsync(new(Start, End));

        Assert.Equal((BrowserResultType.HttpError, "no_answer_pasted"), (result.ResultType, result.Error));
    }

    [Fact]
    public async Task InvokeAsync_NothingTypedInTime_TimesOut()
    {
        using var input = new SilentInput();
        var asking = new PasteBrowser(input, _shown.Add, _time).InvokeAsync(new(Start, End));
        await input.Asked.WaitAsync(Wire.Patience);

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(BrowserResultType.Timeout, (await asking.WaitAsync(Wire.Patience)).ResultType);
    }

    [Fact]
    public async Task InvokeAsync_Cancelled_LeavesTheInput()
    {
        using var input = new SilentInput();
        using var cancel = new CancellationTokenSource();
        var asking = new PasteBrowser(input, _shown.Add, _time).InvokeAsync(new(Start, End), cancel.Token);
        await input.Asked.WaitAsync(Wire.Patience);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Wire.Patience));
    }

    private PasteBrowser BrowserOf(params string[] lines) => new(new StringReader(string.Join('\n', lines) + (lines.Length > 0 ? "\n" : "")), _shown.Add, _time);

    /// <summary>A console at which nobody types.</summary>
    private sealed class SilentInput : TextReader
    {
        private readonly ManualResetEventSlim _end = new();
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Asked => _asked.Task;

        public override string? ReadLine()
        {
            _asked.TrySetResult();
            _end.Wait(Wire.Patience);
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _end.Set();
            base.Dispose(disposing);
        }
    }
}

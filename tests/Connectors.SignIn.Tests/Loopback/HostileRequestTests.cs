using System.Net.Sockets;
using System.Text;
using Connectors.SignIn.Tests.Support;

namespace Connectors.SignIn.Tests.Loopback;

/// <summary>Whatever else comes to the port is refused, and the sign-in goes on waiting.</summary>
public sealed class HostileRequestTests
{
    [Theory]
    [InlineData("GET", "/favicon.ico", null, 404)]
    [InlineData("GET", "/other?code=x&state=state-canary", null, 404)]
    [InlineData("GET", "//?code=x&state=state-canary", null, 404)]
    [InlineData("GET", "/%2e/?code=x&state=state-canary", null, 404)]
    [InlineData("POST", "/?code=x&state=state-canary", null, 405)]
    [InlineData("HEAD", "/?code=x&state=state-canary", null, 405)]
    [InlineData("OPTIONS", "/?code=x&state=state-canary", null, 405)]
    [InlineData("GET", "/", null, 400)]
    [InlineData("GET", "/?state=state-canary", null, 400)]
    [InlineData("GET", "/?code=&state=state-canary", null, 400)]
    [InlineData("GET", "/?code=x", null, 400)]
    [InlineData("GET", "/?code=x&state=another", null, 400)]
    [InlineData("GET", "/?code=x&state=state-canary&state=state-canary", null, 400)]
    [InlineData("GET", "/?error=access_denied&state=another", null, 400)]
    [InlineData("GET", "/?code=x&state=state-canary", "evil.example", 400)]
    [InlineData("GET", "/?code=x&state=state-canary", "127.0.0.1:1", 400)]
    [InlineData("GET", "http://127.0.0.1/?code=x&state=state-canary", null, 400)]
    public async Task InvokeAsync_StrayRequest_IsRefusedAndTheAnswerStillCounts(string method, string target, string? host, int status)
    {
        using var waiting = Waiting.For();

        var refused = await Wire.GetAsync(waiting.Address, target, method, host);
        var page = await waiting.GetAsync(Waiting.Answer);

        Assert.Equal((status, 200), (Wire.StatusOf(refused), Wire.StatusOf(page)));
        Assert.Contains(Waiting.Code, (await waiting.EndAsync()).Response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r\n\r\n", 400)]
    [InlineData("GET /?code=x&state=state-canary HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /?code=x&state=state-canary HTTP/2.0\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET  /?code=x HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET /?code=\u0001 HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001 a TLS hello \r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    public async Task InvokeAsync_NoHttp_IsRefusedAndTheAnswerStillCounts(string text, int status)
    {
        using var waiting = Waiting.For();

        var refused = await Wire.SendAsync(waiting.Address, text);
        await waiting.GetAsync(Waiting.Answer);

        Assert.Equal(status, Wire.StatusOf(refused));
        Assert.Equal(BrowserResultType.Success, (await waiting.EndAsync()).ResultType);
    }

    [Fact]
    public async Task InvokeAsync_TooLarge_IsRefusedAndTheAnswerStillCounts()
    {
        using var waiting = Waiting.For();

        var target = await waiting.GetAsync("/?code=" + new string('x', 17 << 10));
        var head = await Wire.SendAsync(waiting.Address, "GET / HTTP/1.1\r\nCookie: " + new string('x', (64 << 10) - 24));
        var endless = await Wire.SendAsync(waiting.Address, new string('x', 1 << 20));
        await waiting.GetAsync(Waiting.Answer);

        // What is sent on after the refusal may make the system drop it: then nothing came back, which is as good.
        Assert.Equal((414, 431), (Wire.StatusOf(target), Wire.StatusOf(head)));
        Assert.Contains(Wire.StatusOf(endless), new[] { 431, 0 });
        Assert.Equal(BrowserResultType.Success, (await waiting.EndAsync()).ResultType);
    }

    [Fact]
    public async Task InvokeAsync_ManyAnswersTogether_TakesOne()
    {
        using var waiting = Waiting.For();

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                return (number, page: await waiting.GetAsync($"/?code=code{number}&state={Waiting.State}"));
            }
            catch (SocketException)
            {
                return (number, page: ""); // closed before it came: the sign-in was over
            }
        }));
        var result = await waiting.EndAsync();

        var (taken, _) = Assert.Single(pages, page => Wire.StatusOf(page.page) == 200);
        Assert.Contains($"code=code{taken}&", result.Response, StringComparison.Ordinal);
        Assert.All(pages, page => Assert.Contains(Wire.StatusOf(page.page), new[] { 200, 409, 0 }));
    }

    [Fact]
    public async Task InvokeAsync_SlowConnections_AreDroppedAndTheAnswerGetsThrough()
    {
        using var waiting = Waiting.For();
        List<Socket> slow = [];
        for (var i = 0; i < LoopbackServer.MaxOpen; i++)
        {
            slow.Add(await Wire.ConnectAsync(waiting.Address));
            await slow[^1].SendAsync("GET /?co"u8.ToArray());
        }

        await waiting.UntilTimersAsync(1 + LoopbackServer.MaxOpen);
        var page = waiting.GetAsync(Waiting.Answer);
        waiting.Time.Advance(LoopbackServer.Patience);

        Assert.Equal(200, Wire.StatusOf(await page));
        Assert.Equal(BrowserResultType.Success, (await waiting.EndAsync()).ResultType);
        Assert.All(await Task.WhenAll(slow.Select(Wire.ReadAsync)), Assert.Empty);
        slow.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task InvokeAsync_Flood_EndsTheSignIn()
    {
        using var waiting = Waiting.For();

        for (var i = 0; i < LoopbackServer.MaxConnections; i++)
        {
            Assert.Equal(404, Wire.StatusOf(await waiting.GetAsync("/flood")));
        }

        using var last = await Wire.ConnectAsync(waiting.Address);
        var result = await waiting.EndAsync();

        Assert.Equal((BrowserResultType.HttpError, "too_many_requests"), (result.ResultType, result.Error));
        Assert.True(await Wire.IsClosedAsync(waiting.Address));
    }

    [Fact]
    public async Task InvokeAsync_AnswerInPieces_IsTaken()
    {
        using var waiting = Waiting.For();
        using var socket = await Wire.ConnectAsync(waiting.Address);
        socket.NoDelay = true;

        foreach (var piece in $"GET {Waiting.Answer} HTTP/1.1\r\nHost: {waiting.Address.Authority}\r\n\r\n".Chunk(7))
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(piece));
        }

        Assert.Equal(200, Wire.StatusOf(await Wire.ReadAsync(socket)));
        Assert.Contains(Waiting.Code, (await waiting.EndAsync()).Response, StringComparison.Ordinal);
    }
}

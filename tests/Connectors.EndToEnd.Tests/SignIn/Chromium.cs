using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.EndToEnd.SignIn;

/// <summary>A real browser with nobody in front of it, opened at an address as the operating system would, and driven by the DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private const string Require = "CONNECTORS_REQUIRE_CHROMIUM";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);
    private static readonly string? s_program = Find();

    private readonly CancellationTokenSource _late = new(s_patience);
    private readonly ClientWebSocket _page = new();
    private readonly string _profile;
    private readonly Process _process;
    private int _sent;

    private Chromium(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>Says why there is no browser, and what brings it; null when there is one, or must be.</summary>
    public static string? WhyNot() => Environment.GetEnvironmentVariable(Require) == "1" ? null : Missing();

    /// <summary>Opens a browser with a profile of its own.</summary>
    public static async Task<Chromium> OpenAsync(Uri address)
    {
        Assert.True(Missing() is null, Missing());
        var profile = Directory.CreateTempSubdirectory("connectors-chromium-").FullName;
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--no-proxy-server",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--remote-debugging-port=0", $"--user-data-dir={profile}", address.AbsoluteUri,
        ];
        var process = Process.Start(new ProcessStartInfo(s_program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        var browser = new Chromium(process, profile);
        await browser.ConnectAsync();
        return browser;
    }

    /// <summary>Clicks as soon as there is something to click on.</summary>
    public Task ClickAsync(string selector) => UntilAsync($"(() => {{ const it = document.querySelector({JsonSerializer.Serialize(selector)}); it?.click(); return it ? 'clicked' : ''; }})()", "clicked");

    /// <summary>Waits until the page shows a text, and gives all its text and its address.</summary>
    public Task<string> ReadAsync(string text) => UntilAsync("(document.body?.innerText ?? '') + '\\n' + location.href", text);

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _late.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child that ends a moment later still writes there; it lies in the temporary folder.
        }
    }

    private static string? Missing() => s_program is null
        ? "There is no Chromium on the PATH: apt-get install --no-install-recommends chromium (Debian), or put chromium, chromium-browser or google-chrome there"
        : null;

    private static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <summary>The browser writes its port into its profile; there it lists its pages.</summary>
    private async Task ConnectAsync()
    {
        var file = Path.Combine(_profile, "DevToolsActivePort");
        string[] lines;
        while ((lines = File.Exists(file) ? await File.ReadAllLinesAsync(file, _late.Token) : []).Length < 2)
        {
            Assert.False(_process.HasExited, "Chromium ended at once.");
            await Task.Delay(20, _late.Token);
        }

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        JsonNode? page;
        do
        {
            var pages = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{lines[0]}/json/list"), _late.Token))!.AsArray();
            page = pages.FirstOrDefault(page => (string?)page!["type"] == "page");
            await Task.Delay(20, _late.Token);
        }
        while (page is null);

        _page.Options.Proxy = null;
        await _page.ConnectAsync(new((string)page["webSocketDebuggerUrl"]!), _late.Token);
    }

    /// <summary>Asks again until the answer holds the text: while a page is left for the next one, there is none.</summary>
    private async Task<string> UntilAsync(string expression, string text)
    {
        var seen = "";
        try
        {
            while (!seen.Contains(text, StringComparison.Ordinal))
            {
                await Task.Delay(20, _late.Token);
                seen = await EvaluateAsync(expression) ?? "";
            }

            return seen;
        }
        catch (OperationCanceledException error)
        {
            throw new TimeoutException($"The browser never showed '{text}', but: {seen}", error);
        }
    }

    private async Task<string?> EvaluateAsync(string expression)
    {
        var id = ++_sent;
        var call = new JsonObject { ["id"] = id, ["method"] = "Runtime.evaluate", ["params"] = new JsonObject { ["expression"] = expression, ["userGesture"] = true } };
        await _page.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, endOfMessage: true, _late.Token);
        while (true)
        {
            var answer = JsonNode.Parse(await ReceiveAsync())!;
            if ((int?)answer["id"] == id)
            {
                return (string?)answer["result"]?["result"]?["value"];
            }
        }
    }

    private async Task<byte[]> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 << 10];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _page.ReceiveAsync(buffer.AsMemory(), _late.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);

        return message.ToArray();
    }
}

/// <summary>A test in a real browser; without one it is reported as skipped, or fails when CONNECTORS_REQUIRE_CHROMIUM is 1.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.WhyNot();

    /// <summary>Whether it needs the way in which Linux opens a browser.</summary>
    public bool IsForLinux
    {
        get;
        init => Skip ??= (field = value) && !OperatingSystem.IsLinux() ? "Linux only: it stands in for xdg-open." : null;
    }
}

/// <inheritdoc cref="ChromiumFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = Chromium.WhyNot();
}

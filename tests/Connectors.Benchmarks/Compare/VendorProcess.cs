using System.Diagnostics;
using System.Globalization;

namespace Connectors.Benchmarks.Compare;

/// <summary>The server in a process of its own: <c>serve pages latency</c> prints its address and ends with its standard input.</summary>
internal sealed class VendorProcess : IDisposable
{
    private readonly Process _process;

    private VendorProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Gets the processor time that the server has used.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<VendorProcess> StartAsync(int pages, TimeSpan latency)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("serve");
        start.ArgumentList.Add(pages.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        var process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended before it told its address.");
        return new(process, new(line));
    }

    /// <summary>Plays the vendor until standard input ends.</summary>
    public static async Task ServeAsync(int pages, TimeSpan latency)
    {
        var contacts = new ContactPages(pages);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            if (latency > TimeSpan.Zero)
            {
                await Task.Delay(latency, context.RequestAborted);
            }

            var page = contacts.Get(context.Request.Query["after"]);
            context.Response.ContentType = "application/json;charset=utf-8";
            context.Response.ContentLength = page.Length;
            await context.Response.Body.WriteAsync(page, context.RequestAborted);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

using System.Diagnostics;
using System.Globalization;
using Connectors.Proofs.Shell;
using Connectors.Simulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Proofs.Limits;

/// <summary>A vendor in a process of its own with two limits, a fixed and a sliding window, and a ledger for each.</summary>
internal sealed class SharedVendor : Simulator
{
    public const string Command = "limits-vendor";
    public const string Name = "limited";
    public static readonly string[] Groups = ["fixed", "sliding"];

    private readonly Lock _lock = new();
    private readonly int _permits;
    private readonly TimeSpan _span;
    private VendorLimit[] _limits = [];
    private List<long>[] _passed = [];
    private long _started;
    private int _refused;

    private SharedVendor(int permits, TimeSpan span)
    {
        (_permits, _span) = (permits, span);
        Start();
    }

    public override string Provider => Name;

    public override IReadOnlyList<string> Hosts => ["limited.test"];

    /// <summary>Runs the vendor, and does what the parent asks on standard input until that ends: <c>start</c> begins a ledger, <c>report</c> tells of it.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await using var host = SimulatorHost.Create(new SharedVendor(int.Parse(arguments[1], CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(int.Parse(arguments[2], CultureInfo.InvariantCulture))));
        await host.StartAsync(cancellationToken: cancellationToken);
        var vendor = host.Get<SharedVendor>();
        await output.WriteLineAsync(host.AddressOf(Name).ToString());
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            await output.WriteLineAsync(line.Split(' ') is ["report", var seconds] ? vendor.Report(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)).Ticks) : vendor.Start());
        }

        return CommandLine.Holds;
    }

    protected override void Map(IEndpointRouteBuilder routes)
    {
        for (var index = 0; index < Groups.Length; index++)
        {
            var limit = index;
            routes.MapGet($"/{Groups[index]}", context =>
            {
                var wait = Receive(limit);
                if (wait is not null)
                {
                    context.Response.Headers.RetryAfter = wait.Value.ToString(CultureInfo.InvariantCulture);
                }

                return Answer.JsonAsync(context, wait is null ? StatusCodes.Status200OK : StatusCodes.Status429TooManyRequests, new { ok = wait is null });
            });
        }
    }

    protected override void Populate(SeededRandom random)
    {
    }

    protected override Task WriteErrorAsync(HttpContext context, int status) => Answer.JsonAsync(context, status, new { message = "no" });

    private string Start()
    {
        lock (_lock)
        {
            _limits =
            [
                new FixedWindow { Permits = _permits, Span = _span.Ticks, Phase = -_span.Ticks / 3 },
                new SlidingWindow { Permits = _permits, Span = _span.Ticks },
            ];
            _passed = [[], []];
            (_refused, _started) = (0, Stopwatch.GetTimestamp());
            return "started";
        }
    }

    /// <summary>Takes a call; gives the seconds to wait when it is refused.</summary>
    private long? Receive(int limit)
    {
        lock (_lock)
        {
            var now = Stopwatch.GetElapsedTime(_started).Ticks;
            if (_limits[limit].Admits(now, 1))
            {
                _limits[limit].Count(now, 1);
                _passed[limit].Add(now);
                return null;
            }

            _refused++;
            return ((_limits[limit].NextAt(now, 1) - now) / TimeSpan.TicksPerSecond) + 1;
        }
    }

    /// <summary>Tells what was used of each limit, without its first and last window; what passed, what was refused.</summary>
    private string Report(long end)
    {
        lock (_lock)
        {
            var used = _limits.Select((limit, index) =>
            {
                var (from, to) = limit.Measured(end);
                return to <= from ? 0 : _passed[index].Count(at => at >= from && at < to) / limit.Legal(from, to);
            }).ToList();
            return string.Create(CultureInfo.InvariantCulture, $"{used[0]:0.0000} {used[1]:0.0000} {_passed.Sum(passed => passed.Count)} {_refused}");
        }
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using Connectors.Proofs.Shell;
using Connectors.Simulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Proofs.Storm;

/// <summary>A provider in a process of its own: refresh tokens are rotated, a spent one that comes again ends the grant, and the ledger counts.</summary>
internal sealed class StormVendor : Simulator
{
    public const string Command = "storm-vendor";
    public const string ProcessHeader = "X-Process";

    private const string ClientId = "storm";
    private static readonly TimeSpan s_slow = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<string, string> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _first = new(StringComparer.Ordinal);

    public StormVendor()
    {
        OAuth = new(this, "account", new() { RotateRefreshTokens = true, DetectRefreshReuse = true });
        OAuth.Register(new(ClientId, ClientId));
    }

    public override string Provider => "storm";

    public override IReadOnlyList<string> Hosts => ["storm.test"];

    private OAuthServer OAuth { get; }

    /// <summary>Runs the provider, and does what the parent asks on standard input until that ends.</summary>
    public static async Task<int> RunAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await using var host = SimulatorHost.Create(new StormVendor());
        await host.StartAsync(cancellationToken: cancellationToken);
        var vendor = host.Get<StormVendor>();
        await output.WriteLineAsync(host.AddressOf("storm").ToString());
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ');
            await output.WriteLineAsync(words[0] switch
            {
                "issue" => vendor.Issue(words[1], TimeSpan.FromMilliseconds(double.Parse(words[2], CultureInfo.InvariantCulture))),
                "reject" => vendor.Reject(words[1]),
                _ => vendor.Report(words[1]),
            });
        }

        return CommandLine.Holds;
    }

    protected override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/token", async context =>
        {
            // So slow that every process that would renew is there before the first one has its answer.
            await Task.Delay(s_slow, context.RequestAborted);
            await OAuth.TokenAsync(context);
        });
        routes.MapGet("/me", context =>
        {
            var token = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
            var standing = OAuth.Check(token, out var grant, out _);
            Ledger.Tag(context, "process", context.Request.Headers[ProcessHeader].ToString());
            Ledger.Tag(context, "tenant", grant is null ? "" : _tenants[grant.Id]);
            Ledger.Tag(context, "token", _first.ContainsKey(token) ? "first" : "later");
            return standing == TokenStanding.Valid ? Answer.JsonAsync(context, StatusCodes.Status200OK, new { ok = true }) : WriteErrorAsync(context, StatusCodes.Status401Unauthorized);
        });
    }

    protected override void Populate(SeededRandom random)
    {
    }

    protected override Task WriteErrorAsync(HttpContext context, int status) => Answer.JsonAsync(context, status, new { message = "no" });

    private string Issue(string tenant, TimeSpan life)
    {
        OAuth.Options.AccessTokenLifetime = life;
        var issue = OAuth.Issue(ClientId, null, "all");
        OAuth.Options.AccessTokenLifetime = TimeSpan.FromHours(1);
        _tenants[issue.Grant.Id] = tenant;
        _first[issue.Access.Value] = tenant;
        return string.Create(CultureInfo.InvariantCulture, $"{issue.Access.Value} {issue.Refresh!.Value} {issue.Access.ExpiresAt!.Value.ToUnixTimeMilliseconds()}");
    }

    private string Reject(string tenant) => OAuth.Revoke(_first.Single(first => first.Value == tenant).Key) ? "rejected" : "unknown";

    /// <summary>Tells of one tenant: good answers, processes that used the first token and then a later one; and of all: renewals, token requests.</summary>
    private string Report(string tenant)
    {
        var entries = Ledger.Entries();
        var calls = entries.Where(entry => entry.Tags.GetValueOrDefault("tenant") == tenant).ToList();
        var saw = calls.GroupBy(call => call.Tags["process"]).Count(process =>
            process.Any(call => call is { Status: 200 } && call.Tags["token"] == "first") && process.Any(call => call is { Status: 200 } && call.Tags["token"] == "later"));
        var warm = calls.Where(call => call is { Status: 200 } && call.Tags["token"] == "first").Select(call => call.Tags["process"]).Distinct().Count();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{calls.Count(call => call.Status == 200)} {saw} {warm} {Ledger.Renewals} {entries.Count(entry => entry.Path == "/token")}");
    }
}

/// <summary>What the provider's ledger tells.</summary>
internal sealed record StormReport(long Calls, int SawExpiry, int Warm, long Renewals, long TokenRequests)
{
    public static StormReport Parse(string line)
    {
        var numbers = line.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return new(numbers[0], (int)numbers[1], (int)numbers[2], numbers[3], numbers[4]);
    }
}

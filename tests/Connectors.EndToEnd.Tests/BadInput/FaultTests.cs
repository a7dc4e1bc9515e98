using System.Text;
using Connectors.EndToEnd.Support;
using Connectors.Simulators;
using Connectors.Simulators.BambooHR;
using Connectors.Simulators.Greenhouse;
using Connectors.Simulators.HubSpot;
using Connectors.Simulators.Slack;
using Connectors.Slack;

namespace Connectors.EndToEnd.BadInput;

/// <summary>What a vendor can get wrong, at each vendor: the typed error, and nothing secret in it.</summary>
public class FaultTests
{
    private static readonly (string Provider, string Path, string Endpoint, string? RequestId)[] s_lists =
    [
        ("hubspot", "/crm/objects/2026-09/contacts", "contacts.list", "body"),
        ("bamboohr", "/api/v1/employees", "employees.list", null),
        ("greenhouse", "/v3/candidates", "candidates.list", null),
        ("slack", "/api/users.list", "users.list", null),
    ];

    private static readonly (string Fault, Action<FaultRule> Play, ErrorKind Kind, int? Status, Advice Advice)[] s_faults =
    [
        ("malformed", rule => rule.MalformedJson(), ErrorKind.Protocol, 200, Advice.Investigate),
        ("html", rule => rule.Html(), ErrorKind.Protocol, 200, Advice.Investigate),
        ("html 502", rule => rule.Html(502), ErrorKind.Unavailable, 502, Advice.RetryLater),
        ("empty", rule => rule.Empty(), ErrorKind.Protocol, 200, Advice.Investigate),
        ("huge error", rule => rule.HugeError(), ErrorKind.Remote, 500, Advice.Investigate),
        ("huge refusal", rule => rule.HugeError(400), ErrorKind.Validation, 400, Advice.FixInput),
        ("truncated", rule => rule.Truncate(), ErrorKind.Transport, null, Advice.RetryLater),
        ("reset", rule => rule.Reset(), ErrorKind.Transport, null, Advice.RetryLater),
        ("stalled", rule => rule.Stall(), ErrorKind.Timeout, null, Advice.RetryLater),
        ("out of service", rule => rule.Status(503), ErrorKind.Unavailable, 503, Advice.RetryLater),
        ("not found", rule => rule.Status(404), ErrorKind.NotFound, 404, Advice.Investigate),
        ("forbidden", rule => rule.Status(403), ErrorKind.Permission, 403, Advice.GrantAccess),
        ("unauthorized", rule => rule.Status(401), ErrorKind.Authorization, 401, Advice.Reconnect),
        ("conflict", rule => rule.Status(409), ErrorKind.Conflict, 409, Advice.RefreshAndRetry),
    ];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var list in s_lists)
        {
            foreach (var fault in s_faults)
            {
                cases.Add(list.Provider, fault.Fault);
            }
        }

        return cases;
    }

    public static TheoryData<string> Providers() => [.. s_lists.Select(list => list.Provider)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ListAsync_FaultThatStays_IsTheTypedError(string provider, string fault)
    {
        await using var world = World.Create(options: options => options.BodyIdleTimeout = TimeSpan.FromSeconds(15));
        var (connector, list) = (await world.OpenAsync(provider), s_lists.Single(one => one.Provider == provider));
        var expected = s_faults.Single(one => one.Fault == fault);
        expected.Play(Of(world, provider).Faults.Next(null, list.Path).Always());

        var listing = Assert.ThrowsAnyAsync<ConnectorException>(() => ListAsync(connector));
        var error = fault == "stalled" ? await world.Clock.RunAsync(listing) : await listing;

        Assert.Equal((expected.Kind, expected.Status, expected.Advice), (error.Kind, error.StatusCode, error.Advice));
        Assert.Equal((provider, connector.Key, list.Endpoint), (error.Provider, error.Connection, error.Endpoint));
        Assert.Contains($"provider {provider}, connection {provider}/acme/default, endpoint {list.Endpoint}", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 1000);
        if (list.RequestId is not null && expected.Status >= 400 && !fault.StartsWith("huge", StringComparison.Ordinal) && !fault.StartsWith("html", StringComparison.Ordinal))
        {
            Assert.Contains($"request id {error.RequestId}", error.Message, StringComparison.Ordinal);
        }

        HoldsNoSecret(world, error);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ListAsync_FaultThatPasses_IsTriedAgainWhereThatIsSafe(string provider, string fault)
    {
        await using var world = World.Create(options: options => options.BodyIdleTimeout = TimeSpan.FromSeconds(15));
        var (connector, list) = (await world.OpenAsync(provider), s_lists.Single(one => one.Provider == provider));
        var expected = s_faults.Single(one => one.Fault == fault);
        expected.Play(Of(world, provider).Faults.Next(null, list.Path).Times(fault == "unauthorized" ? 1 : 2));

        var listing = ListAsync(connector);
        var ended = fault == "stalled" ? world.Clock.RunAsync(listing) : listing;

        if (fault is "html" or "huge refusal" or "not found" or "forbidden" or "conflict" || (fault == "unauthorized" && provider != "greenhouse"))
        {
            Assert.Equal(expected.Kind, (await Assert.ThrowsAnyAsync<ConnectorException>(() => ended)).Kind);
        }
        else
        {
            Assert.Equal(40, await ended);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task ListAsync_CursorThatRepeats_IsAnIncompleteList(string provider)
    {
        await using var world = World.Create(options: options => options.BodyIdleTimeout = TimeSpan.FromSeconds(15));
        var (connector, list) = (await world.OpenAsync(provider), s_lists.Single(one => one.Provider == provider));
        Of(world, provider).Faults.Next(null, list.Path).Always().RepeatCursor();

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => ListAsync(connector));

        Assert.Equal((ErrorKind.Incomplete, Advice.RetryLater, list.Endpoint, connector.Key), (error.Kind, error.Advice, error.Endpoint, error.Connection));
        Assert.InRange(error.Pages, 1, 3);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task ListAsync_LateAndSkewedClock_HoldsAll(string provider)
    {
        await using var world = World.Create();
        var (connector, list) = (await world.OpenAsync(provider), s_lists.Single(one => one.Provider == provider));
        Of(world, provider).Faults.ClockSkew = TimeSpan.FromHours(-3);
        Of(world, provider).Faults.Next(null, list.Path).Status(429).SkewClock(TimeSpan.FromDays(1));

        Assert.Equal(40, await ListAsync(connector));
    }

    [Fact]
    public async Task ListAsync_CancelledInTheMiddle_EndsAtOnce()
    {
        await using var world = World.Create(vendors => vendors.Contacts = 100);
        var crm = await world.OpenAsync("hubspot");
        world.HubSpot.Faults.Next(HttpMethod.Get, "/crm").OnNth(3).Always().Delay(TimeSpan.FromHours(1));
        using var stop = new CancellationTokenSource();
        var seen = 0;

        var listing = Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in crm.ListAsync<Contact>().AsPages(pageSize: 10, cancellationToken: stop.Token))
            {
                if (++seen == 2)
                {
                    stop.CancelAfter(TimeSpan.FromMilliseconds(50));
                }
            }
        });
        var error = await listing.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((2, stop.Token), (seen, error.CancellationToken));
    }

    [Fact]
    public async Task CreateAsync_CancelledOnItsWay_SaysThatItMayBeDone()
    {
        await using var world = World.Create();
        var crm = await world.OpenAsync("hubspot");
        world.HubSpot.Faults.Next(HttpMethod.Post, "/crm").Delay(TimeSpan.FromHours(1));
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        var error = await Assert.ThrowsAsync<WriteCanceledException>(() => crm.CreateAsync(new Contact { FirstName = "Ada" }, cancellationToken: stop.Token)).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((ErrorKind.OutcomeUnknown, "contacts.create"), (error.Facts.Kind, error.Facts.Endpoint));
    }

    internal static Simulator Of(World world, string provider) => world.Vendors.Simulators.Single(simulator => simulator.Provider == provider);

    internal static void HoldsNoSecret(World world, Exception error)
    {
        var text = error.ToString();
        string[] secrets =
        [
            HubSpotSimulator.DemoToken, HubSpotSimulator.DemoClientSecret, BambooHRSimulator.DemoKey, BambooHRSimulator.DemoClientSecret, Convert.ToBase64String(Encoding.UTF8.GetBytes(BambooHRSimulator.DemoKey + ":x")),
            GreenhouseSimulator.DemoClientSecret, GreenhouseSimulator.DemoPartnerClientSecret, SlackSimulator.DemoToken, SlackSimulator.DemoClientSecret,
            "eyJhbGciOiJSUzI1NiJ9", "xoxb-", "xoxe", "na1-", "Bearer ey",
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
    }

    private static async Task<int> ListAsync(IConnector connector) => connector.Key.Provider switch
    {
        "hubspot" => (await connector.ListAsync<Contact>().AllAsync()).Count,
        "bamboohr" => (await connector.ListAsync<Employee>().AllAsync()).Count,
        "greenhouse" => (await connector.ListAsync<Candidate>().AllAsync()).Count,
        _ => (await connector.ListAsync(SlackEndpoints.Users).AllAsync()).Count,
    };
}

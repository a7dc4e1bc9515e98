using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Tests.Http;

/// <summary>An outage is not multiplied by those who wait for its end.</summary>
public sealed class RetryBudgetTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    [Fact]
    public void TryTake_FewCalls_GivesTheFloor()
    {
        var budget = new RetryBudget(share: 0.5, floor: 2, Second);

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => budget.TryTake(5 * Second)));
    }

    [Fact]
    public void TryTake_ManyCalls_GivesTheShareOfTheLastTenSeconds()
    {
        var budget = new RetryBudget(share: 0.2, floor: 0, Second);
        for (var call = 0; call < 100; call++)
        {
            budget.Count(call * Second / 10);
        }

        Assert.Equal(20, Enumerable.Range(0, 50).Count(_ => budget.TryTake((10 * Second) - 1)));
        Assert.False(budget.TryTake(14 * Second));
        Assert.False(budget.TryTake(60 * Second));
    }

    [Fact]
    public void TryTake_TenSecondsLater_IsNewAgain()
    {
        var budget = new RetryBudget(share: 0, floor: 1, Second);

        Assert.Equal([true, false, false, true], new[] { 3, 4, 12, 13 }.Select(second => budget.TryTake(second * Second)));
    }

    [Fact]
    public async Task CallAsync_ProviderThatIsDown_IsAskedAgainOnlyAsOftenAsTheBudgetAllows()
    {
        var wire = new FakeWire().Then(HttpStatusCode.ServiceUnavailable);
        using var bench = await Bench.OpenAsync(wire, options => (options.RetryBudget, options.RetryBudgetFloor, options.UseCircuitBreaker) = (0.5, 5, false), builder => builder.Services.AddSingleton<TimeProvider>(new HeldClock()));
        var messages = new List<string>();

        for (var call = 0; call < 20; call++)
        {
            messages.Add((await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"))).Message);
        }

        Assert.Equal(20 + 5 + 10, wire.Requests.Count);
        Assert.Contains("too many calls", messages[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_LimitThatIsUsedUp_TakesNothingFromTheBudget()
    {
        var wire = new FakeWire();
        for (var refusal = 0; refusal < 3; refusal++)
        {
            wire.Then(HttpStatusCode.TooManyRequests, adorn: static response => response.Headers.TryAddWithoutValidation("Retry-After", "0"));
        }

        wire.Then(HttpStatusCode.OK, """{"id":"1"}""");
        using var bench = await Bench.OpenAsync(wire, options => (options.RetryBudget, options.RetryBudgetFloor) = (0, 0));

        Assert.Equal("1", (await bench.Connector.CallAsync(Acme.Widget, "1")).Id);
    }

    [Fact]
    public async Task CallAsync_SameChance_PausesAlike()
    {
        Assert.Equal(await PausesAsync(0.3), await PausesAsync(0.3));
        Assert.NotEqual(await PausesAsync(0.3), await PausesAsync(0.9));
    }

    private static async Task<IReadOnlyList<string>> PausesAsync(double chance)
    {
        using var log = new ListLogger();
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.ServiceUnavailable), build: builder =>
        {
            builder.Services.AddSingleton<ILoggerFactory>(log);
            builder.Services.AddSingleton(new RetryJitter(() => chance));
        });
        await Assert.ThrowsAsync<ConnectorException>(() => bench.Connector.CallAsync(Acme.Widget, "1"));
        return [.. log.Entries.Where(static entry => entry.Id == 1000).Select(static entry => entry.Text)];
    }

    /// <summary>The clock stands, timers run: all calls fall into one window.</summary>
    private sealed class HeldClock : TimeProvider
    {
        private readonly long _now = System.GetTimestamp();

        public override long GetTimestamp() => _now;
    }
}

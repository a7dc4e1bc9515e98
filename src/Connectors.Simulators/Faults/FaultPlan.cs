using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>Faults on demand: which requests meet which fault. <c>simulator.Faults.Next(HttpMethod.Get, "/crm").Status(503)</c>.</summary>
/// <remarks>Safe for concurrent use. Rules are asked in the order they were added; a request may meet several.</remarks>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];
    private SeededRandom _random = new(1, "faults");

    internal FaultPlan()
    {
    }

    /// <summary>Gets or sets by how much the simulator's Date header is wrong.</summary>
    /// <value>The default is zero.</value>
    public TimeSpan ClockSkew { get; set; }

    /// <summary>Plans a fault for the next request of a method and path; <see cref="FaultRule.Times"/> and others widen it.</summary>
    /// <param name="method">The method, or null for any.</param>
    /// <param name="path">How the path begins; <c>*</c> stands for anything.</param>
    /// <returns>A rule that does nothing until it is told what.</returns>
    public FaultRule Next(HttpMethod? method = null, string path = "/")
    {
        var pattern = new Regex("^" + Regex.Escape(path).Replace(@"\*", ".*", StringComparison.Ordinal), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return Next(request => (method is null || HttpMethods.Equals(request.Method, method.Method)) && pattern.IsMatch(request.Path.Value ?? "/"));
    }

    /// <summary>Plans a fault for the next request that matches.</summary>
    /// <param name="match">Says which requests.</param>
    /// <returns>A rule that does nothing until it is told what.</returns>
    public FaultRule Next(Func<HttpRequest, bool> match)
    {
        var rule = new FaultRule(this, match);
        lock (_gate)
        {
            _rules.Add(rule);
        }

        return rule;
    }

    /// <summary>Forgets all rules and the clock skew.</summary>
    public void Clear()
    {
        ClockSkew = TimeSpan.Zero;
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    internal void Remove(FaultRule rule)
    {
        lock (_gate)
        {
            _rules.Remove(rule);
        }
    }

    internal void Reseed(int seed) => _random = new SeededRandom(seed, "faults");

    internal FaultEffects? Meet(HttpRequest request)
    {
        lock (_gate)
        {
            if (_rules.Count == 0)
            {
                return null;
            }

            FaultEffects? met = null;
            foreach (var rule in _rules)
            {
                if (rule.Takes(request, _random))
                {
                    met ??= new FaultEffects();
                    rule.Effects.MergeInto(met);
                }
            }

            return met;
        }
    }
}

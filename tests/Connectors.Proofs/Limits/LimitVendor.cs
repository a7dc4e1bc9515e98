using System.Globalization;
using System.Net;

namespace Connectors.Proofs.Limits;

/// <summary>
/// A call on its way: what the caller believes that it costs, what it does cost, and how long each part of it takes: the way there, until the
/// head of the answer is sent, until its last byte is, the way back.
/// </summary>
internal sealed record Trip(long Estimate, long Cost, long Out, long Head, long Work, long Back);

/// <summary>A vendor with limits. Its ledger says what arrived, what passed and what was refused; no figure comes from elsewhere.</summary>
internal sealed class LimitVendor(VirtualTime time, IReadOnlyList<VendorLimit> limits)
{
    private readonly List<(long At, long Cost)> _passed = [];

    /// <summary>Gets how many calls passed.</summary>
    public int Passed => _passed.Count;

    /// <summary>Gets how many were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Gets when the last call passed.</summary>
    public long LastAt => _passed.Count == 0 ? 0 : _passed[^1].At;

    /// <summary>Takes a call that arrives now, and gives the head of its answer.</summary>
    public HttpResponseMessage Receive(Trip call)
    {
        var admits = limits.All(limit => limit.Admits(time.Now, call.Cost));
        var answer = new HttpResponseMessage(admits ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests);
        if (admits)
        {
            foreach (var limit in limits)
            {
                limit.Count(time.Now, call.Cost);
                time.At(time.Now + call.Work, () => limit.Ended(time.Now));
            }

            _passed.Add((time.Now, call.Cost));
        }
        else
        {
            Refused++;
            var wait = limits.Max(limit => limit.NextAt(time.Now, call.Cost)) - time.Now;
            answer.Headers.TryAddWithoutValidation("Retry-After", ((wait / TimeSpan.TicksPerSecond) + 1).ToString(CultureInfo.InvariantCulture));
        }

        Tell(answer, call);
        return answer;
    }

    /// <summary>Gives the share of the legal quota that was used, by the limit that allows the least.</summary>
    public double Utilisation(long end) => limits.Max(limit => Used(limit, end) / Legal(limit, end));

    /// <summary>Gives how much more was asked for than was legal, by the limit that allows the least.</summary>
    public double Offered(long end, double calls, double averageCost, double averageWork) => limits.Max(limit =>
        calls * (limit is AtOnce ? averageWork : averageCost) / limit.Legal(0, end));

    private static double Legal(VendorLimit limit, long end)
    {
        var (from, to) = limit.Measured(end);
        return limit.Legal(from, to);
    }

    private double Used(VendorLimit limit, long end)
    {
        var (from, to) = limit.Measured(end);
        return limit.Used(from, to) ?? _passed.Where(call => call.At >= from && call.At < to).Sum(call => (double)call.Cost);
    }

    private void Tell(HttpResponseMessage answer, Trip call)
    {
        answer.Headers.Date = time.GetUtcNow();
        answer.Headers.TryAddWithoutValidation("X-Cost", call.Cost.ToString(CultureInfo.InvariantCulture));
        foreach (var limit in limits)
        {
            if (limit.Header is { } name && limit.Told(time.Now) is { } told)
            {
                answer.Headers.TryAddWithoutValidation(name + "Limit", limit.Permits.ToString(CultureInfo.InvariantCulture));
                answer.Headers.TryAddWithoutValidation(name + "Remaining", told.Left.ToString(CultureInfo.InvariantCulture));
                var reset = time.GetUtcNow().AddTicks(told.ResetAt - time.Now).ToUnixTimeSeconds();
                answer.Headers.TryAddWithoutValidation(name + "Reset", reset.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}

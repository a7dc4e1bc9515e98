using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>Keeps what arrived at a simulator and what came of it: the only source of proof figures.</summary>
/// <remarks>Safe for concurrent use. Figures count everything; entries are kept for the newest <see cref="Capacity"/> arrivals.</remarks>
public sealed class Ledger
{
    private const string EntryKey = "connectors.ledger";
    private readonly SimulatorState _state;
    private readonly Lock _gate = new();
    private readonly Queue<LedgerEntry> _entries = new();
    private readonly Queue<LedgerWrite> _writes = new();
    private readonly Dictionary<(string, string), QuotaUse> _quotas = [];
    private long _arrivals;
    private long _rateLimited;
    private long _renewals;
    private long _writeCount;
    private int _open;

    internal Ledger(SimulatorState state) => _state = state;

    /// <summary>Gets or sets how many arrivals, and how many writes, are kept one by one.</summary>
    /// <value>The default is 200,000.</value>
    public int Capacity { get; set; } = 200_000;

    /// <summary>Gets how many requests arrived.</summary>
    public long Arrivals => Interlocked.Read(ref _arrivals);

    /// <summary>Gets how many requests were answered with 429.</summary>
    public long RateLimited => Interlocked.Read(ref _rateLimited);

    /// <summary>Gets how often a token was renewed with success.</summary>
    public long Renewals => Interlocked.Read(ref _renewals);

    /// <summary>Gets how many changes were made through the API, whether or not the answer arrived.</summary>
    public long Writes => Interlocked.Read(ref _writeCount);

    /// <summary>Gets how many requests are being answered at this moment.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Returns the kept arrivals, oldest first.</summary>
    /// <returns>The entries; one that is still open has no answer time.</returns>
    public IReadOnlyList<LedgerEntry> Entries()
    {
        lock (_gate)
        {
            return [.. _entries];
        }
    }

    /// <summary>Returns the kept changes that were made through the API, oldest first.</summary>
    /// <returns>The writes.</returns>
    public IReadOnlyList<LedgerWrite> WriteEntries()
    {
        lock (_gate)
        {
            return [.. _writes];
        }
    }

    /// <summary>Returns what was used of every limit, one line for each key (token, account, method).</summary>
    /// <returns>The figures as they are now.</returns>
    public IReadOnlyList<QuotaUse> Quotas()
    {
        lock (_gate)
        {
            return [.. _quotas.Values];
        }
    }

    /// <summary>Counts kept arrivals.</summary>
    /// <param name="match">Says which.</param>
    /// <returns>How many match.</returns>
    public int Count(Func<LedgerEntry, bool> match) => Entries().Count(match);

    /// <summary>Records a change that was made through the API.</summary>
    /// <param name="kind">What was done, such as <c>contacts.create</c>.</param>
    /// <param name="target">The record's id.</param>
    public void Wrote(string kind, string target)
    {
        lock (_gate)
        {
            _writes.Enqueue(new LedgerWrite(++_writeCount, _state.Clock.GetUtcNow(), kind, target));
            Trim(_writes);
        }
    }

    /// <summary>Attaches a fact to the arrival of a request: account, method, tenant. Never a secret.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The fact's name.</param>
    /// <param name="value">The fact.</param>
    public static void Tag(HttpContext context, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items[EntryKey] is LedgerEntry entry)
        {
            entry.SetTag(name, value);
        }
    }

    internal LedgerEntry Arrive(HttpContext context)
    {
        var request = context.Request;
        var entry = new LedgerEntry(_state.Clock.GetUtcNow(), request.Method, request.Host.Value ?? "", request.Path.Value ?? "", request.QueryString.Value ?? "");
        context.Items[EntryKey] = entry;
        Interlocked.Increment(ref _open);
        lock (_gate)
        {
            entry.Number = Interlocked.Increment(ref _arrivals);
            _entries.Enqueue(entry);
            Trim(_entries);
        }

        return entry;
    }

    internal void Leave(LedgerEntry entry, int status)
    {
        entry.Finish(status, _state.Clock.GetUtcNow());
        if (status == StatusCodes.Status429TooManyRequests)
        {
            Interlocked.Increment(ref _rateLimited);
        }

        Interlocked.Decrement(ref _open);
    }

    internal void Renewed() => Interlocked.Increment(ref _renewals);

    internal void Used(RateLimit limit, string key, bool admitted, int cost)
    {
        var now = _state.Clock.GetUtcNow();
        lock (_gate)
        {
            var use = _quotas.TryGetValue((limit.Name, key), out var known) ? known : new QuotaUse(limit, key, 0, 0, now, now);
            _quotas[(limit.Name, key)] = use with
            {
                Admitted = use.Admitted + (admitted ? cost : 0),
                Refused = use.Refused + (admitted ? 0 : 1),
                LastAt = now,
            };
        }
    }

    private void Trim<T>(Queue<T> queue)
    {
        while (queue.Count > Capacity)
        {
            queue.Dequeue();
        }
    }
}

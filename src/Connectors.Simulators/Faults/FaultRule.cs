using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators;

/// <summary>One planned fault: which of the matching requests meet it, and what happens to them.</summary>
/// <remarks>Effects compose: latency and headers add up over all rules that a request meets, of the rest the first counts.</remarks>
public sealed class FaultRule
{
    private readonly FaultPlan _plan;
    private readonly Func<HttpRequest, bool> _match;
    private double _probability = 1;
    private int _skip;
    private int _left = 1;

    internal FaultRule(FaultPlan plan, Func<HttpRequest, bool> match)
    {
        _plan = plan;
        _match = match;
    }

    /// <summary>Gets how many requests met this fault.</summary>
    public int Hits { get; private set; }

    internal FaultEffects Effects { get; } = new();

    /// <summary>Lets the next so many requests meet the fault, instead of one.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The same rule.</returns>
    public FaultRule Times(int count)
    {
        _left = count;
        return this;
    }

    /// <summary>Lets every request meet the fault until <see cref="Remove"/>.</summary>
    /// <returns>The same rule.</returns>
    public FaultRule Always() => Times(int.MaxValue);

    /// <summary>Lets requests pass before the first meets the fault: <c>OnNth(3)</c> spares two.</summary>
    /// <param name="number">Which matching request is the first to meet it, from 1.</param>
    /// <returns>The same rule.</returns>
    public FaultRule OnNth(int number)
    {
        _skip = number - 1;
        return this;
    }

    /// <summary>Lets chance decide, by the host's seed, over all matching requests.</summary>
    /// <param name="probability">From 0 (never) to 1 (always).</param>
    /// <returns>The same rule.</returns>
    public FaultRule WithProbability(double probability)
    {
        _probability = probability;
        return Always();
    }

    /// <summary>Waits, by the host's clock, before anything else happens.</summary>
    /// <param name="latency">How long.</param>
    /// <returns>The same rule.</returns>
    public FaultRule Delay(TimeSpan latency) => With(effects => effects.Delay += latency);

    /// <summary>Adds or replaces a header of the answer.</summary>
    /// <param name="name">The header.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The same rule.</returns>
    public FaultRule Header(string name, string value) => With(effects => effects.Headers[name] = value);

    /// <summary>Shifts the Date header of the answer.</summary>
    /// <param name="skew">By how much.</param>
    /// <returns>The same rule.</returns>
    public FaultRule SkewClock(TimeSpan skew) => With(effects => effects.Skew += skew);

    /// <summary>Answers with a status and the provider's own error body; the request has no effect.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The same rule.</returns>
    public FaultRule Status(int status) => With(effects => (effects.Kind, effects.StatusCode) = (FaultKind.Status, status));

    /// <summary>Drops the connection before an answer is sent; the request has no effect.</summary>
    /// <returns>The same rule.</returns>
    public FaultRule Reset() => With(effects => effects.Kind = FaultKind.Reset);

    /// <summary>Lets the request take effect, then drops the connection before an answer is sent.</summary>
    /// <returns>The same rule.</returns>
    public FaultRule CommitThenDrop() => With(effects => effects.Kind = FaultKind.CommitThenDrop);

    /// <summary>Announces the whole body, sends half of it, and drops the connection.</summary>
    /// <returns>The same rule.</returns>
    public FaultRule Truncate() => With(effects => effects.Kind = FaultKind.Truncate);

    /// <summary>Sends half of the body and then nothing, with the connection open until the client gives up.</summary>
    /// <returns>The same rule.</returns>
    public FaultRule Stall() => With(effects => effects.Kind = FaultKind.Stall);

    /// <summary>Sends JSON that breaks off in the middle, as if it were whole.</summary>
    /// <returns>The same rule.</returns>
    public FaultRule MalformedJson() => With(effects => effects.Kind = FaultKind.MalformedJson);

    /// <summary>Sends a gateway's HTML page in place of the answer; the request has no effect.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <returns>The same rule.</returns>
    public FaultRule Html(int status = 200) => With(effects => (effects.Kind, effects.StatusCode) = (FaultKind.Html, status));

    /// <summary>Answers 200 with no body; the request has no effect.</summary>
    /// <returns>The same rule.</returns>
    public FaultRule Empty() => With(effects => effects.Kind = FaultKind.Empty);

    /// <summary>Answers with an error whose body is huge; the request has no effect.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="length">The body's length in bytes, 10 MB by default.</param>
    /// <returns>The same rule.</returns>
    public FaultRule HugeError(int status = 500, int length = 10 * 1024 * 1024) =>
        With(effects => (effects.Kind, effects.StatusCode, effects.Length) = (FaultKind.HugeError, status, length));

    /// <summary>Answers a page whose cursor leads to the same page again.</summary>
    /// <returns>The same rule.</returns>
    public FaultRule RepeatCursor() => With(effects => effects.Kind = FaultKind.RepeatCursor);

    /// <summary>Takes the rule out of the plan.</summary>
    public void Remove() => _plan.Remove(this);

    internal bool Takes(HttpRequest request, SeededRandom random)
    {
        if (_left == 0 || Effects.IsNothing || !_match(request) || (_skip > 0 && _skip-- > 0) || (_probability < 1 && !random.Chance(_probability)))
        {
            return false;
        }

        if (_left != int.MaxValue)
        {
            _left--;
        }

        Hits++;
        return true;
    }

    private FaultRule With(Action<FaultEffects> set)
    {
        set(Effects);
        return this;
    }
}

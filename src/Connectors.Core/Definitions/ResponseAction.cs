namespace Connectors.Definitions;

/// <summary>What an answer means. Make one with the static members.</summary>
public readonly record struct ResponseAction
{
    /// <summary>Gets what to do.</summary>
    public ResponseVerdict Verdict { get; private init; }

    /// <summary>Gets the kind of error; of use only where the verdict is not <see cref="ResponseVerdict.Success"/>.</summary>
    public ErrorKind Kind { get; private init; }

    /// <summary>Gets how long the provider asks to wait, where it says so in a place of its own.</summary>
    public TimeSpan? Wait { get; private init; }

    /// <summary>Gets whether it is certain that the provider did nothing, so that even a write may be sent again.</summary>
    public bool NotProcessed { get; private init; }

    /// <summary>Gets whether the provider may have done a write all the same, although its answer is an error.</summary>
    public bool MayBeDone { get; private init; }

    /// <summary>Whether the same attempt is made once more at once, with the other form of its body.</summary>
    internal bool InOtherForm { get; private init; }

    /// <summary>The call succeeded.</summary>
    public static ResponseAction Success => default;

    /// <summary>The credential has expired: renew it once and send again.</summary>
    public static ResponseAction Renew => new() { Verdict = ResponseVerdict.Renew, Kind = ErrorKind.Authorization, NotProcessed = true };

    /// <summary>The call failed, and the same call will fail again.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="mayBeDone">Whether a write may have been done all the same; its outcome is unknown then.</param>
    public static ResponseAction Fail(ErrorKind kind, bool mayBeDone = false) => new() { Verdict = ResponseVerdict.Fail, Kind = kind, MayBeDone = mayBeDone };

    /// <summary>The call failed, and may succeed later.</summary>
    /// <param name="kind">The kind of error.</param>
    /// <param name="notProcessed">Whether the provider certainly did nothing.</param>
    /// <param name="wait">How long it asks to wait, where a place other than Retry-After says so.</param>
    public static ResponseAction Retry(ErrorKind kind = ErrorKind.Unavailable, bool notProcessed = false, TimeSpan? wait = null) =>
        new() { Verdict = ResponseVerdict.Retry, Kind = kind, NotProcessed = notProcessed, Wait = wait };

    /// <summary>A limit is used up: the gate closes for everybody on it.</summary>
    /// <param name="wait">How long it asks to wait, where a place other than Retry-After says so.</param>
    public static ResponseAction Limited(TimeSpan? wait = null) =>
        new() { Verdict = ResponseVerdict.Limited, Kind = ErrorKind.RateLimited, NotProcessed = true, Wait = wait };

    /// <summary>The provider wants the body's other form: send that at once.</summary>
    internal static ResponseAction OtherForm => new() { Verdict = ResponseVerdict.Retry, Kind = ErrorKind.Remote, NotProcessed = true, Wait = TimeSpan.Zero, InOtherForm = true };
}

/// <summary>What to do about an answer.</summary>
public enum ResponseVerdict
{
    /// <summary>Use it.</summary>
    Success,

    /// <summary>Renew the credential once and send again.</summary>
    Renew,

    /// <summary>Close the gate of the limit, then send again.</summary>
    Limited,

    /// <summary>Send again where the endpoint's effect allows it.</summary>
    Retry,

    /// <summary>Give up.</summary>
    Fail,
}

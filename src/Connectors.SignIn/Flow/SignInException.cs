namespace Connectors.SignIn;

/// <summary>A person's sign-in came to no end. <see cref="Failure"/> says why; its words hold no code, state or token.</summary>
public sealed class SignInException : ConnectorException
{
    /// <summary>Creates the error.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="failure">Why.</param>
    /// <param name="address">The address to open, where no browser could be.</param>
    /// <param name="inner">The cause, when there is one.</param>
    public SignInException(ErrorFacts facts, SignInFailure failure, Uri? address = null, Exception? inner = null)
        : base(facts, inner) => (Failure, Address) = (failure, address);

    /// <summary>Gets why.</summary>
    public SignInFailure Failure { get; }

    /// <summary>Gets the address that no browser could be opened at, with <see cref="SignInFailure.BrowserNotOpened"/>. Its sign-in is over: start another where it can be opened.</summary>
    public Uri? Address { get; }
}

/// <summary>Why a sign-in came to no end.</summary>
public enum SignInFailure
{
    /// <summary>The person refused at the provider, or the provider refused; see <see cref="ConnectorException.ErrorCode"/>.</summary>
    Refused,

    /// <summary>The person gave up before.</summary>
    Cancelled,

    /// <summary>No answer came in time.</summary>
    TimedOut,

    /// <summary>No browser could be opened; see <see cref="SignInException.Address"/>.</summary>
    BrowserNotOpened,

    /// <summary>The port of the redirect address is taken.</summary>
    PortInUse,

    /// <summary>The answer could not be received.</summary>
    NoAnswer,
}

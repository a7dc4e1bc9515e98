namespace Connectors;

/// <summary>A sign-in that has begun on another device (RFC 8628): show the customer the address and the code, then wait with the handle.</summary>
public sealed class DeviceAuthorization
{
    /// <summary>Gets the code that the customer types at <see cref="VerificationUri"/>.</summary>
    public required string UserCode { get; init; }

    /// <summary>Gets where the customer goes with any browser.</summary>
    public required Uri VerificationUri { get; init; }

    /// <summary>Gets the same address with the code in it, to be shown as a QR code or opened; <see langword="null"/> where the provider gives none.</summary>
    public Uri? VerificationUriComplete { get; init; }

    /// <summary>Gets until when the customer can type the code.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets how long the wait pauses between two questions to the provider, to begin with.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Gets with what <see cref="IConnections.CompleteDeviceAuthorizationAsync"/> waits for the customer. Whoever has it can complete the sign-in: keep it in the customer's session.</summary>
    public required string Handle { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"Sign-in at {VerificationUri.Host}";
}

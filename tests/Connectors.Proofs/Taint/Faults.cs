namespace Connectors.Proofs.Taint;

/// <summary>How a request fails.</summary>
internal enum FaultKind
{
    Json,
    CodeOnly,
    Text,
    Html,
    Malformed,
    WrongShape,
    Empty,
    Cut,
    Headers,
    Redirect,
    Unreachable,
    NameUnknown,
    BadCertificate,
    Reset,
    NoAnswer,
}

/// <summary>One failure of the provider.</summary>
internal sealed record Fault(FaultKind Kind, int Status, string? GrantError = null)
{
    private static readonly int[] s_statuses = [400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415, 417, 418, 421, 422, 423, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 507, 520, 529, 599];
    private static readonly FaultKind[] s_answered = [FaultKind.Json, FaultKind.CodeOnly, FaultKind.Text, FaultKind.Headers];
    private static readonly string[] s_grantErrors = ["invalid_grant", "invalid_client", "invalid_scope", "invalid_request", "unauthorized_client", "server_error", "temporarily_unavailable"];

    /// <summary>Gets every failure.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        .. s_statuses.SelectMany(status => s_answered.Select(kind => new Fault(kind, status))),
        .. new[] { 200, 201, 400, 401, 500 }.SelectMany(status =>
            new[] { FaultKind.Text, FaultKind.Html, FaultKind.Malformed, FaultKind.WrongShape, FaultKind.Empty, FaultKind.Cut, FaultKind.Headers }.Select(kind => new Fault(kind, status))),
        .. new[] { 301, 302, 303, 307, 308 }.Select(status => new Fault(FaultKind.Redirect, status)),
        .. new[] { FaultKind.Unreachable, FaultKind.NameUnknown, FaultKind.BadCertificate, FaultKind.Reset, FaultKind.NoAnswer }.Select(kind => new Fault(kind, 0)),
    ];

    /// <summary>Gets the failures that only a sign-in endpoint has.</summary>
    public static IReadOnlyList<Fault> SignIn { get; } = [.. s_grantErrors.SelectMany(error => new[] { 200, 400, 401 }.Select(status => new Fault(FaultKind.Json, status, error)))];
}

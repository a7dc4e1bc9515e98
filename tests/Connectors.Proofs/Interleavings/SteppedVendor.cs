using System.Net;
using System.Text;

namespace Connectors.Proofs.Interleavings;

/// <summary>How a provider treats refresh tokens.</summary>
internal enum Rotation
{
    /// <summary>Each renewal gives a new one, and the old one ends the grant when it comes again.</summary>
    Once,

    /// <summary>Each renewal gives a new one; the old one can be used again for half an hour, and then gets the newest one.</summary>
    Graceful,

    /// <summary>It stays the same, and nobody knows that yet.</summary>
    None,

    /// <summary>It stays the same, as an earlier renewal has shown.</summary>
    KnownNone,
}

/// <summary>A provider's token endpoint with its ledger: every refresh token that came, and what had become of it before.</summary>
internal sealed class Vendor(Rotation rotation, ScheduleClock clock, LeaseLedger leases)
{
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, DateTimeOffset> _spent = new(StringComparer.Ordinal);
    private int _issued = 1;
    private bool _ended;

    /// <summary>Gets the refresh token that works now.</summary>
    public string Current { get; private set; } = "r-1";

    /// <summary>Gets how often tokens were given.</summary>
    public int Renewals { get; private set; }

    /// <summary>Gets how often a spent token came that should not have been sent.</summary>
    public int SpentTwice { get; private set; }

    public (HttpStatusCode Status, string Body) Receive(Actor actor, string token)
    {
        var now = clock.GetUtcNow();
        if (_spent.TryGetValue(token, out var at))
        {
            var isInTime = rotation == Rotation.Graceful && now - at <= Grace;
            SpentTwice += isInTime && ReferenceEquals(leases.Holder, actor) && leases.HasIntent ? 0 : 1;
            _ended |= !isInTime;
        }

        if (_ended || (token != Current && !_spent.ContainsKey(token)))
        {
            return (HttpStatusCode.BadRequest, """{"error":"invalid_grant"}""");
        }

        Renewals++;
        _issued++;
        if (rotation is Rotation.None or Rotation.KnownNone)
        {
            return (HttpStatusCode.OK, $$"""{"access_token":"a-{{_issued}}","token_type":"bearer","expires_in":3600}""");
        }

        _spent.TryAdd(token, now);
        Current = $"r-{_issued}";
        return (HttpStatusCode.OK, $$"""{"access_token":"a-{{_issued}}","refresh_token":"{{Current}}","token_type":"bearer","expires_in":3600}""");
    }
}

/// <summary>The way to the provider: a request is one step, its answer another one.</summary>
internal sealed class SteppedVendor(Actor actor, Vendor vendor) : HttpMessageHandler
{
    private const string Field = "refresh_token=";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = await request.Content!.ReadAsStringAsync(CancellationToken.None);
        var token = form.Split('&').Single(field => field.StartsWith(Field, StringComparison.Ordinal))[Field.Length..];
        var (status, body) = await actor.StepAsync(
            "ask",
            cancellationToken,
            () => vendor.Receive(actor, token),
            static () => (HttpStatusCode.ServiceUnavailable, ""),
            static () => throw new HttpRequestException(HttpRequestError.ConnectionError));
        await actor.StepAsync("answer", cancellationToken, static () => true, static () => throw new HttpRequestException(HttpRequestError.ResponseEnded));
        return new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json"), RequestMessage = request };
    }
}

using System.Globalization;
using System.Text.Json;
using Connectors.Auth;

namespace Connectors;

/// <summary>Reads what a device authorization endpoint gave (RFC 8628, 3.2).</summary>
internal static class DeviceAnswer
{
    private const int UsualInterval = 5;
    private static readonly TimeSpan s_usualLife = TimeSpan.FromMinutes(10);

    /// <summary>Gives what the customer is shown, and the code with which the token endpoint is asked.</summary>
    public static (DeviceAuthorization Started, string DeviceCode) Read(OAuthCall call, JsonElement answer, string handle, DateTimeOffset asked, TimeSpan longestLife, int longestInterval)
    {
        if (OAuthTokenAnswer.Text(answer, "device_code") is not { Length: > 0 } code
            || OAuthTokenAnswer.Text(answer, "user_code") is not { Length: > 0 } user
            || Address(answer, "verification_uri", "verification_url") is not { } address)
        {
            throw new ConnectorException(call.Facts(ErrorKind.Protocol, "The answer to the device's sign-in holds no device_code, no user_code or no https verification_uri"));
        }

        var life = Seconds(answer, "expires_in") is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, longestLife.TotalSeconds)) : s_usualLife;
        var started = new DeviceAuthorization
        {
            UserCode = user,
            VerificationUri = address,
            VerificationUriComplete = Address(answer, "verification_uri_complete", "verification_url_complete"),
            ExpiresAt = asked + life,
            Interval = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(Seconds(answer, "interval") ?? UsualInterval), 1, longestInterval)),
            Handle = handle,
        };
        return (started, code);
    }

    /// <summary>The customer types a code there, so it is https, or loopback in tests. Google says "url".</summary>
    private static Uri? Address(JsonElement answer, string name, string dialect) =>
        Uri.TryCreate(OAuthTokenAnswer.Text(answer, name) ?? OAuthTokenAnswer.Text(answer, dialect), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? address
            : null;

    private static double? Seconds(JsonElement answer, string name) => answer.TryGetProperty(name, out var value)
        && double.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;
}

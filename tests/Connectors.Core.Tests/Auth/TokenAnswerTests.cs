using System.Text.Json;
using Connectors.Auth;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth;

public sealed class TokenAnswerTests
{
    private static readonly DateTimeOffset s_asked = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"access_token":"a","expires_in":1800}""", 1800.0)]
    [InlineData("""{"access_token":"a","expires_in":"1800"}""", 1800.0)]
    [InlineData("""{"access_token":"a","expires_in":1800.5}""", 1800.5)]
    [InlineData("""{"access_token":"a","expires_in":0,"scope":null}""", double.NaN)]
    [InlineData("""{"access_token":"a","expires_at":0}""", double.NaN)]
    [InlineData("""{"access_token":"a","expires":"3600"}""", 3600.0)]
    [InlineData("""{"access_token":"a","expires":"2026-11-20T13:00:00Z"}""", 3600.0)]
    [InlineData("""{"access_token":"a","expires_at":"2026-11-20T13:00:00Z"}""", 3600.0)]
    [InlineData("""{"access_token":"a","expires_at":"2026-11-20T14:00:00+01:00"}""", 3600.0)]
    [InlineData("""{"access_token":"a","expires_at":1795179600}""", 3600.0)]
    [InlineData("""{"access_token":"a","expires_at":"1795179600"}""", 3600.0)]
    [InlineData("""{"access_token":"a","expires_at":1795179600000}""", 3600.0)]
    [InlineData("""{"access_token":"a"}""", double.NaN)]
    [InlineData("""{"access_token":"a","expires_in":null,"expires_at":null}""", double.NaN)]
    [InlineData("""{"access_token":"a","expires_in":-1}""", double.NaN)]
    [InlineData("""{"access_token":"a","expires_in":"soon"}""", double.NaN)]
    [InlineData("""{"access_token":"a","expires_in":1e300}""", double.NaN)]
    public void Read_EveryFormOfExpiry_IsUnderstood(string answer, double seconds)
    {
        var token = Read(answer);

        Assert.Equal(double.IsNaN(seconds) ? null : s_asked.AddSeconds(seconds), token.ExpiresAt);
    }

    [Theory]
    [InlineData("\"scope\":\"a b\"", "a|b")]
    [InlineData("\"scope\":\"a,b\"", "a|b")]
    [InlineData("\"scope\":[\"a\",\"b\"]", "a|b")]
    [InlineData("\"scopes\":[\"oauth\",\"crm.read\"]", "oauth|crm.read")]
    [InlineData("\"scope\":\"\"", "")]
    [InlineData("\"x\":1", "before")]
    public void Read_EveryFormOfScopes_IsUnderstood(string member, string expected)
    {
        var token = Read($$"""{"access_token":"a",{{member}}}""");

        Assert.Equal(expected, string.Join('|', token.Scopes!));
    }

    [Fact]
    public void Read_WithExtras_KeepsThoseAskedForAndThoseKnownBefore()
    {
        const string Answer = """{"access_token":"a","hub_id":123,"team":{"id":"T9","name":"x"},"enterprise":null,"admin":true,"other":"dropped"}""";
        var endpoint = new TokenEndpoint(The.TokenEndpoint)
        {
            Extras =
            [
                "hub_id",
                "admin",
                "absent",
                "team",
                new("team_id", static answer => answer.GetProperty("team").GetProperty("id")),
                new("enterprise_id", static answer => answer.GetProperty("enterprise").GetProperty("id")),
            ],
        };

        var token = Read(Answer, endpoint);

        Assert.Equal("admin=true hub_id=123 known=before team_id=T9", string.Join(' ', token.Extras.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    private static TokenSet Read(string answer, TokenEndpoint? endpoint = null) => OAuthTokenAnswer.Read(
        JsonDocument.Parse(answer).RootElement,
        endpoint ?? The.TokenEndpoint,
        new()
        {
            AccessToken = "before",
            RefreshToken = "refresh-before",
            Scopes = ["before"],
            ExpiresAt = s_asked,
            Extras = new Dictionary<string, string>(StringComparer.Ordinal) { ["known"] = "before" },
        },
        ["requested"],
        s_asked);
}

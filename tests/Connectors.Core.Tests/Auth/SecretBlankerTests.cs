using System.Net;
using System.Text;
using System.Text.Json;
using Connectors.Auth;

namespace Connectors.Core.Tests.Auth;

public sealed class SecretBlankerTests
{
    private const string Secret = "kVb92LmQx7TzR4wd+/<&=\"19";
    private const string Core = "kVb92LmQx7TzR4wd";

    public static TheoryData<string> Echoes { get; } =
    [
        Secret,
        Uri.EscapeDataString(Secret),
        WebUtility.HtmlEncode(Secret),
        JsonSerializer.Serialize(Secret),
        Secret.Replace("/", "\\/", StringComparison.Ordinal),
        $"https://api.acme.test/v1?api_key={Core}%2B/%3C",
        Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Secret)),
    ];

    [Theory]
    [MemberData(nameof(Echoes))]
    public void Words_SecretEncodedInAnyWay_IsBlanked(string echo)
    {
        var words = SecretBlanker.Words($"You sent {echo}!", [Secret])!;

        Assert.StartsWith("You sent ", words, StringComparison.Ordinal);
        Assert.DoesNotContain(Core, words, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Convert.ToHexString(Encoding.UTF8.GetBytes(Core)), words, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("ada:")]
    [InlineData("https://api.acme.test/v1?api_key=")]
    public void Words_SecretInsideOfBase64_LeavesNothingToDecode(string before)
    {
        foreach (var content in new[] { Secret, Uri.EscapeDataString(Secret) })
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + content));

            foreach (var echo in new[] { base64, base64.Replace('+', '-').Replace('/', '_').TrimEnd('=') })
            {
                var words = SecretBlanker.Words($"Basic {echo}", [Secret])!;

                Assert.Contains("***", words, StringComparison.Ordinal);
                Assert.DoesNotContain(words.Split(["***", " "], StringSplitOptions.None), part => part.Length > 8 && Decoded(part).Contains(Core[4..12], StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Words_NoSecretInThem_StayAsTheyAre() =>
        Assert.Equal("The field email is not valid (see request 4711).", SecretBlanker.Words("The field email is not valid (see request 4711).", [Secret, "x"]));

    [Fact]
    public void Code_IsTheSecretInHexadecimal_IsNone() => Assert.Null(SecretBlanker.Code(Convert.ToHexString(Encoding.UTF8.GetBytes(Core)), [Secret]));

    [Fact]
    public void ConnectorOptions_AsJson_LeaveTheClientSecretOut() =>
        Assert.DoesNotContain("app-secret", JsonSerializer.Serialize(new ConnectorOptions { ClientId = "app", ClientSecret = "app-secret" }), StringComparison.Ordinal);

    [Fact]
    public void ConnectionOptions_AsJson_LeaveEverySecretOut()
    {
        var stated = new ConnectionOptions { User = "user", ApiKey = "canary", Token = "canary", Password = "canary", ClientSecret = "canary", PrivateKey = "canary", Secrets = { ["a"] = "canary" } };

        var json = JsonSerializer.Serialize(stated);

        Assert.Contains("\"User\":\"user\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", json, StringComparison.Ordinal);
    }

    private static string Decoded(string part)
    {
        var text = part.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return string.Concat(Enumerable.Range(0, 4).Select(skip => text.Length - skip is var length && length >= 4
            ? Encoding.Latin1.GetString(Convert.FromBase64String(text.Substring(skip, length / 4 * 4)))
            : ""));
    }
}

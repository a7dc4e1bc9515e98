using Connectors.Auth;

namespace Connectors.Core.Tests.Auth;

public sealed class OAuthVectorTests
{
    [Fact]
    public void Challenge_Rfc7636AppendixB_MatchesTheVector() =>
        Assert.Equal("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", OAuthPkce.Challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));

    [Fact]
    public void NewSecret_ManyTimes_Is43UnreservedCharactersAndNeverRepeats()
    {
        var secrets = Enumerable.Range(0, 1000).Select(_ => OAuthPkce.NewSecret()).ToList();

        Assert.All(secrets, secret => Assert.Matches("^[A-Za-z0-9_-]{43}$", secret));
        Assert.Equal(secrets.Count, secrets.Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw", "czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3")]
    [InlineData("my client", "p@ss:w%rd+/=é", "bXkrY2xpZW50OnAlNDBzcyUzQXclMjVyZCUyQiUyRiUzRCVDMyVBOQ==")]
    public void Basic_Rfc6749Section231_FormEncodesBothParts(string id, string secret, string expected)
    {
        var header = OAuthClientProof.Basic(id, secret);

        Assert.Equal("Basic", header.Scheme);
        Assert.Equal(expected, header.Parameter);
    }
}

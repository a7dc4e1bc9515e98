using Connectors.Http;

namespace Connectors.Core.Tests.Http;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("https://api.example.com", true)]
    [InlineData("https://api.example.com.", true)]
    [InlineData("https://localhost", false)]
    [InlineData("https://localhost.", false)]
    [InlineData("https://a.localhost.", false)]
    [InlineData("https://intranet", false)]
    [InlineData("https://127.0.0.1", false)]
    [InlineData("https://127.0.0.1.", false)]
    [InlineData("https://0x7f.0.0.1.", false)]
    [InlineData("https://①②⑦.⓪.⓪.①", false)]
    [InlineData("https://[::1]", false)]
    public void IsName_Host_IsANameOfThePublicKind(string address, bool expected) => Assert.Equal(expected, PublicAddress.IsName(new(address)));
}

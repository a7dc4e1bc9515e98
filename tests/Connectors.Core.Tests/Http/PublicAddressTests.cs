using System.Net;
using Connectors.Http;

namespace Connectors.Core.Tests.Http;

public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("93.184.216.34", true)]
    [InlineData("2606:2800:220:1::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    public void IsPublic_Address_IsToldFromThisNetwork(string address, bool expected) => Assert.Equal(expected, PublicAddress.IsPublic(IPAddress.Parse(address)));

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
    public void IsPublicName_Host_IsANameOfThePublicKind(string address, bool expected) => Assert.Equal(expected, PublicAddress.IsPublicName(new(address)));

    [Fact]
    public async Task Connect_NameOfThisMachineThatMustBePublic_IsRefusedBeforeAnythingIsSent()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new HttpMessageInvoker(ConnectorPipeline.CreateTransport());
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        PublicAddress.Require(request);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, CancellationToken.None));

        Assert.False(listener.Pending());
    }
}

using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Paging;

/// <summary>Pages in XML that are made to do harm.</summary>
public sealed class XmlPageTests
{
    [Fact]
    public async Task ListAsync_PageOfElementsInElements_IsAnErrorAndNotTheEndOfTheProcess()
    {
        const int Depth = 200_000;
        var list = Endpoint.List("deep.list", _ => RequestSpec.Get("/deep"), PageOf.Xml("item", element => element.Value, rest => rest.Name.LocalName), PageBy.Single<string>());
        var wire = new FakeWire().Then(HttpStatusCode.OK, string.Concat(Enumerable.Repeat("<a>", Depth)) + string.Concat(Enumerable.Repeat("</a>", Depth)), "text/xml");
        using var bench = await Bench.OpenAsync(wire);

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await bench.Connector.ListAsync(list).ToListAsync());

        Assert.Equal(ErrorKind.Protocol, error.Kind);
        Assert.Contains("128 deep", error.Message, StringComparison.Ordinal);
    }
}

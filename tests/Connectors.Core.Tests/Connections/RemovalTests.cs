using System.Net;
using System.Text.Json.Serialization;
using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Connections;

/// <summary>Removals since a moment, as Salesforce's <c>/deleted/?start=</c> tells them.</summary>
public sealed class RemovalTests
{
    private const string Answer = """{"deletedRecords":[{"id":"003A","deletedDate":"2026-11-19T10:00:00.000Z"}]}""";

    [Fact]
    public async Task RemovalsAsync_SinceAMoment_AsksFromThereAndTellsIdAndMoment()
    {
        using var bench = await Bench.OpenAsync(new FakeWire().Then(HttpStatusCode.OK, Answer), definition: Definition(s_since));
        var wire = bench.Connector.Model<Gadget>();

        var removal = await wire.RemovalsAsync(new DateTimeOffset(2026, 11, 18, 0, 0, 0, TimeSpan.Zero)).SingleAsync();

        Assert.Equal(("003A", null, new DateTimeOffset(2026, 11, 19, 10, 0, 0, TimeSpan.Zero)), (removal.RemoteId, removal.Model, removal.At));
        Assert.Equal(TimeSpan.FromDays(15), wire.Binding.RemovalsReach);
    }

    [Fact]
    public async Task RemovalsAsync_WithoutAMoment_AsksAsFarBackAsTheProviderGoes()
    {
        var time = new ManualTimeProvider();
        var wire = new FakeWire().Then(HttpStatusCode.OK, Answer);
        using var bench = await Bench.OpenAsync(wire, build: builder => builder.Services.AddSingleton<TimeProvider>(time), definition: Definition(s_since));

        await bench.Connector.Model<Gadget>().RemovalsAsync().ToListAsync();

        Assert.Equal($"?start={Uri.EscapeDataString((time.GetUtcNow() - TimeSpan.FromDays(15)).ToString("O"))}", wire.Requests.Single().Uri.Query);
    }

    [Fact]
    public async Task RemovalsAsync_SinceAMomentWhereThereIsOneListOfAll_GivesAll()
    {
        var wire = new FakeWire().Then(HttpStatusCode.OK, """{"items":[{"id":"1"}]}""");
        using var bench = await Bench.OpenAsync(wire, definition: Definition(binding => binding.Removals(Acme.Widgets)));

        var removal = await bench.Connector.Model<Gadget>().RemovalsAsync(DateTimeOffset.UnixEpoch).SingleAsync();

        Assert.Equal("1", removal.RemoteId);
    }

    private static readonly Func<ModelBinding<Gadget, Widget>, ModelBinding<Gadget, Widget>> s_since = binding => binding.RemovalsSince(
        Endpoint.List<DateTimeOffset, DeletedPage, DeletedRecord>(
            "widgets.deleted",
            (since, _) => RequestSpec.Get("/widgets/deleted").Query("start", since.ToString("O")),
            PageOf.Json(DeletedJson.Default.DeletedPage, page => page.DeletedRecords, "deletedRecords"),
            PageBy.Single<DeletedPage>()),
        since => since,
        entry => new(entry.Id, IsRemoved: true, entry.DeletedDate),
        TimeSpan.FromDays(15));

    private static ConnectorDefinition Definition(Func<ModelBinding<Gadget, Widget>, ModelBinding<Gadget, Widget>> removals)
    {
        var binding = removals(Model.Of<Gadget, Widget>(Gadget.Type, widget => new() { RemoteId = widget.Id, Name = widget.Name }, Gadget.Type.All));
        return new()
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = "https://api.acme.test",
            Auth = [new BearerScheme("token")],
            Endpoints = binding.Endpoints(Operation.Removals),
            Models = [binding],
        };
    }
}

internal sealed record DeletedPage(IReadOnlyList<DeletedRecord> DeletedRecords);

internal sealed record DeletedRecord(string Id, DateTimeOffset DeletedDate);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DeletedPage))]
internal sealed partial class DeletedJson : JsonSerializerContext;

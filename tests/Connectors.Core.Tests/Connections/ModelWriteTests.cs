using System.Net;
using System.Text.Json.Serialization;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Connections;

/// <summary>A write never leaves out silently what the caller set.</summary>
public sealed class ModelWriteTests : IDisposable
{
    private readonly FakeWire _wire = new FakeWire().Then(HttpStatusCode.OK, """{"id":"7","name":"n"}""");
    private ServiceProvider? _services;

    [Fact]
    public async Task CreateAsync_FieldsThatItWrites_AreSent()
    {
        var connector = await OpenAsync();

        await connector.CreateAsync(new Gadget { Name = "n", Owner = "o" });

        Assert.Equal("""{"id":"n","name":"o"}""", Assert.Single(_wire.Requests).Body);
    }

    [Fact]
    public async Task UpdateAsync_FieldsOutsideItsSet_AreNamedAndNothingIsSent()
    {
        var connector = await OpenAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => connector.UpdateAsync("7", new Gadget { Name = "n", Owner = null, Seen = "s" }));

        Assert.Equal((ErrorKind.Validation, Advice.FixInput, "gadgets.update", connector.Connection.Key), (error.Kind, error.Advice, error.Endpoint, error.Connection));
        Assert.Equal([new("Owner", "only Create writes it"), new FieldError("Seen", "Update does not write it")], error.Facts.FieldErrors);
        Assert.Equal(
            "Update of test.gadget cannot write Owner, Seen. [provider acme, connection acme/tenant/default, endpoint gadgets.update] Owner: only Create writes it. Seen: Update does not write it. "
            + "Nothing was sent. Leave these fields unset and call again: Patch.Between sets only what differs, and Only(Binding.UpdateWrites) keeps what can be written.",
            error.Message);
        Assert.Empty(_wire.Requests);
    }

    [Fact]
    public async Task UpdateAsync_OnlyWhatCanBeWritten_IsSent()
    {
        var connector = await OpenAsync();
        var read = new Gadget { Name = "n", Owner = "o", Seen = "s" };

        await connector.UpdateAsync("7", read.Only(connector.Model<Gadget>().Binding.UpdateWrites));

        Assert.Equal("""{"id":"n","name":null}""", Assert.Single(_wire.Requests).Body);
    }

    [Fact]
    public async Task WriteAsync_FieldsOutsideTheSet_FailThatItemAndNoOther()
    {
        var connector = await OpenAsync();
        ModelWrite<Gadget>[] writes = [ModelWrite<Gadget>.Create(new() { Seen = "s" }), ModelWrite<Gadget>.Create(new() { Name = "n" })];

        var outcomes = await connector.Model<Gadget>().WriteAsync(writes.ToAsyncEnumerable()).ToListAsync();

        Assert.Equal([WriteStatus.Failed, WriteStatus.Succeeded], outcomes.Select(outcome => outcome.Status));
        Assert.Equal(ErrorKind.Validation, outcomes[0].Error?.Kind);
        Assert.Single(_wire.Requests);
    }

    [Fact]
    public async Task CreateAsync_MappingRefusesAValue_TellsTheConnectionAndTheEndpoint()
    {
        var connector = await OpenAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => connector.CreateAsync(new Gadget { Name = "two names" }));

        Assert.Equal((ErrorKind.Validation, "gadgets.create", connector.Connection.Key), (error.Kind, error.Endpoint, error.Connection));
        Assert.Empty(_wire.Requests);
    }

    public void Dispose()
    {
        _services?.Dispose();
        _wire.Dispose();
    }

    private static Widget ToWidget(Gadget gadget) => gadget.Name is "two names"
        ? throw new ConnectorException(new() { Kind = ErrorKind.Validation, What = "Name cannot be written as it is set" })
        : new(gadget.Name ?? "", gadget.Owner);

    private async Task<IConnector> OpenAsync()
    {
        var create = Endpoint.Write<Widget, Widget>("gadgets.create", (body, _) => RequestSpec.Post("/gadgets").Json(body, AcmeJson.Default.Widget), Body.Json(AcmeJson.Default.Widget));
        var update = Endpoint.Idempotent<RecordUpdate<Widget>, Widget>(
            "gadgets.update", (write, _) => RequestSpec.Patch($"/gadgets/{write.RemoteId}").Json(write.Body, AcmeJson.Default.Widget), Body.Json(AcmeJson.Default.Widget));
        var services = new ServiceCollection();
        services.AddConnectors().UseTransport(() => _wire).AddConnector(new()
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = "https://api.acme.test",
            Auth = [new BearerScheme("token")],
            Endpoints = [create, update],
            Models =
            [
                Model.Of<Gadget, Widget>(Gadget.Type, widget => new() { RemoteId = widget.Id, Name = widget.Name }, Gadget.Type.All)
                    .Create(create, ToWidget, writes: Gadget.Type.Of(nameof(Gadget.Name), nameof(Gadget.Owner)))
                    .Update(update, ToWidget, writes: Gadget.Type.Of(nameof(Gadget.Name))),
            ],
        });
        _services = services.BuildServiceProvider(validateScopes: true);
        var key = new ConnectionKey("acme", "tenant");
        await _services.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("secret"));
        return await _services.GetRequiredService<IConnectorFactory>().OpenAsync(key);
    }
}

/// <summary>A small common model.</summary>
public sealed record Gadget : CommonModel
{
    public static ModelType<Gadget> Type { get; } = new("test.gadget", GadgetJson.Default);

    public string? Name { get => field; init => field = Set(value, 0); }

    public string? Owner { get => field; init => field = Set(value, 1); }

    public string? Seen { get => field; init => field = Set(value, 2); }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Gadget))]
internal sealed partial class GadgetJson : JsonSerializerContext;

using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Serialization;
using Connectors.Core.Tests.Http;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Connections;

/// <summary>A write of which no readable answer came is looked after, and what is told of it is true.</summary>
public sealed class ReadBackTests : IDisposable
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(7);
    private readonly ManualTimeProvider _time = new();
    private readonly FakeWire _wire = new();
    private ServiceProvider? _services;
    private bool _deletesOnce = true;

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public async Task CreateAsync_RecordMadeSinceAndAsWritten_IsTheOneThatWasCreated()
    {
        _wire.Then(Reset()).Then((_, _) => Found(Now, "Ada"));
        var connector = await OpenAsync();

        var created = await connector.CreateAsync(new Gadget { Name = "Ada", Owner = "ada@x.test" });

        Assert.Equal(("9", "Ada"), (created.RemoteId, created.Name));
        Assert.Equal(["POST", "GET"], _wire.Requests.Select(request => request.Method.Method));
        Assert.Equal("?owner=ada%40x.test", _wire.Requests[1].Uri.Query);
    }

    [Theory]
    [InlineData(-3600, WriteStatus.Failed)]
    [InlineData(-5, WriteStatus.Failed)]
    [InlineData(0, WriteStatus.Succeeded)]
    [InlineData(1, WriteStatus.Succeeded)]
    public async Task WriteAsync_UniqueKeyFound_CountsOnlyWhenMadeSince(int made, WriteStatus expected)
    {
        _wire.Then(Reset()).Then((_, _) => Found(Now.AddSeconds(made), "Ada"));

        var outcome = await CreateAsync(new() { Name = "Ada", Owner = "a" });

        Assert.Equal(expected, outcome.Status);
        Assert.True(expected == WriteStatus.Succeeded || outcome.Error is { Kind: ErrorKind.Conflict, Facts.MayHaveBeenDone: false });
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public async Task WriteAsync_ProviderWhoseClockIsWrong_IsComparedByItsOwnClock(int skew)
    {
        _wire.Then(Reset()).Then((_, _) => Found(Now.AddSeconds(skew - 60), "Ada", skew)).Then(Reset()).Then((_, _) => Found(Now.AddSeconds(skew), "Ada", skew));

        Assert.Equal(WriteStatus.Failed, (await CreateAsync(new() { Name = "Ada", Owner = "a" })).Status);
        Assert.Equal(WriteStatus.Succeeded, (await CreateAsync(new() { Name = "Ada", Owner = "a" })).Status);
    }

    [Fact]
    public async Task WriteAsync_RecordMadeSinceWithOtherValues_StaysUnknown()
    {
        _wire.Then(Reset()).Then((_, _) => Found(Now, "somebody else"));

        Assert.Equal(WriteStatus.Unknown, (await CreateAsync(new() { Name = "Ada", Owner = "a" })).Status);
    }

    [Fact]
    public async Task WriteAsync_FieldsThatTheProviderRewrites_AreNotCompared()
    {
        _wire.Then(Reset()).Then((_, _) => Found(Now, "Ada", owner: "A@X.TEST"));

        Assert.Equal(WriteStatus.Succeeded, (await CreateAsync(new() { Name = "Ada", Owner = "a@x.test" })).Status);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task WriteAsync_ProviderThatTellsNoTime_StaysUnknown(bool hasDate, bool hasMoment)
    {
        _wire.Then(Reset()).Then((_, _) => Found(hasMoment ? Now : null, "Ada", hasDate ? 0 : null));

        Assert.Equal(WriteStatus.Unknown, (await CreateAsync(new() { Name = "Ada", Owner = "a" })).Status);
    }

    [Fact]
    public async Task WriteAsync_NothingFoundAtOnceAndLater_WasNotDone()
    {
        _wire.Then(Reset()).Then((_, _) => None()).Then((_, _) => None());
        var started = Now;

        var outcome = await CreateAsync(new() { Name = "Ada", Owner = "a" });

        Assert.Equal((WriteStatus.Failed, ErrorKind.Transport, true, false), (outcome.Status, outcome.Error!.Kind, outcome.Error.IsTransient, outcome.Error.Facts.MayHaveBeenDone));
        Assert.True(Now - started >= s_settle);
        Assert.Equal(3, _wire.Requests.Count);
    }

    [Fact]
    public async Task WriteAsync_FoundOnlyLater_WasDone()
    {
        _wire.Then(Reset()).Then((_, _) => None()).Then((_, _) => Found(Now, "Ada"));

        Assert.Equal(WriteStatus.Succeeded, (await CreateAsync(new() { Name = "Ada", Owner = "a" })).Status);
    }

    [Fact]
    public async Task WriteAsync_ReadBackThatFails_StaysUnknownAndSaysWhy()
    {
        _wire.Then(Reset()).Then(HttpStatusCode.Forbidden);

        var outcome = await CreateAsync(new() { Name = "Ada", Owner = "a" });

        Assert.Equal((WriteStatus.Unknown, ErrorKind.OutcomeUnknown), (outcome.Status, outcome.Error!.Kind));
        Assert.Equal(ErrorKind.Permission, Assert.IsType<ConnectorException>(outcome.Error.InnerException).Kind);
    }

    [Fact]
    public async Task WriteAsync_WriteWithoutAKeyToFindItBy_StaysUnknownAndAsksNothing()
    {
        _wire.Then(Reset());

        Assert.Equal(WriteStatus.Unknown, (await CreateAsync(new() { Name = "Ada" })).Status);
        Assert.Single(_wire.Requests);
    }

    [Fact]
    public async Task CreateAsync_CancelledWhileItIsLookedAfter_SaysThatItDoesNotKnow()
    {
        using var cancel = new CancellationTokenSource();
        _wire.Then(Reset()).Then(async (_, _) =>
        {
            await cancel.CancelAsync();
            return await None();
        });
        var connector = await OpenAsync();

        await Assert.ThrowsAsync<WriteCanceledException>(() => connector.CreateAsync(new Gadget { Name = "Ada", Owner = "a" }, cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task CreateAsync_OwnMark_IsSentAndFoundAgainWhateverItsAge()
    {
        _wire.Then(Reset()).Then((_, _) => Found(null, "Ada", null));
        var connector = await OpenAsync(ReadBackBy.OwnMark);

        Assert.Equal("9", (await connector.CreateAsync(new Gadget { Name = "Ada" })).RemoteId);
        Assert.Equal(_wire.Requests[0].Uri.Query.Replace("?mark=", "", StringComparison.Ordinal), _wire.Requests[1].Uri.Query.Replace("?owner=", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-60, 1, WriteStatus.Failed)]
    [InlineData(0, 1, WriteStatus.Succeeded)]
    [InlineData(0, 2, WriteStatus.Unknown)]
    public async Task WriteAsync_SharedKey_CountsOnlyTheOneMadeSince(int made, int found, WriteStatus expected)
    {
        _wire.Then(Reset()).Then((_, _) => Found(Now.AddSeconds(made), "Ada", times: found));

        Assert.Equal(expected, (await CreateAsync(new() { Name = "Ada", Owner = "a" }, ReadBackBy.SharedKey)).Status);
    }

    [Theory]
    [InlineData(0, "Ada", WriteStatus.Succeeded)]
    [InlineData(-60, "Bob", WriteStatus.Failed)]
    [InlineData(-60, "Ada", WriteStatus.Unknown)]
    [InlineData(0, "Bob", WriteStatus.Unknown)]
    public async Task WriteAsync_Update_IsDecidedByTheChangeAndTheFields(int changed, string name, WriteStatus expected)
    {
        _wire.Then(Reset()).Then((_, _) => Answer(Record(null, name, "a", Now.AddSeconds(changed)), 0));

        var outcome = await WriteAsync(ModelWrite<Gadget>.Update("9", new() { Name = "Ada" }));

        Assert.Equal(expected, outcome.Status);
    }

    [Theory]
    [InlineData("v1", "Bob", WriteStatus.Failed)]
    [InlineData("v2", "Ada", WriteStatus.Succeeded)]
    [InlineData("v2", "Bob", WriteStatus.Unknown)]
    public async Task WriteAsync_UpdateOfAVersion_IsDecidedByTheVersion(string version, string name, WriteStatus expected)
    {
        _wire.Then(Reset()).Then((_, _) => Answer(Record(null, name, "a", null, version), null));

        Assert.Equal(expected, (await WriteAsync(ModelWrite<Gadget>.Update("9", new() { Name = "Ada", RemoteVersion = "v1" }))).Status);
    }

    [Theory]
    [InlineData(404, WriteStatus.Succeeded)]
    [InlineData(200, WriteStatus.Failed)]
    public async Task WriteAsync_Delete_IsDecidedByWhetherTheRecordIsGone(int status, WriteStatus expected)
    {
        _wire.Then(Reset()).Then((_, _) => Answer(Record(Now, "Ada", "a"), 0, (HttpStatusCode)status));

        Assert.Equal(expected, (await WriteAsync(ModelWrite<Gadget>.Delete("9"))).Status);
    }

    [Fact]
    public async Task WriteAsync_DeleteThatMayBeRepeatedAndThenIsGone_IsDone()
    {
        _deletesOnce = false;
        _wire.Then(Reset()).Then(HttpStatusCode.NotFound);

        Assert.Equal(WriteStatus.Succeeded, (await WriteAsync(ModelWrite<Gadget>.Delete("9"))).Status);
        Assert.Equal(["DELETE", "DELETE"], _wire.Requests.Select(request => request.Method.Method));
    }

    [Fact]
    public async Task WriteAsync_DeleteOfARecordThatIsNotThere_Fails()
    {
        _wire.Then(HttpStatusCode.NotFound);

        Assert.Equal(WriteStatus.Failed, (await WriteAsync(ModelWrite<Gadget>.Delete("9"))).Status);
    }

    public void Dispose()
    {
        _services?.Dispose();
        _wire.Dispose();
    }

    private static HttpRequestException Reset() => new(HttpRequestError.ResponseEnded, "reset");

    private static GadgetRecord Record(DateTimeOffset? made, string name, string owner, DateTimeOffset? changed = null, string? version = null) => new("9", name, owner, made, changed, version);

    private Task<HttpResponseMessage> None() => Answer("""{"items":[]}""", 0);

    private Task<HttpResponseMessage> Found(DateTimeOffset? made, string name, int? skew = 0, string owner = "a", int times = 1) =>
        Answer(System.Text.Json.JsonSerializer.Serialize(new([.. Enumerable.Repeat(Record(made, name, owner), times)]), RecordJson.Default.GadgetRecords), skew);

    private Task<HttpResponseMessage> Answer(GadgetRecord record, int? skew, HttpStatusCode status = HttpStatusCode.OK) =>
        Answer(System.Text.Json.JsonSerializer.Serialize(record, RecordJson.Default.GadgetRecord), skew, status);

    private Task<HttpResponseMessage> Answer(string body, int? skew, HttpStatusCode status = HttpStatusCode.OK)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        response.Headers.Date = skew is { } seconds ? DateTimeOffset.Parse(Now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
        return Task.FromResult(response);
    }

    private Task<WriteOutcome<Gadget>> CreateAsync(Gadget gadget, ReadBackBy by = ReadBackBy.UniqueKey) => WriteAsync(ModelWrite<Gadget>.Create(gadget), by);

    private async Task<WriteOutcome<Gadget>> WriteAsync(ModelWrite<Gadget> write, ReadBackBy by = ReadBackBy.UniqueKey)
    {
        var connector = await OpenAsync(by);
        return await _time.RunAsync(connector.Model<Gadget>().WriteAsync(new[] { write }.ToAsyncEnumerable()).SingleAsync().AsTask());
    }

    private async Task<IConnector> OpenAsync(ReadBackBy by = ReadBackBy.UniqueKey)
    {
        _services?.Dispose();
        var definition = Define(by);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddConnectors().UseTransport(() => new Keeping(_wire)).AddConnector(definition);
        _services = services.BuildServiceProvider(validateScopes: true);
        var key = new ConnectionKey("acme", "tenant");
        await _services.GetRequiredService<IConnections>().ConnectAsync(key, new BearerCredential("secret"));
        return await _services.GetRequiredService<IConnectorFactory>().OpenAsync(key);
    }

    private ConnectorDefinition Define(ReadBackBy by)
    {
        var create = Endpoint.Write<GadgetRecord, GadgetRecord>(
            "gadgets.create",
            (body, context) => RequestSpec.Post("/gadgets").Query("mark", by == ReadBackBy.OwnMark ? context.IdempotencyKey : null).Json(body, RecordJson.Default.GadgetRecord),
            Body.Json(RecordJson.Default.GadgetRecord));
        var update = Endpoint.Write<RecordUpdate<GadgetRecord>, GadgetRecord>(
            "gadgets.update", (write, _) => RequestSpec.Patch($"/gadgets/{write.RemoteId}").Json(write.Body, RecordJson.Default.GadgetRecord), Body.Json(RecordJson.Default.GadgetRecord));
        Func<string, EndpointContext, RequestSpec> remove = static (id, _) => RequestSpec.Delete($"/gadgets/{id}");
        var delete = _deletesOnce ? Endpoint.Write("gadgets.delete", remove, Body.None) : Endpoint.Idempotent("gadgets.delete", remove, Body.None);
        var get = Endpoint.Read<string, GadgetRecord>("gadgets.get", (id, _) => RequestSpec.Get($"/gadgets/{id}"), Body.Json(RecordJson.Default.GadgetRecord));
        var find = Endpoint.List<string, GadgetRecords, GadgetRecord>(
            "gadgets.find", (owner, _) => RequestSpec.Get("/gadgets").Query("owner", owner), PageOf.Json(RecordJson.Default.GadgetRecords, page => page.Items, "items"), PageBy.Single<GadgetRecords>());
        return new()
        {
            Id = "acme",
            DisplayName = "Acme",
            Hosts = "https://api.acme.test",
            Auth = [new BearerScheme("token")],
            Endpoints = [create, update, delete, get, find],
            Models =
            [
                Model.Of<Gadget, GadgetRecord>(
                        Gadget.Type, record => new() { RemoteId = record.Id, RemoteCreatedAt = record.Made, RemoteModifiedAt = record.Changed, RemoteVersion = record.Version, Name = record.Name, Owner = record.Owner }, Gadget.Type.All)
                    .Get(get)
                    .Create(create, ToRecord, Gadget.Type.Of(nameof(Gadget.Name), nameof(Gadget.Owner)))
                    .Update(update, ToRecord, Gadget.Type.Of(nameof(Gadget.Name), nameof(Gadget.Owner)))
                    .Delete(delete, DeleteKind.Delete)
                    .ReadBackCreate(find, write => by == ReadBackBy.OwnMark ? write.IdempotencyKey : write.Model.Owner, by, s_settle, Gadget.Type.Of(nameof(Gadget.Owner)))
                    .ReadBackUpdate(s_settle)
                    .ReadBackDelete(s_settle),
            ],
        };
    }

    private static GadgetRecord ToRecord(Gadget gadget) => new(null, gadget.Name, gadget.Owner, null, null, null);

    /// <summary>The client factory disposes of handlers; the test's wire outlives them.</summary>
    private sealed class Keeping(HttpMessageHandler wire) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _wire = new(wire, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _wire.SendAsync(request, cancellationToken);
    }
}

internal sealed record GadgetRecord(string? Id, string? Name, string? Owner, DateTimeOffset? Made, DateTimeOffset? Changed, string? Version);

internal sealed record GadgetRecords(IReadOnlyList<GadgetRecord> Items);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(GadgetRecord))]
[JsonSerializable(typeof(GadgetRecords))]
internal sealed partial class RecordJson : JsonSerializerContext;

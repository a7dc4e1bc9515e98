using System.Text.Json.Serialization;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Http;

/// <summary>A small made-up provider: a cursor list, a read, a write, a file.</summary>
internal static class Acme
{
    public static ListEndpoint<Widget> Widgets { get; } = Endpoint.List(
        "widgets.list",
        _ => RequestSpec.Get("/widgets"),
        PageOf.Json(AcmeJson.Default.WidgetPage, page => page.Items, "items"),
        PageBy.Cursor<WidgetPage>("after", page => page.Next, size: "limit", max: 100),
        id: widget => widget.Id);

    public static Endpoint<string, Widget> Widget { get; } = Endpoint.Read<string, Widget>(
        "widgets.get", (id, _) => RequestSpec.Get($"/widgets/{id}"), Body.Json(AcmeJson.Default.Widget));

    public static Endpoint<Widget, Widget> Create { get; } = Endpoint.Write<Widget, Widget>(
        "widgets.create", (widget, _) => RequestSpec.Post("/widgets").Json(widget, AcmeJson.Default.Widget), Body.Json(AcmeJson.Default.Widget));

    public static Endpoint<Widget, Widget> CreateOnce { get; } = Endpoint.Write<Widget, Widget>(
        "widgets.create_once",
        (widget, context) => RequestSpec.Post("/widgets").Header("Idempotency-Key", context.IdempotencyKey).Json(widget, AcmeJson.Default.Widget),
        Body.Json(AcmeJson.Default.Widget),
        takesKey: true);

    public static Endpoint<string, Stream> Export { get; } = Endpoint.Read<string, Stream>(
        "export.get", (_, _) => RequestSpec.Get("/export"), Body.Stream((_, stream) => stream));

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = "acme",
        DisplayName = "Acme",
        Hosts = "https://api.acme.test",
        Auth = [new BearerScheme("token")],
        Endpoints = [Widgets, Widget, Create, CreateOnce, Export],
        Rules = new()
        {
            RequestIdHeader = "X-Request-Id",
            Error = ResponseRules.JsonError(AcmeJson.Default.AcmeError, error => new(error.Code, error.Message)),
        },
    };
}

internal sealed record Widget(string Id, string? Name);

internal sealed record WidgetPage(IReadOnlyList<Widget> Items, string? Next);

internal sealed record AcmeError(string? Code, string? Message);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Widget))]
[JsonSerializable(typeof(WidgetPage))]
[JsonSerializable(typeof(AcmeError))]
internal sealed partial class AcmeJson : JsonSerializerContext;

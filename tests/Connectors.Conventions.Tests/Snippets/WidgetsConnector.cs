// <own-connector>
using System.Text.Json.Serialization;
using Connectors;
using Connectors.Definitions;

public static class WidgetsConnector
{
    public static ListEndpoint<Widget> Widgets { get; } = Endpoint.List(
        "widgets.list",
        _ => RequestSpec.Get("/v1/widgets"),
        PageOf.Json(WidgetsJson.Default.WidgetPage, page => page.Items, "items"),
        PageBy.Cursor<WidgetPage>("after", page => page.Next, size: "limit", max: 100),
        id: widget => widget.Id);

    public static Endpoint<Widget, Widget> Create { get; } = Endpoint.Write<Widget, Widget>(
        "widgets.create",
        (widget, _) => RequestSpec.Post("/v1/widgets").Json(widget, WidgetsJson.Default.Widget),
        Body.Json(WidgetsJson.Default.Widget));

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = "widgets",
        DisplayName = "Widgets Inc.",
        Hosts = "https://api.widgets.example",
        Auth = [ApiKeyScheme.Header("X-Api-Key")],
        Endpoints = [Widgets, Create],
        Limits = [new("per-minute", LimitScope.Credential, LimitKind.SlidingWindow, 600, TimeSpan.FromMinutes(1))],
    };
}

public sealed record Widget(string Id, string Name);

public sealed record WidgetPage(IReadOnlyList<Widget> Items, string? Next);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WidgetPage))]
internal sealed partial class WidgetsJson : JsonSerializerContext;
// </own-connector>

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

    public static Endpoint<NoContent, AccountIdentity> Me { get; } = Endpoint.Read<NoContent, AccountIdentity>(
        "account.get",
        (_, _) => RequestSpec.Get("/v1/me"),
        Body.Json(WidgetsJson.Default.Widget, me => new AccountIdentity(me.Id, me.Name)));

    public static ConnectorDefinition Definition { get; } = new()
    {
        Id = "widgets",
        DisplayName = "Widgets Inc.",
        Hosts = "https://api.widgets.example",
        Auth = [ApiKeyScheme.Header("X-Api-Key")],
        WhoAmI = Me,                                    // proves a key before it is saved
        Endpoints = [Me, Widgets, Create],
        Limits = [new("per-minute", LimitScope.Credential, LimitKind.SlidingWindow, 600, TimeSpan.FromMinutes(1))],
    };
}

public sealed record Widget(string Id, string Name);

public sealed record WidgetPage(IReadOnlyList<Widget> Items, string? Next);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(WidgetPage))]
internal sealed partial class WidgetsJson : JsonSerializerContext;
// </own-connector>

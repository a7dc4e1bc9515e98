namespace Connectors.HubSpot;

/// <summary>HubSpot's API version: a date that stands behind the area in a path, or the old <c>v3</c>, which stands before it.</summary>
internal static class HubSpotVersion
{
    private const string Old = "v3";

    /// <summary>The setting of the connection; versions are good for 18 months, <c>v3</c> until September 2027.</summary>
    public static ConnectionSetting Setting { get; } = new("api_version", "API version") { Choices = ["2026-09", "2026-03", Old], Default = "2026-09" };

    public static string Of(EndpointContext context) => context.Required(Setting.Name);

    /// <summary>Gives the two parts of a path behind <c>/crm</c>: <c>objects/2026-09</c> or <c>v3/objects</c>.</summary>
    public static (string First, string Second) Of(EndpointContext context, string area) =>
        Of(context) is var version && version == Old ? (version, area) : (area, version);
}

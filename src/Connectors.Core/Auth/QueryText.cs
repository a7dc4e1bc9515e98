namespace Connectors.Auth;

/// <summary>Adds parameters to an address as it is written, without reading it anew.</summary>
internal static class QueryText
{
    /// <summary>Adds one parameter; one without a value is left out.</summary>
    public static string Add(string address, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return address;
        }

        var joint = address.Contains('?', StringComparison.Ordinal) ? address[^1] is '?' or '&' ? "" : "&" : "?";
        return $"{address}{joint}{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
    }
}

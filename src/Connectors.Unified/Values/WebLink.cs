namespace Connectors;

/// <summary>A web address and what it leads to. Prints no address: it may be personal data.</summary>
/// <param name="Url">The address, as the provider writes it; it need not be a valid one.</param>
/// <param name="Kind">What it leads to, where the provider tells it.</param>
public sealed record WebLink(string Url, LinkKind? Kind = null)
{
    /// <summary>Makes a list of the web addresses that there are: empty ones are left out.</summary>
    /// <param name="links">Web addresses and what they lead to.</param>
    /// <returns>The list; empty where there is none.</returns>
    public static IReadOnlyList<WebLink> List(params ReadOnlySpan<(string? Url, LinkKind? Kind)> links)
    {
        var list = new WebLink[links.Length];
        var count = 0;
        foreach (var (url, kind) in links)
        {
            if (!string.IsNullOrWhiteSpace(url))
            {
                list[count++] = new(url, kind);
            }
        }

        return ValueList.Of(list, count);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(WebLink)} {Kind}";
}

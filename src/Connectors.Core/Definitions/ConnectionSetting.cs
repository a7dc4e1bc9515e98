using System.Text.RegularExpressions;

namespace Connectors.Definitions;

/// <summary>Something that a customer enters when connecting, beside the credential.</summary>
/// <param name="Name">The name in code: <c>subdomain</c>.</param>
/// <param name="Label">What the customer calls it: <c>Company domain</c>.</param>
public sealed record ConnectionSetting(string Name, string Label)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Gets whether a connection must have it.</summary>
    public bool Required { get; init; }

    /// <summary>Gets the value when the customer enters none.</summary>
    public string? Default { get; init; }

    /// <summary>Gets the regular expression that the whole value must match. A setting that stands in a host must have one, or <see cref="Choices"/>.</summary>
    public string? Pattern { get; init; }

    /// <summary>Gets an example, shown when the value is not as it should be.</summary>
    public string? Example { get; init; }

    /// <summary>Gets the only values allowed; empty allows any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    internal string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Required && Default is null ? $"the setting '{Name}' ({Label}) is missing" : null;
        }

        if (Choices.Count > 0 && !Choices.Contains(value, StringComparer.Ordinal))
        {
            return $"the setting '{Name}' ({Label}) must be one of {string.Join(", ", Choices)}";
        }

        return Pattern is not null && !Regex.IsMatch(value, $"^(?:{Pattern})\\z", RegexOptions.CultureInvariant, s_patience)
            ? $"the setting '{Name}' ({Label}) does not look right{(Example is null ? "" : $"; write it like '{Example}'")}"
            : null;
    }
}

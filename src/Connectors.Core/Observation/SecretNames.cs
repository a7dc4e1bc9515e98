using System.Collections.Concurrent;

namespace Connectors.Observation;

/// <summary>Knows secrets by the names of their fields. Thread-safe.</summary>
internal sealed class SecretNames(IEnumerable<string> secret, IEnumerable<string> harmless)
{
    /// <summary>Names come from providers: so many are remembered, the others are looked at each time.</summary>
    private const int MaxKnown = 4096;

    private readonly string[] _secret = [.. secret.Select(Plain).Where(static word => word.Length > 0)];
    private readonly string[] _harmless = [.. harmless.Select(Plain).Where(static word => word.Length > 0)];
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    public bool IsSecret(string name)
    {
        if (_known.TryGetValue(name, out var known))
        {
            return known;
        }

        var plain = Plain(name);
        foreach (var word in _harmless)
        {
            plain = plain.Replace(word, "", StringComparison.Ordinal);
        }

        var isSecret = Array.Exists(_secret, word => plain.Contains(word, StringComparison.Ordinal));
        if (_known.Count < MaxKnown && name.Length <= 128)
        {
            _known[name] = isSecret;
        }

        return isSecret;
    }

    private static string Plain(string name) => string.Create(name.Count(char.IsLetterOrDigit), name, static (plain, name) =>
    {
        var at = 0;
        foreach (var character in name)
        {
            if (char.IsLetterOrDigit(character))
            {
                plain[at++] = char.ToLowerInvariant(character);
            }
        }
    });
}

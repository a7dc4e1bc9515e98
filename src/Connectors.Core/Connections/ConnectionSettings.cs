using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Connectors;

/// <summary>What a customer enters beside the credential, by the setting's name: <c>new() { ["subdomain"] = "acme" }</c>.</summary>
public sealed class ConnectionSettings : IReadOnlyDictionary<string, string>, IEquatable<ConnectionSettings>
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Creates an empty set.</summary>
    public ConnectionSettings()
    {
    }

    /// <summary>Creates a copy.</summary>
    /// <param name="values">The settings to copy.</param>
    public ConnectionSettings(IEnumerable<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var (name, value) in values)
        {
            _values[name] = value;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<string> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>Gets a setting, or sets it while the object is being made.</summary>
    /// <param name="key">The setting's name.</param>
    public string this[string key]
    {
        get => _values[key];
        init => _values[key] = value;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ConnectionSettings? other) =>
        other is not null && other.Count == Count && _values.All(pair => other.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConnectionSettings);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(Count, (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Connectors.Simulators;

/// <summary>Keyed values in the order of their first appearance, kept over a restart when the host has a state file.</summary>
/// <typeparam name="T">An immutable value that System.Text.Json can write and read.</typeparam>
public sealed class StateTable<T> : IStateTable
    where T : class
{
    private readonly SimulatorState _state;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly List<T?> _values = [];
    private readonly Action<string, T?, T?>? _changed;
    private T[]? _snapshot;

    /// <summary>Creates a table of a simulator's state.</summary>
    /// <param name="state">The state that it belongs to.</param>
    /// <param name="name">A name that is unique in that state.</param>
    /// <param name="changed">Called inside the critical section with key, old and new value, also while state is brought back: keeps indexes.</param>
    public StateTable(SimulatorState state, string name, Action<string, T?, T?>? changed = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
        _changed = changed;
        Name = name;
        state.Register(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Gets how many values the table has.</summary>
    public int Count
    {
        get
        {
            lock (_state.Gate)
            {
                return _positions.Count;
            }
        }
    }

    /// <summary>Returns all values in the order of their first appearance; the array is never changed afterwards.</summary>
    /// <returns>The values as they are now.</returns>
    public IReadOnlyList<T> Snapshot()
    {
        lock (_state.Gate)
        {
            return _snapshot ??= [.. _values.OfType<T>()];
        }
    }

    /// <summary>Returns the value of a key, or null.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value, or null when there is none.</returns>
    public T? Find(string key)
    {
        lock (_state.Gate)
        {
            return _positions.TryGetValue(key, out var position) ? _values[position] : null;
        }
    }

    /// <summary>Gets the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, when there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string key, [NotNullWhen(true)] out T? value)
    {
        value = Find(key);
        return value is not null;
    }

    /// <summary>Adds or replaces a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void Put(string key, T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _state.Commit(() =>
        {
            Apply(key, value);
            _state.Record(Name, key, value);
        });
    }

    /// <summary>Removes a value.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key) => _state.Commit(() =>
    {
        if (!_positions.ContainsKey(key))
        {
            return false;
        }

        Apply(key, null);
        _state.Record(Name, key, null);
        return true;
    });

    void IStateTable.Replay(string key, JsonElement value) =>
        Apply(key, value.ValueKind == JsonValueKind.Null ? null : value.Deserialize<T>(SimulatorState.Json));

    private void Apply(string key, T? value)
    {
        T? old = null;
        if (_positions.TryGetValue(key, out var position))
        {
            old = _values[position];
            _values[position] = value;
            if (value is null)
            {
                _positions.Remove(key);
            }
        }
        else if (value is not null)
        {
            _positions[key] = _values.Count;
            _values.Add(value);
        }

        _snapshot = null;
        _changed?.Invoke(key, old, value);
    }
}

namespace Connectors.Simulators;

/// <summary>A provider's records of one kind, with ids from the order of creation; edits made here are "somebody changed it at the vendor".</summary>
/// <remarks>Safe for concurrent use; every edit is kept over a restart when the host has a state file.</remarks>
public sealed class RecordStore
{
    private readonly SimulatorState _state;
    private readonly StateTable<SimulatedRecord> _table;
    private readonly Func<long, string> _idOf;
    private readonly Dictionary<string, RecordIndex> _indexes = new(StringComparer.Ordinal);
    private readonly List<Action<SimulatedRecord?, SimulatedRecord?>> _observers = [];
    private long _last;

    /// <summary>Creates a store.</summary>
    /// <param name="simulator">The simulator that it belongs to.</param>
    /// <param name="name">A name that is unique in that simulator, such as <c>contacts</c>.</param>
    /// <param name="idOf">Makes a record's id from its place in the order of creation, from 1.</param>
    /// <param name="uniqueFields">Text fields by which records are found; case does not count.</param>
    public RecordStore(Simulator simulator, string name, Func<long, string> idOf, params IReadOnlyList<string> uniqueFields)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(uniqueFields);
        _state = simulator.State;
        _idOf = idOf;
        foreach (var field in uniqueFields)
        {
            _indexes[field] = new RecordIndex(field);
        }

        Name = name;
        _table = new StateTable<SimulatedRecord>(_state, name, OnChanged);
    }

    /// <summary>Gets the store's name.</summary>
    public string Name { get; }

    /// <summary>Gets how many records are not deleted.</summary>
    public int Count => Snapshot().Count(record => !record.IsDeleted);

    /// <summary>Calls back inside the critical section after every change, also while state is seeded and brought back: indexes, webhooks.</summary>
    /// <param name="observer">Takes the old and the new record; null stands for none.</param>
    public void Observe(Action<SimulatedRecord?, SimulatedRecord?> observer) => _observers.Add(observer);

    /// <summary>Returns all records, deleted ones too, in the order of creation; the list is never changed afterwards.</summary>
    /// <returns>The records as they are now.</returns>
    public IReadOnlyList<SimulatedRecord> Snapshot() => _table.Snapshot();

    /// <summary>Returns a record, deleted or not.</summary>
    /// <param name="id">The provider's id.</param>
    /// <returns>The record, or null.</returns>
    public SimulatedRecord? Find(string id) => _table.Find(id);

    /// <summary>Returns the record, not deleted, whose unique field has a value.</summary>
    /// <param name="field">One of the unique fields.</param>
    /// <param name="value">The value; case does not count.</param>
    /// <returns>The record, or null.</returns>
    public SimulatedRecord? FindBy(string field, string value) =>
        _state.Commit(() => _indexes[field].Find(value) is { } id ? _table.Find(id) : null);

    /// <summary>Creates a record at the host's time.</summary>
    /// <param name="fields">The fields that are set.</param>
    /// <returns>The record with its id.</returns>
    public SimulatedRecord Create(params IReadOnlyList<(string Field, object? Value)> fields) => Create(Pairs(fields));

    /// <summary>Creates a record.</summary>
    /// <param name="fields">The fields that are set.</param>
    /// <param name="createdAt">When, or null for the host's time.</param>
    /// <param name="modifiedAt">When it was changed last, or null for the time of creation.</param>
    /// <param name="deletedAt">When it was deleted, or null for a record that lives.</param>
    /// <returns>The record with its id.</returns>
    public SimulatedRecord Create(IEnumerable<KeyValuePair<string, object?>> fields, DateTimeOffset? createdAt = null, DateTimeOffset? modifiedAt = null, DateTimeOffset? deletedAt = null) => _state.Commit(() =>
    {
        var sequence = _last + 1;
        var at = createdAt ?? _state.Now;
        var record = new SimulatedRecord(_idOf(sequence), sequence, at, modifiedAt ?? at, deletedAt, new Dictionary<string, object?>(fields, StringComparer.Ordinal));
        _table.Put(record.Id, record);
        return record;
    });

    /// <summary>Changes fields of a record; others stay as they are.</summary>
    /// <param name="id">The provider's id.</param>
    /// <param name="fields">The fields that are set; null clears one.</param>
    /// <returns>The record as it is now.</returns>
    public SimulatedRecord Update(string id, params IReadOnlyList<(string Field, object? Value)> fields) => Update(id, Pairs(fields));

    /// <summary>Changes fields of a record; others stay as they are.</summary>
    /// <param name="id">The provider's id.</param>
    /// <param name="fields">The fields that are set; null clears one.</param>
    /// <returns>The record as it is now.</returns>
    public SimulatedRecord Update(string id, IEnumerable<KeyValuePair<string, object?>> fields) =>
        Change(id, record => record.With(fields, _state.Now, record.DeletedAt));

    /// <summary>Deletes a record so that it can still be found as deleted.</summary>
    /// <param name="id">The provider's id.</param>
    /// <returns>The record as it is now.</returns>
    public SimulatedRecord Archive(string id) => Change(id, record => record.IsDeleted ? record : record.With([], _state.Now, _state.Now));

    /// <summary>Brings a deleted record back.</summary>
    /// <param name="id">The provider's id.</param>
    /// <returns>The record as it is now.</returns>
    public SimulatedRecord Restore(string id) => Change(id, record => record.With([], _state.Now, null));

    /// <summary>Removes a record without a trace; its id is never used again.</summary>
    /// <param name="id">The provider's id.</param>
    /// <returns>Whether there was one.</returns>
    public bool Purge(string id) => _table.Remove(id);

    private static IEnumerable<KeyValuePair<string, object?>> Pairs(IEnumerable<(string Field, object? Value)> fields) =>
        fields.Select(field => KeyValuePair.Create(field.Field, field.Value));

    private SimulatedRecord Change(string id, Func<SimulatedRecord, SimulatedRecord> change) => _state.Commit(() =>
    {
        var record = change(_table.Find(id) ?? throw new KeyNotFoundException($"{Name} has no record '{id}'."));
        _table.Put(id, record);
        return record;
    });

    private void OnChanged(string key, SimulatedRecord? old, SimulatedRecord? value)
    {
        _last = Math.Max(_last, value?.Sequence ?? 0);
        foreach (var index in _indexes.Values)
        {
            index.Replace(old, value);
        }

        foreach (var observer in _observers)
        {
            observer(old, value);
        }
    }
}

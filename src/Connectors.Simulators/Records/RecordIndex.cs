namespace Connectors.Simulators;

/// <summary>Finds records by the text of one field; deleted records are not in it.</summary>
internal sealed class RecordIndex(string field)
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.OrdinalIgnoreCase);

    public string? Find(string value) => _ids.GetValueOrDefault(value);

    public void Replace(SimulatedRecord? old, SimulatedRecord? value)
    {
        if (KeyOf(old) is { } before && string.Equals(_ids.GetValueOrDefault(before), old!.Id, StringComparison.Ordinal))
        {
            _ids.Remove(before);
        }

        if (KeyOf(value) is { } after)
        {
            _ids.TryAdd(after, value!.Id);
        }
    }

    private string? KeyOf(SimulatedRecord? record) =>
        record is null || record.IsDeleted || record.Text(field) is not { Length: > 0 } text ? null : text;
}

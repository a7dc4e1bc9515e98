namespace Connectors.Definitions;

/// <summary>The names of the columns. A name that stands twice, like an empty one, is no way to find a column.</summary>
internal sealed class CsvHeader
{
    private const int Twice = -1;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly string[] _names;

    public CsvHeader(CsvParser row)
    {
        _names = new string[row.Count];
        for (var column = 0; column < _names.Length; column++)
        {
            var name = _names[column] = row[column].ToString();
            if (name.Length > 0)
            {
                _columns[name] = _columns.ContainsKey(name) ? Twice : column;
            }
        }
    }

    public IReadOnlyList<string> Names => _names;

    public bool TryFind(string name, out int column)
    {
        var isFound = _columns.TryGetValue(name, out column);
        return isFound && column == Twice
            ? throw new UnreadableAnswerException($"its header names '{name}' twice; read these columns by their position")
            : isFound;
    }
}

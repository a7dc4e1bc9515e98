using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Simulators;

/// <summary>An append-only file of changes, one JSON line a commit, handed to the operating system before the answer goes out.</summary>
internal sealed class StateJournal : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _claims = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonElement>> _changes = new(StringComparer.Ordinal);

    private StateJournal(FileStream file) => _file = file;

    public static StateJournal Open(string path)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);

        // No buffer: every Write is one system call, so a killed process loses nothing that was answered.
        var file = new FileStream(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        var journal = new StateJournal(file);
        try
        {
            journal.Load(full);
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Claim(string provider, string seedKey)
    {
        if (_claims.TryGetValue(provider, out var known))
        {
            if (!string.Equals(known, seedKey, StringComparison.Ordinal))
            {
                throw new InvalidOperationException(
                    $"The state file was written for '{provider}' seeded with '{known}', not with '{seedKey}': use the same seed and sizes, or delete '{_file.Name}'.");
            }
        }
        else
        {
            _claims[provider] = seedKey;
            Write(new JsonObject { ["p"] = provider, ["seed"] = seedKey });
        }
    }

    public IReadOnlyList<JsonElement> ChangesOf(string provider) =>
        _changes.Remove(provider, out var changes) ? changes : [];

    public void Append(string provider, IReadOnlyList<JsonObject> changes) =>
        Write(new JsonObject { ["p"] = provider, ["m"] = new JsonArray([.. changes]) });

    public void Dispose() => _file.Dispose();

    private void Write(JsonObject line)
    {
        var bytes = Encoding.UTF8.GetBytes(line.ToJsonString(SimulatorState.Json) + "\n");
        lock (_gate)
        {
            _file.Write(bytes);
        }
    }

    private void Load(string path)
    {
        var bytes = new byte[_file.Length];
        _file.ReadExactly(bytes);
        var start = 0;
        for (var number = 1; start < bytes.Length; number++)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0 || !TryTake(bytes.AsMemory(start, length)))
            {
                if (length >= 0 && start + length + 1 < bytes.Length)
                {
                    throw new InvalidDataException($"Line {number} of '{path}' is damaged: delete the file to start over.");
                }

                break; // the process was killed inside its last write: nobody was told of that change
            }

            start += length + 1;
        }

        _file.SetLength(start);
        _file.Position = start;
    }

    private bool TryTake(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var provider = root.GetProperty("p").GetString()!;
            if (root.TryGetProperty("seed", out var seed))
            {
                _claims[provider] = seed.GetString()!;
                return true;
            }

            if (!_changes.TryGetValue(provider, out var list))
            {
                _changes[provider] = list = [];
            }

            list.AddRange(root.GetProperty("m").Clone().EnumerateArray());
            return true;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}

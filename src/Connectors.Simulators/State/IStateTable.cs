using System.Text.Json;

namespace Connectors.Simulators;

/// <summary>A table that can be brought back from a state file.</summary>
internal interface IStateTable
{
    string Name { get; }

    void Replay(string key, JsonElement value);
}

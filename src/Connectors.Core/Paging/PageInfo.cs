using System.Text.Json.Serialization;

namespace Connectors.Definitions;

/// <summary>What a GraphQL connection tells of its place (the Cursor Connections Specification); see <see cref="PageBy.Connection"/>.</summary>
public sealed record PageInfo
{
    /// <summary>Gets whether more follow, when going forward by <c>first</c> and <c>after</c>.</summary>
    [JsonPropertyName("hasNextPage")]
    public bool HasNextPage { get; init; }

    /// <summary>Gets the cursor of the last record.</summary>
    [JsonPropertyName("endCursor")]
    public string? EndCursor { get; init; }

    /// <summary>Gets whether more come before, when going backward by <c>last</c> and <c>before</c>.</summary>
    [JsonPropertyName("hasPreviousPage")]
    public bool HasPreviousPage { get; init; }

    /// <summary>Gets the cursor of the first record.</summary>
    [JsonPropertyName("startCursor")]
    public string? StartCursor { get; init; }
}

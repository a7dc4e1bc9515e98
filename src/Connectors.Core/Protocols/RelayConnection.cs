using System.Text.Json.Serialization;

namespace Connectors.Definitions;

/// <summary>
/// A list in a GraphQL answer as Relay's Cursor Connections Specification has it: records as <c>nodes</c>, or inside <c>edges</c>, and the
/// place where it goes on. Put it where the answer holds one: <c>record IssuesData(RelayConnection&lt;Issue&gt; Issues)</c>.
/// </summary>
/// <typeparam name="TNode">The record.</typeparam>
/// <param name="Nodes">The records, where the document asks for <c>nodes</c>.</param>
/// <param name="Edges">The edges, where it asks for <c>edges</c>.</param>
/// <param name="PageInfo">Where the list goes on; the document asks for it in every list, so that none is silently short.</param>
/// <param name="TotalCount">The number of records of the whole list, where the provider tells it and the document asks for it.</param>
public sealed record RelayConnection<TNode>(
    [property: JsonPropertyName("nodes")] IReadOnlyList<TNode>? Nodes = null,
    [property: JsonPropertyName("edges")] IReadOnlyList<RelayEdge<TNode>>? Edges = null,
    [property: JsonPropertyName("pageInfo")] PageInfo? PageInfo = null,
    [property: JsonPropertyName("totalCount")] long? TotalCount = null)
{
    /// <summary>Gets the records of this page, from wherever they stand.</summary>
    [JsonIgnore]
    public IReadOnlyList<TNode> Items => Nodes ?? (Edges is null ? [] : [.. Edges.Select(static edge => edge is null ? default! : edge.Node)]);

    internal bool HasItems => Nodes is not null || Edges is not null;
}

/// <summary>One record of a <see cref="RelayConnection{TNode}"/> with its cursor.</summary>
/// <typeparam name="TNode">The record.</typeparam>
/// <param name="Node">The record.</param>
/// <param name="Cursor">Its cursor.</param>
public sealed record RelayEdge<TNode>(
    [property: JsonPropertyName("node")] TNode Node,
    [property: JsonPropertyName("cursor")] string? Cursor = null);

namespace Connectors;

/// <summary>A part of paging cannot go on. The walk, which knows what was seen, makes an <see cref="IncompleteListException"/> of it.</summary>
internal sealed class StuckListException(IncompleteReason reason, string what, string? toDo = null) : ConnectorException(new()
{
    Kind = ErrorKind.Incomplete,
    What = what,
    ToDo = toDo,
})
{
    public IncompleteReason Reason => reason;

    /// <summary>Gets the total that the provider declared for the part that is not complete.</summary>
    public long? Declared { get; init; }
}

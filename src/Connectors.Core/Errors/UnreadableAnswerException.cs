namespace Connectors.Definitions;

/// <summary>
/// An answer is not as it should be. Thrown by readers and mappings; its words reach the app (<see cref="ErrorKind.Protocol"/>), so they
/// must hold nothing of the answer's contents. The words of other exceptions are not shown, because they may.
/// </summary>
/// <param name="message">What is wrong, in words of the connector's own.</param>
public sealed class UnreadableAnswerException(string message) : FormatException(message)
{
    /// <summary>Gets the record's number in its document, from 1 (of CSV the row's, the header counted), where it is known.</summary>
    public long? Record { get; init; }

    /// <summary>Gets the number of the record's column, from 1, where it is known.</summary>
    public int? Column { get; init; }

    /// <summary>Gets whether the answer is good as far as it goes, but ends too early; read again, it may be whole.</summary>
    public bool IsTorn { get; init; }
}

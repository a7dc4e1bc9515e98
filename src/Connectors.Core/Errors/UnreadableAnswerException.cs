namespace Connectors.Definitions;

/// <summary>
/// An answer is not as it should be. Thrown by readers and mappings; its words reach the app (<see cref="ErrorKind.Protocol"/>), so they
/// must hold nothing of the answer's contents. The words of other exceptions are not shown, because they may.
/// </summary>
/// <param name="message">What is wrong, in words of the connector's own.</param>
public sealed class UnreadableAnswerException(string message) : FormatException(message);

namespace Connectors.Transfers;

/// <summary>The errors of files that are carried, each with what to do.</summary>
internal sealed class TransferErrors(ConnectionKey connection, string endpoint, string provider)
{
    public ConnectorException Changed(long at) => Make(
        ErrorKind.Conflict, at == 0 ? "The file is not the one that was expected: it was changed" : $"The file was changed while it was read, after {at} bytes", "Throw away what was read, and download it anew.");

    public ConnectorException BeyondEnd(long offset, long? length) => Make(
        ErrorKind.Validation, $"The file has {(length is null ? "not so many" : length)} bytes, and was asked for from {offset} on", "Ask for a place within the file.");

    public ConnectorException NoParts() => Make(
        ErrorKind.NotSupported, $"{provider} gives this file only as a whole", "Download it from its beginning.");

    public ConnectorException Wrong(string what) => Make(ErrorKind.Protocol, what, null);

    public ConnectorException BrokenOff(long at, long end) => Make(ErrorKind.Transport, $"The file broke off after {at} of {end} bytes", null, isTransient: true);

    public ConnectorException CannotGoOn(long at, ConnectorException broken) => new(
        broken.Facts with { What = $"The file broke off after {at} bytes, and {provider} gives it only from its beginning", ToDo = "Throw away what was read, and download it anew." }, broken);

    public ConnectorException WrongHash(HashKind algorithm) => Make(
        ErrorKind.Protocol, $"The content does not have the {algorithm.Name} hash that is stated of it: it was damaged", "Throw away what was read, and download it anew.", isTransient: true);

    public ConnectorException Input(string what, string toDo) => Make(ErrorKind.Validation, what, toDo);

    /// <summary>A write of several steps that cannot be told the end of.</summary>
    public OutcomeUnknownException Unknown(string what, Exception? inner) => new(Facts(ErrorKind.OutcomeUnknown, what, null, isTransient: false), inner);

    public ConnectorException Make(ErrorKind kind, string what, string? toDo, bool isTransient = false, Exception? inner = null) =>
        ConnectorException.From(Facts(kind, what, toDo, isTransient), inner);

    private ErrorFacts Facts(ErrorKind kind, string what, string? toDo, bool isTransient) =>
        new() { Kind = kind, What = what, ToDo = toDo, Connection = connection, Endpoint = endpoint, IsTransient = isTransient };
}

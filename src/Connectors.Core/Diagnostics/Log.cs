using Microsoft.Extensions.Logging;

namespace Connectors.Diagnostics;

/// <summary>The log events of Connectors.Core: 1000 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Connection} {Endpoint}: sent again after {Kind} (status {Status}), in {Delay}")]
    public static partial void Retrying(ILogger logger, ConnectionKey connection, string endpoint, ErrorKind kind, int? status, TimeSpan delay);

    [LoggerMessage(1001, LogLevel.Information, "{Connection} {Endpoint}: not sent, to spare the provider ({Reason})")]
    public static partial void Withheld(ILogger logger, ConnectionKey connection, string endpoint, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "{Provider}: calls to {Host} fail, so it is not called for {Duration} (circuit breaker)")]
    public static partial void CircuitOpened(ILogger logger, string provider, string host, TimeSpan duration);

    [LoggerMessage(1003, LogLevel.Information, "{Provider}: the circuit breaker of {Host} is {State}")]
    public static partial void CircuitChanged(ILogger logger, string provider, string host, string state);

    [LoggerMessage(1004, LogLevel.Information, "{Connection} {Endpoint}: no readable answer came to a write; a read-back says {Result}")]
    public static partial void ReadBack(ILogger logger, ConnectionKey connection, string? endpoint, string result);

    [LoggerMessage(1010, LogLevel.Information, "{Connection}: {Kind}, {OldStatus} -> {Status} ({Reason})")]
    public static partial void ConnectionChanged(ILogger logger, ConnectionKey connection, ConnectionEventKind kind, ConnectionStatus? oldStatus, ConnectionStatus? status, string? reason);

    [LoggerMessage(1011, LogLevel.Warning, "{Connection}: the customer must connect the account again, {OldStatus} -> ReconnectRequired ({Reason})")]
    public static partial void ReconnectRequired(ILogger logger, ConnectionKey connection, ConnectionStatus? oldStatus, string? reason);

    [LoggerMessage(1012, LogLevel.Error, "The connection handler {Handler} failed on {Kind} of {Connection}")]
    public static partial void HandlerFailed(ILogger logger, string handler, ConnectionKey connection, ConnectionEventKind kind, Exception error);

    [LoggerMessage(1013, LogLevel.Error, "The connection handler {Handler} is too slow: {Kind} of {Connection} was not told, because {Capacity} events wait for it already")]
    public static partial void EventDropped(ILogger logger, string handler, ConnectionKey connection, ConnectionEventKind kind, int capacity);

    [LoggerMessage(1030, LogLevel.Error, "The observer {Observer} failed on {Count} observations, which it will not get again")]
    public static partial void ObserverFailed(ILogger logger, string observer, int count, Exception error);

    [LoggerMessage(1031, LogLevel.Warning, "The observer {Observer} is too slow: observations are dropped until it has caught up")]
    public static partial void ObservationsDropped(ILogger logger, string observer);

    [LoggerMessage(1020, LogLevel.Warning, "The credential {Credential} could not be encrypted anew: {Problem}")]
    public static partial void NotReencrypted(ILogger logger, string credential, string problem);
}

using Microsoft.Extensions.Logging;

namespace Connectors.Diagnostics;

/// <summary>The log events of Connectors.Core: 1000 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "{Connection} {Endpoint}: sent again after {Kind} (status {Status}), in {Delay}")]
    public static partial void Retrying(ILogger logger, ConnectionKey connection, string endpoint, ErrorKind kind, int? status, TimeSpan delay);
}

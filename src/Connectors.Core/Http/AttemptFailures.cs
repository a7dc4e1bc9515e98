using System.Security.Authentication;

namespace Connectors.Http;

/// <summary>Turns what the transport threw into an attempt that got no answer; everything else goes up as it is.</summary>
internal static class AttemptFailures
{
    internal static ErrorFacts ExpandedTooFar(CallState call) =>
        call.Facts(ErrorKind.Protocol, $"{call.Runtime.Definition.DisplayName} answered with a body that grows more than {call.Runtime.Options.MaxExpansion}-fold when it is decompressed, so it was not read on") with
        {
            ToDo = $"Where the provider's data is really as uniform as that, set Connectors:Providers:{call.Runtime.Definition.Id}:{nameof(ConnectorOptions.MaxExpansion)} higher.",
        };

    internal static AttemptException? Explain(Exception error, CallState call, AttemptClock clock, bool maybeBefore, CancellationToken cancellationToken)
    {
        var provider = call.Runtime.Definition.DisplayName;
        switch (error)
        {
            case HttpRequestException when PrivateHostException.In(error) is { } hidden:
                return Failed(ErrorKind.Configuration, transient: false, sent: false, hidden.What, PrivateHostException.ToDo);
            case OperationCanceledException when clock.Token.IsCancellationRequested && !clock.EndedCall && !cancellationToken.IsCancellationRequested:
                return Failed(ErrorKind.Timeout, transient: true, sent: true, clock.Stalled
                    ? $"{provider} sent no byte for {call.Runtime.Options.BodyIdleTimeout.TotalSeconds:0.#} s"
                    : $"{provider} did not answer within {call.AttemptTimeout.TotalSeconds:0.#} s");
            case OperationCanceledException { InnerException: TimeoutException } when !cancellationToken.IsCancellationRequested:
                return Failed(ErrorKind.Transport, transient: true, sent: false, $"No connection to {call.Address.Authority} in time");
            case BodyTooLargeException:
                return Failed(ErrorKind.Protocol, transient: false, sent: true, $"{provider} answered with more than {call.Runtime.Options.MaxResponseBytes} bytes");
            case ExpandedTooFarException:
                call.Error = ExpandedTooFar(call);
                return new(call.Error, error);
            case BrokenCodingException:
                return Failed(ErrorKind.Protocol, transient: true, sent: true, $"{provider} answered with a body that cannot be decompressed: {error.Message}");
            case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError }:
                return Failed(ErrorKind.Transport, transient: true, sent: false, $"No connection to {call.Address.Authority}: {error.Message}");
            case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException:
                return Failed(ErrorKind.Transport, transient: false, sent: false, $"No secure connection to {call.Address.Authority}: its certificate or protocol was not accepted");
            case HttpRequestException or IOException or System.Net.Sockets.SocketException or TimeoutException:
                return Failed(ErrorKind.Transport, transient: true, sent: true, $"The connection to {call.Address.Authority} broke");
            default:
                return null;
        }

        AttemptException Failed(ErrorKind kind, bool transient, bool sent, string what, string? toDo = null)
        {
            if (!sent)
            {
                call.MayHaveBeenDone = maybeBefore;
            }

            call.Health = kind is ErrorKind.Transport or ErrorKind.Timeout ? HostHealth.Bad : HostHealth.Unknown;
            call.Error = call.Facts(kind, what) with { IsTransient = transient, ToDo = toDo };
            return new(call.Error, error);
        }
    }
}

using Connectors.Diagnostics;

namespace Connectors.Definitions;

/// <summary>Looks after a write of which no readable answer came, at once and again when the provider has had time to show it.</summary>
/// <param name="connector">The connection.</param>
/// <param name="options">How the write was made; the reads are made likewise.</param>
/// <param name="error">What is known of the write.</param>
internal sealed class WriteReconciling(IConnector connector, CallOptions options, ConnectorException error)
{
    /// <summary>Whether an error leaves open whether the write was done.</summary>
    public static bool IsOpen(ConnectorException error) => error is OutcomeUnknownException || error.Facts.MayHaveBeenDone;

    /// <summary>The clock that a connection runs on.</summary>
    public static TimeProvider TimeOf(IConnector connector) => (connector as Connector)?.Time ?? TimeProvider.System;

    /// <summary>The options of the reads: fields of the customer's own that were written are read too.</summary>
    public CallOptions ReadOptions(CommonModel? written) => options with
    {
        IdempotencyKey = null,
        CustomFields = written is { CustomFields.Count: > 0 } ? [.. options.CustomFields.Union(written.CustomFields.Keys, StringComparer.Ordinal)] : options.CustomFields,
    };

    /// <summary>Looks.</summary>
    /// <param name="look">Reads and decides.</param>
    /// <param name="settle">How long the provider may need.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The record of a write that was done.</returns>
    /// <exception cref="ConnectorException">The write was not done, or it is still not known.</exception>
    public async Task<TFound> LookAsync<TFound>(Func<CancellationToken, Task<(ReadBackResult Result, TFound Found)>> look, TimeSpan settle, CancellationToken cancellationToken)
    {
        try
        {
            var (result, found) = await look(cancellationToken).ConfigureAwait(false);
            if (result is ReadBackResult.Absent && settle > TimeSpan.Zero)
            {
                await Task.Delay(settle, TimeOf(connector), cancellationToken).ConfigureAwait(false);
                (result, found) = await look(cancellationToken).ConfigureAwait(false);
            }

            Telemetry.ReadBack(connector, error.Endpoint, result);
            return result switch
            {
                ReadBackResult.Done => found,
                ReadBackResult.Absent => throw NotDone(),
                ReadBackResult.Refused => throw Refused(),
                _ => throw Still(null),
            };
        }
        catch (OperationCanceledException canceled) when (cancellationToken.IsCancellationRequested)
        {
            throw new WriteCanceledException(error.Facts, canceled, cancellationToken);
        }
        catch (ConnectorException failed) when (!IsOpen(failed) && failed.InnerException != error)
        {
            Telemetry.ReadBack(connector, error.Endpoint, ReadBackResult.Unknown);
            throw Still(failed);
        }
    }

    private ConnectorException NotDone() => new(
        error.Facts with
        {
            Kind = error.Kind != ErrorKind.OutcomeUnknown ? error.Kind : error.StatusCode >= 500 ? ErrorKind.Unavailable : ErrorKind.Transport,
            What = "The write was not done: no readable answer came, and a read-back finds nothing of it",
            ToDo = "Write again.",
            IsTransient = true,
            MayHaveBeenDone = false,
        },
        error);

    private ConnectorException Refused() => new(
        error.Facts with
        {
            Kind = ErrorKind.Conflict,
            What = "The write was not done: no readable answer came, and a read-back finds a record with the same key that was there before",
            ToDo = null,
            IsTransient = false,
            MayHaveBeenDone = false,
        },
        error);

    /// <summary>It stays unknown; why the read-back did not help stands inside.</summary>
    private ConnectorException Still(ConnectorException? failed) => error is OutcomeUnknownException unknown
        ? new OutcomeUnknownException(unknown.Facts, failed ?? unknown.InnerException) { IdempotencyKey = unknown.IdempotencyKey }
        : error;
}

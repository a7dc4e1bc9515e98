using Connectors.Diagnostics;
using Connectors.Storage;
using Microsoft.Extensions.Logging;

namespace Connectors.Auth;

/// <summary>Goes through all credentials and encrypts each anew where it is not of the current key.</summary>
internal sealed class CredentialReencryption(ICredentialStore store, CredentialProtector protector, ILoggerFactory? loggers = null) : ICredentialReencryption
{
    private const int Attempts = 5;

    private readonly ILogger? _logger = loggers?.CreateLogger("Connectors");

    public async Task<ReencryptionReport> RunAsync(CancellationToken cancellationToken = default)
    {
        var (seen, done, left) = (0L, 0L, 0L);
        await foreach (var id in store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            seen++;
            switch (await OneAsync(id, cancellationToken).ConfigureAwait(false))
            {
                case true:
                    done++;
                    break;
                case false:
                    left++;
                    break;
                default:
                    break;
            }
        }

        return new(seen, done, left);
    }

    /// <summary>Says whether it was encrypted anew; <see langword="null"/> where it needed not to be.</summary>
    private async ValueTask<bool?> OneAsync(string id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // Read again after somebody else wrote it: with the current key, if that process knows it already.
            if (await store.ReadAsync(id, cancellationToken).ConfigureAwait(false) is not { } row || protector.IsCurrent(row.Payload))
            {
                return null;
            }

            byte[] payload;
            try
            {
                payload = protector.Rewrap(id, row.Payload);
            }
            catch (ConnectorException error)
            {
                if (_logger is not null)
                {
                    Log.NotReencrypted(_logger, id, error.Message);
                }

                return false;
            }

            if (await store.TryReencryptAsync(row, payload, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }
}

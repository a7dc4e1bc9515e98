namespace Connectors;

/// <summary>
/// Notes on a connection what calls tell of its credential: refused makes it <see cref="ConnectionStatus.Failing"/>, accepted makes it
/// <see cref="ConnectionStatus.Active"/> again. Not <see cref="ConnectionStatus.ReconnectRequired"/>: a credential that is not renewed
/// (a key) may be refused for a moment only, and the customer would be locked out. Writes only when the status changes, and never
/// lets a call fail for it.
/// </summary>
internal sealed class ConnectionHealth(ConnectionRows rows, TimeProvider time)
{
    /// <summary>How long a refusal is shown at least; providers that refuse some endpoints with a 401 would make it flicker.</summary>
    internal static readonly TimeSpan Shown = TimeSpan.FromMinutes(1);

    /// <summary>A call with the credential was answered well.</summary>
    public ValueTask AcceptedAsync(Connection connection) =>
        connection.Status == ConnectionStatus.Failing && time.GetUtcNow() - connection.StatusSince >= Shown
            ? NoteAsync(connection, ConnectionStatus.Active, null)
            : ValueTask.CompletedTask;

    /// <summary>The provider refused the credential, and renewing it did not help or cannot be done.</summary>
    public ValueTask RefusedAsync(Connection connection, string reason) =>
        connection.Status == ConnectionStatus.Active ? NoteAsync(connection, ConnectionStatus.Failing, reason) : ValueTask.CompletedTask;

    private async ValueTask NoteAsync(Connection seen, ConnectionStatus status, string? reason)
    {
        try
        {
            // Connected anew meanwhile: what was seen was another credential's.
            await rows.ChangeAsync(seen.Key, current => current.Version == seen.Version ? rows.Changed(current, status, reason) : current, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What the call came to matters more; the next one notes it.
        }
    }
}

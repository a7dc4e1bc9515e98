using Connectors.Definitions;

namespace Connectors;

/// <summary>What the proving call came to.</summary>
/// <param name="Identity">Whose account it is, where it is known.</param>
internal sealed record Proof(AccountIdentity? Identity)
{
    /// <summary>Where the accounts of the grant are listed, where the connection has to be to one of several.</summary>
    public GrantAccounts? Accounts { get; init; }

    /// <summary>Why the app must choose one of the grant's accounts, or <see langword="null"/> when it need not.</summary>
    public string? Undecided { get; init; }

    /// <summary>Puts it into a connection: account, setting and status.</summary>
    public Connection Of(Connection connection)
    {
        if (Undecided is not null)
        {
            return Without(connection, Accounts!) with { Status = ConnectionStatus.AccountRequired, StatusReason = Undecided };
        }

        return Identity is null ? connection : connection with
        {
            AccountId = Identity.Id ?? connection.AccountId,
            AccountName = Identity.Name,
            Settings = Accounts is null ? connection.Settings : With(connection.Settings, Accounts.Setting, Identity.Id!),
        };
    }

    /// <summary>Finds the account that a connection is to among those of its grant: the one that is known or was asked for, or the only one.</summary>
    /// <exception cref="ConnectorException">Another account was asked for than the connection's, or the grant does not cover it.</exception>
    public static Proof Choose(GrantAccounts accounts, Connection connection, IReadOnlyList<AccountIdentity> all)
    {
        var asked = connection.Settings.TryGetValue(accounts.Setting, out var value) ? value : null;
        OneAccount.Check(connection.Key, connection.AccountId, asked);
        var chosen = (asked ?? connection.AccountId) is { } id ? all.FirstOrDefault(account => account.Id == id) : all.Count == 1 ? all[0] : null;
        if (chosen is not null)
        {
            return new(chosen) { Accounts = accounts };
        }

        return connection.AccountId is { } known
            ? throw NotCovered(connection.Key, known)
            : new((AccountIdentity?)null)
            {
                Accounts = accounts,
                Undecided = asked is not null ? $"The account '{asked}' that was asked for is not among the {all.Count} of the grant."
                    : all.Count == 0 ? "The grant covers no account."
                    : $"The grant covers {all.Count} accounts, and one must be chosen.",
            };
    }

    /// <summary>Takes the account setting out, which nobody but the list of accounts may tell.</summary>
    public static Connection Without(Connection connection, GrantAccounts accounts) => !connection.Settings.ContainsKey(accounts.Setting) ? connection : connection with
    {
        Settings = new(connection.Settings.Where(setting => setting.Key != accounts.Setting)),
    };

    internal static ConnectionSettings With(ConnectionSettings settings, string name, string value) => new(settings.Append(new(name, value)));

    private static ReconnectRequiredException NotCovered(ConnectionKey key, string account) => new(new()
    {
        Kind = ErrorKind.Authorization,
        Connection = key,
        What = $"The customer's sign-in does not cover the account '{account}', which the connection is to",
        ToDo = "Let the customer sign in again and allow this account; or disconnect it, or connect another account under another connection name.",
    });
}

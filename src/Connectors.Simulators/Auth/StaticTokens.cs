namespace Connectors.Simulators;

/// <summary>Tokens and API keys that a customer makes by hand and that never expire.</summary>
/// <remarks>Safe for concurrent use; kept over a restart when the host has a state file.</remarks>
public sealed class StaticTokens
{
    private readonly StateTable<StaticToken> _tokens;

    /// <summary>Creates an empty set.</summary>
    /// <param name="simulator">The simulator that it belongs to.</param>
    /// <param name="name">A name that is unique in that simulator.</param>
    public StaticTokens(Simulator simulator, string name = "static.tokens")
    {
        ArgumentNullException.ThrowIfNull(simulator);
        _tokens = new StateTable<StaticToken>(simulator.State, name);
    }

    /// <summary>Makes a token valid.</summary>
    /// <param name="value">The token.</param>
    /// <param name="account">The account that it belongs to.</param>
    /// <param name="scopes">What it may do; none means everything.</param>
    /// <returns>The token.</returns>
    public StaticToken Register(string value, string account, params IReadOnlyList<string> scopes)
    {
        var token = new StaticToken(value, account, [.. scopes]);
        _tokens.Put(value, token);
        return token;
    }

    /// <summary>Makes a token invalid.</summary>
    /// <param name="value">The token.</param>
    /// <returns>Whether it was valid.</returns>
    public bool Revoke(string value) => _tokens.Remove(value);

    /// <summary>Returns a valid token.</summary>
    /// <param name="value">The token as sent.</param>
    /// <returns>The token, or null when it is not valid.</returns>
    public StaticToken? Find(string? value) => value is null ? null : _tokens.Find(value);
}

/// <summary>A token or API key that a customer made by hand.</summary>
/// <param name="Value">The token.</param>
/// <param name="Account">The account that it belongs to.</param>
/// <param name="Scopes">What it may do; none means everything.</param>
public sealed record StaticToken(string Value, string Account, IReadOnlyList<string> Scopes);

using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>
/// Something of a token answer to keep: it becomes a setting of the connection, and can stand in host templates. Never a secret:
/// settings are not encrypted.
/// </summary>
/// <param name="name">The name under which it is kept.</param>
/// <param name="read">Takes it out of the answer; what is not there may throw, and is then left out.</param>
public sealed class TokenExtra(string name, Func<JsonElement, JsonElement> read)
{
    /// <summary>Gets the name under which it is kept.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is taken out of the claims of the <c>id_token</c>, after they were checked.</summary>
    internal bool IsClaim { get; private init; }

    /// <summary>Keeps a member of the answer under its own name.</summary>
    /// <param name="name">The member's name.</param>
    public static implicit operator TokenExtra(string name) => new(name, answer => answer.GetProperty(name));

    /// <summary>
    /// Keeps a claim of the <c>id_token</c> that a sign-in gives, once it is checked: some providers tell only there whose account it is. Needs
    /// <see cref="OAuth2Scheme.Issuer"/> and the scope <c>openid</c>. A renewal leaves it as it was.
    /// </summary>
    /// <param name="claim">The claim: <c>sub</c>, <c>tid</c>, <c>email</c>.</param>
    /// <param name="name">The name under which it is kept; the claim's own by default.</param>
    public static TokenExtra FromIdToken(string claim, string? name = null) => new(name ?? claim, claims => claims.GetProperty(claim)) { IsClaim = true };

    /// <summary>Takes it out of an answer: a text, number or truth value as text, anything else as <see langword="null"/>.</summary>
    internal string? Read(JsonElement answer)
    {
        try
        {
            var value = read(answer);
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            };
        }
        catch (Exception)
        {
            // The definition's own code, and what was sent for this answer is spent: whatever it throws must not lose the tokens.
            return null;
        }
    }
}

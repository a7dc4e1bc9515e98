namespace Connectors.Definitions;

/// <summary>Where a provider takes tokens back.</summary>
/// <param name="address">The address; may hold <c>{setting}</c> placeholders and a query.</param>
public sealed class RevocationEndpoint(string address)
{
    /// <summary>Gets the address.</summary>
    public string Address { get; } = address;

    /// <summary>Gets the method.</summary>
    /// <value>The default is POST. Facebook: DELETE.</value>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>
    /// Gets whether the access token is sent as <c>Authorization: Bearer</c> without a body. Otherwise the refresh token (or the
    /// access token, when there is no other) is a field beside the client's proof, as RFC 7009 has it.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AsBearer { get; init; }

    /// <summary>Gets how the fields are written.</summary>
    /// <value>The default is <see cref="TokenRequestFormat.Form"/>, as RFC 7009 has it. QuickBooks: <see cref="TokenRequestFormat.Json"/>.</value>
    public TokenRequestFormat Format { get; init; } = TokenRequestFormat.Form;

    /// <summary>
    /// Gets the field in which the token stands: <c>token</c>, with <c>token_type_hint</c> beside it. Under another name it stands alone, and is the access
    /// token; <see langword="null"/>: no token is sent, because <see cref="Parameters"/> say what is taken back.
    /// </summary>
    /// <value>The default is <c>token</c>. Square: <c>access_token</c>. Stripe: <see langword="null"/>.</value>
    public string? TokenParameter { get; init; } = "token";

    /// <summary>Gets further fields. A value that is a <c>{setting}</c> is left out when the connection lacks it.</summary>
    /// <value>The default is empty. Stripe: <c>stripe_user_id={stripe_user_id}</c>.</value>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Gets the <c>Authorization</c> scheme under which the client's secret is sent alone, with the client id as a field, instead of the proof that the token endpoint takes.
    /// </summary>
    /// <value>The default is <see langword="null"/>: the token endpoint's proof. Square: <c>Client</c>. Stripe: <c>Bearer</c>.</value>
    public string? SecretScheme { get; init; }

    /// <summary>
    /// Gets whether taking back one grant ends every grant of the same user to the app. The grant of a sign-in that is refused, because it is another account's, is
    /// then left alone: it may be the same user's, and the older connection would end with it.
    /// </summary>
    /// <value>The default is <see langword="false"/>. Xero: <see langword="true"/>.</value>
    public bool EndsAllGrants { get; init; }

    /// <summary>Makes an endpoint that keeps to RFC 7009.</summary>
    /// <param name="address">The address.</param>
    public static implicit operator RevocationEndpoint(string address) => new(address);
}

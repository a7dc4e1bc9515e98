namespace Connectors.Definitions;

/// <summary>
/// A protocol over HTTP that tells errors in a way of its own: <see cref="GraphQLApi"/> (in bodies of good answers),
/// <see cref="SoapService"/> (by faults). The endpoints that it makes are judged by it, after the definition's own
/// <see cref="ResponseRules.Rule"/> and before what HTTP says. Stateless and thread-safe.
/// </summary>
public abstract class Protocol
{
    private protected Protocol()
    {
    }

    /// <summary>
    /// Gets the rules for a definition whose every call is of this protocol: raw calls (passthrough) are judged by them too. A definition
    /// that has other endpoints beside leaves them out, and raw calls are judged by their HTTP status.
    /// </summary>
    public ResponseRules Rules => field ??= new()
    {
        Rule = facts => facts.Endpoint.Protocol is null ? Judge(facts) : null,
        Error = facts => facts.Endpoint.Protocol is null ? Error(facts) : null,
    };

    /// <summary>Judges an answer, or leaves it to HTTP.</summary>
    internal abstract ResponseAction? Judge(ResponseFacts facts);

    /// <summary>Reads what the provider says of an error.</summary>
    internal abstract VendorError? Error(ResponseFacts facts);
}

namespace Connectors.Definitions;

/// <summary>What a call does at the provider. Decides whether it may be sent again; never derived from the HTTP verb.</summary>
public enum Effect
{
    /// <summary>Changes nothing (also where it is a POST: searches, GraphQL queries, SOAP reads).</summary>
    Read,

    /// <summary>Changes something, and doing it twice is like doing it once.</summary>
    Idempotent,

    /// <summary>Changes something, and doing it twice does it twice: never sent again once it may have arrived.</summary>
    Write,
}

/// <summary>Nothing: the input of a call that takes none, the answer of one that gives none. Write <c>default</c>.</summary>
public readonly record struct NoContent;

namespace Connectors;

/// <summary>The keys that make writes safe to repeat, or to find again.</summary>
internal static class WriteKey
{
    /// <summary>Gives options with a key: the caller's own, else a new one that no other call has.</summary>
    /// <param name="options">The options.</param>
    internal static CallOptions Make(CallOptions options) => options.IdempotencyKey is null ? options with { IdempotencyKey = Guid.NewGuid().ToString() } : options;

    /// <summary>Gives options with a key where the endpoint takes one. It is made once for a call, and all its attempts carry it.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="options">The options.</param>
    internal static CallOptions For(Definitions.Endpoint endpoint, CallOptions? options) =>
        endpoint.TakesIdempotencyKey ? Make(options ?? CallOptions.Default) : options ?? CallOptions.Default;
}

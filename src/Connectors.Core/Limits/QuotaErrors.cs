namespace Connectors.Limits;

/// <summary>Makes the error of a call that was not sent because a limit has no room in time.</summary>
internal static class QuotaErrors
{
    internal static RateLimitedException NoRoom(QuotaRequest request, Gate gate, TimeSpan? wait)
    {
        var limit = gate.Limit is null ? "The provider's last refusal" : $"The limit '{gate.Key.Name}'";
        var room = wait is { } time ? $"leaves no room for {Text(time)}" : "left no room";
        var again = wait is { } later ? $"Call again in {Text(later)}" : "Call again later";
        return new(new ErrorFacts
        {
            Kind = ErrorKind.RateLimited,
            What = $"{limit} {room}, and the call may wait {Text(request.MaxWait)}; nothing was sent.",
            ToDo = $"{again}, or allow a longer {nameof(CallOptions)}.{nameof(CallOptions.MaxQuotaWait)}.",
            Connection = request.Connection,
            Provider = request.Connection.Provider,
            Endpoint = request.Endpoint.Name,
            IsTransient = true,
            RetryAfter = wait,
        });
    }

    internal static ConnectorException TooMuch(QuotaRequest request, Gate gate) => new(new ErrorFacts
    {
        Kind = ErrorKind.Validation,
        What = $"The call costs {gate.CostOf(request.Stated)} {gate.Limit!.Unit}, and the limit '{gate.Key.Name}' allows {gate.Counter.Most} at most; nothing was sent.",
        ToDo = "Ask for less in one call: a smaller page, fewer fields, less nesting.",
        Connection = request.Connection,
        Provider = request.Connection.Provider,
        Endpoint = request.Endpoint.Name,
    });

    private static string Text(TimeSpan time) =>
        time.TotalSeconds < 100 ? $"{time.TotalSeconds:0.#} s" : time.TotalHours < 2 ? $"{time.TotalMinutes:0} min" : $"{time.TotalHours:0.#} h";
}

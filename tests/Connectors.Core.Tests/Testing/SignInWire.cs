using System.Net;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Testing;

/// <summary>Plays a provider's sign-in endpoints: answers what it is told to, and keeps what it was asked, in order.</summary>
internal sealed class SignInWire(MockHttpMessageHandler http, TimeProvider time)
{
    public List<Asked> Log { get; } = [];

    /// <summary>Answers an address; with several answers, one after the other, the last one from then on.</summary>
    public SignInWire On(string address, params (int Status, string Body)[] answers)
    {
        var count = 0;
        http.When(address).Respond(async request =>
        {
            var (status, body) = answers[Math.Min(count++, answers.Length - 1)];
            Log.Add(await Asked.OfAsync(request, time.GetUtcNow()));
            return The.Answer((HttpStatusCode)status, body);
        });
        return this;
    }

    public IEnumerable<Asked> At(string address) => Log.Where(asked => asked.Address == address);
}

/// <summary>A request as the provider saw it.</summary>
internal sealed record Asked(string Method, string Address, string? Authorization, string? MediaType, string Body, string Headers, DateTimeOffset At)
{
    public Dictionary<string, string> Form => The.Form(Body);

    public static async Task<Asked> OfAsync(HttpRequestMessage request, DateTimeOffset at) => new(
        request.Method.Method,
        request.RequestUri!.AbsoluteUri,
        request.Headers.Authorization?.ToString(),
        request.Content?.Headers.ContentType?.MediaType,
        request.Content is null ? "" : await request.Content.ReadAsStringAsync(),
        string.Join('\n', request.Headers.Where(header => header.Key is not ("Authorization" or "Accept")).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")),
        at);

    /// <summary>The request in a line or two: method, address, proof, further headers, body.</summary>
    public override string ToString() =>
        $"{Method} {Address}{(Authorization is null ? "" : $" [{Authorization}]")}{(Headers.Length == 0 ? "" : $" [{Headers}]")}{(Body.Length == 0 ? "" : $" {Body}")}";
}

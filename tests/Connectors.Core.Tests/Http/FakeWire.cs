using System.Net;
using System.Text;

namespace Connectors.Core.Tests.Http;

/// <summary>A transport that answers as told: the answers in turn, the last one for ever.</summary>
internal sealed class FakeWire : HttpMessageHandler
{
    private readonly List<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _answers = [];

    public List<(HttpMethod Method, Uri Uri, string? Authorization, string? Body)> Requests { get; } = [];

    public FakeWire Then(HttpStatusCode status, string body = "", string mediaType = "application/json", Action<HttpResponseMessage>? adorn = null) => Then((_, _) =>
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        adorn?.Invoke(response);
        return Task.FromResult(response);
    });

    public FakeWire Then(Exception error) => Then((_, _) => Task.FromException<HttpResponseMessage>(error));

    public FakeWire ThenNever() => Then(async (_, token) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, token);
        throw new InvalidOperationException("Not reached.");
    });

    public FakeWire ThenBody(Func<Stream> body, long? length = null) => Then((_, _) =>
    {
        var content = new StreamContent(body());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentLength = length;
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
    });

    public FakeWire Then(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.Add(answer);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request.Method, request.RequestUri!, request.Headers.Authorization?.ToString(), request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)));
        var response = await _answers[Math.Min(Requests.Count, _answers.Count) - 1](request, cancellationToken);
        response.RequestMessage ??= request;
        return response;
    }
}

/// <summary>Some bytes, then nothing for ever.</summary>
internal sealed class StallingStream(byte[] first) : MemoryStream(first)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await base.ReadAsync(buffer, cancellationToken);
        if (read == 0)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return read;
    }
}

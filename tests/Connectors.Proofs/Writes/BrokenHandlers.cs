using System.Net;
using System.Text.Json;

namespace Connectors.Proofs.Writes;

/// <summary>Without the effect that endpoints state: below the chain, whatever fails is sent once more.</summary>
internal sealed class ResendAnything(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var first = await base.SendAsync(request, cancellationToken);
            return (int)first.StatusCode >= 500 ? await base.SendAsync(request, cancellationToken) : first;
        }
        catch (HttpRequestException)
        {
            return await base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>Without one key for all attempts of a call: each attempt carries one of its own.</summary>
internal sealed class KeyPerAttempt(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private int _attempts;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Remove("Idempotency-Key"))
        {
            request.Headers.Add("Idempotency-Key", $"key-{Interlocked.Increment(ref _attempts)}");
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Without the question whether a record was there before the write: each record that is found is as new as can be.</summary>
internal sealed class AlwaysNew(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.Method == HttpMethod.Get && response.StatusCode == HttpStatusCode.OK)
        {
            var page = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellationToken), WriteJson.Default.PersonPage)!;
            page = new([.. page.Items.Select(static person => person with { CreatedAt = DateTimeOffset.MaxValue })]);
            response.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(page, WriteJson.Default.PersonPage));
        }

        return response;
    }
}

/// <summary>Without the difference between a refusal and no answer: a write that breaks is told as refused.</summary>
internal sealed class BreaksAreRefusals(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException) when (request.Method == HttpMethod.Post)
        {
            return new(HttpStatusCode.BadRequest) { RequestMessage = request, Content = new ByteArrayContent([]) };
        }
    }
}

/// <summary>Without the time that a provider may need: the pause before the second look is none.</summary>
internal sealed class NoPatience : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime == WriteWay.Settle ? TimeSpan.Zero : dueTime, period);
}

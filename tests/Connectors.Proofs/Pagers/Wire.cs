using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Connectors.Proofs.Pagers;

/// <summary>Writes the vendor's answers.</summary>
internal static class Wire
{
    /// <summary>A good answer in JSON.</summary>
    public static HttpResponseMessage Json(object envelope) => Text(JsonSerializer.Serialize(envelope), "application/json");

    /// <summary>A good answer.</summary>
    public static HttpResponseMessage Text(string body, string mediaType) => Answer(HttpStatusCode.OK, body, mediaType);

    /// <summary>An answer.</summary>
    public static HttpResponseMessage Answer(HttpStatusCode status, string body = "", string mediaType = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };

    /// <summary>The records as most vendors write them.</summary>
    public static IEnumerable<object>? Items(View view) => view.NoRows ? null : view.Rows.Select(Item);

    /// <summary>One record.</summary>
    public static object Item(Row row) => new { id = row.Id, number = row.Number, updatedAt = row.Time };

    /// <summary>The next cursor as the page writes it.</summary>
    public static string? Next(View view) => view.Next ?? (view.EmptyText ? "" : null);

    /// <summary>The bytes of an answer.</summary>
    public static byte[] Bytes(HttpResponseMessage answer)
    {
        using var copy = new MemoryStream();
        answer.Content.CopyTo(copy, null, CancellationToken.None);
        return copy.ToArray();
    }

    /// <summary>The same answer with another body.</summary>
    public static HttpResponseMessage With(HttpResponseMessage answer, Stream body, long? length, string? coding = null)
    {
        var content = new StreamContent(body);
        content.Headers.ContentType = answer.Content.Headers.ContentType;
        content.Headers.ContentLength = length;
        if (coding is not null)
        {
            content.Headers.ContentEncoding.Add(coding);
        }

        var same = new HttpResponseMessage(answer.StatusCode) { Content = content };
        foreach (var (name, values) in answer.Headers.NonValidated)
        {
            same.Headers.TryAddWithoutValidation(name, values);
        }

        return same;
    }

    /// <summary>The same answer, said to be of another type.</summary>
    public static HttpResponseMessage As(HttpResponseMessage answer, string mediaType)
    {
        answer.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return answer;
    }
}

/// <summary>Some bytes, and then something else than the end.</summary>
/// <param name="first">The bytes.</param>
/// <param name="then">What happens to one who reads on.</param>
internal sealed class BrokenStream(byte[] first, Func<CancellationToken, int> then) : MemoryStream
{
    private int _given;

    public override bool CanSeek => false;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, first.Length - _given);
        first.AsSpan(_given, count).CopyTo(buffer.Span);
        _given += count;
        try
        {
            return new(count > 0 ? count : then(cancellationToken));
        }
        catch (Exception error)
        {
            return ValueTask.FromException<int>(error);
        }
    }
}

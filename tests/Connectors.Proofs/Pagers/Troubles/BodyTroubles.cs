using System.IO.Compression;
using System.Text;

namespace Connectors.Proofs.Pagers;

/// <summary>Bodies that break off, stall, or are not what they are said to be.</summary>
internal static class BodyTroubles
{
    private const int MaxMoments = 1000;
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(5);

    public static IEnumerable<Trouble> All { get; } =
    [
        new("connection reset before the answer") { Passes = true, Damage = AnswerTroubles.On(7, 2, static (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection reset by peer")) },
        new("body torn before its declared length, once") { Fits = Fitting.Paged, Passes = true, Damage = AnswerTroubles.On(7, 1, static (_, good) => Torn(good, 0.5)) },
        new("body torn before its declared length, for ever") { Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => Torn(good, 0.5)) },
        new("body torn in its first bytes, once") { Passes = true, Damage = AnswerTroubles.On(7, 1, static (_, good) => Torn(good, 0)) },
        new("body ends early without an error, once") { Fits = Fitting.Paged, Passes = true, Damage = AnswerTroubles.On(7, 1, static (_, good) => Cut(good, 0.5)) },
        new("body ends early without an error, for ever") { Fits = static dialect => dialect.Name != "CSV", Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => Cut(good, 0.5)) },
        new("body lacks its last byte") { Fits = Fitting.Marked, Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => Cut(good, 1)) },
        new("body ends behind a record") { Fits = Fitting.Marked, Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => CutBehindRecord(good)) },
        new("declared length is too large") { Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => Longer(good)) },
        new("compressed body torn, once") { Fits = Fitting.Paged, Passes = true, Damage = AnswerTroubles.On(7, 1, static (_, good) => Zipped(good, 0.5)) },
        new("compressed body torn, for ever") { Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => Zipped(good, 0.5)) },
        new("compressed body lacks its check sum") { Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => Zipped(good, 1, lacking: 8)) },
        new("body that is said to be compressed, and is not") { Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => Wire.With(good, new MemoryStream(Wire.Bytes(good)), null, "gzip")) },
        new("body that stalls, once") { Fits = Fitting.Paged, Passes = true, Damage = Stalls(1) },
        new("body that stalls, for ever") { Damage = Stalls(int.MaxValue) },
        new("answer that never comes, once") { Passes = true, Damage = Late(1) },
        new("answer that never comes, for ever") { Damage = Late(int.MaxValue) },
        new("bytes that are no text") { Fits = Fitting.Json, Damage = AnswerTroubles.On(7, int.MaxValue, static (_, good) => Garbled(good)) },
    ];

    /// <summary>Makes a compressed answer, whole or in part.</summary>
    public static HttpResponseMessage Zipped(HttpResponseMessage good, double part, int lacking = 0)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Wire.Bytes(good));
        }

        var bytes = zipped.ToArray();
        return Wire.With(good, new MemoryStream(bytes[..(int)((bytes.Length - lacking) * part)]), null, "gzip");
    }

    /// <summary>As the framework's own transport tells it: by an error.</summary>
    private static HttpResponseMessage Torn(HttpResponseMessage good, double part)
    {
        var bytes = Wire.Bytes(good);
        return Wire.With(good, new BrokenStream(bytes[..(int)(bytes.Length * part)], static _ => throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")), bytes.Length);
    }

    private static HttpResponseMessage Cut(HttpResponseMessage good, double part)
    {
        var bytes = Wire.Bytes(good);
        var length = (int)(bytes.Length * part) - 1;
        while (length > 2 && part < 1 && !char.IsAsciiDigit((char)bytes[length - 1]))
        {
            length--;
        }

        return Wire.With(good, new MemoryStream(bytes[..length]), null);
    }

    private static HttpResponseMessage CutBehindRecord(HttpResponseMessage good)
    {
        var bytes = Wire.Bytes(good);
        var mark = good.Content.Headers.ContentType!.MediaType!.EndsWith("xml", StringComparison.Ordinal) ? "/>"u8 : "}"u8;
        var end = bytes.AsSpan(0, bytes.Length * 2 / 3).LastIndexOf(mark) + mark.Length;
        return Wire.With(good, new MemoryStream(bytes[..end]), null);
    }

    private static HttpResponseMessage Longer(HttpResponseMessage good)
    {
        var bytes = Wire.Bytes(good);
        return Wire.With(good, new BrokenStream(bytes, static _ => throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.")), bytes.Length + 10);
    }

    private static Func<PagerVendor, Ask, HttpResponseMessage, HttpResponseMessage?> Stalls(int times) => (vendor, ask, good) =>
        AnswerTroubles.On(7, times, (_, _) =>
        {
            var bytes = Wire.Bytes(good);
            return Wire.With(good, new BrokenStream(bytes[..(bytes.Length / 2)], token => Wait(vendor, token)), bytes.Length);
        })(vendor, ask, good);

    /// <summary>Time goes by, and no byte comes, until nobody waits any more.</summary>
    private static int Wait(PagerVendor vendor, CancellationToken cancellationToken)
    {
        for (var waited = 0; !cancellationToken.IsCancellationRequested && waited < MaxMoments; waited++)
        {
            vendor.Time.Pass(s_moment);
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException("Somebody waits for ever.");
    }

    private static Func<PagerVendor, Ask, HttpResponseMessage, HttpResponseMessage?> Late(int times) => (vendor, ask, good) =>
        AnswerTroubles.On(7, times, (_, _) =>
        {
            vendor.Time.Pass(TimeSpan.FromMinutes(1));
            return good;
        })(vendor, ask, good);

    private static HttpResponseMessage Garbled(HttpResponseMessage good)
    {
        var bytes = Wire.Bytes(good);
        var place = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("\"id\":\"")) + 6;
        if (place > 6 && place < bytes.Length)
        {
            bytes[place] = 0xFF;
        }

        return Wire.With(good, new MemoryStream(bytes), bytes.Length);
    }
}

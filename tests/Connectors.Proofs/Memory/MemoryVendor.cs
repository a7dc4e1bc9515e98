using System.Globalization;
using System.Security.Cryptography;
using Connectors.Proofs.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connectors.Proofs.Memory;

/// <summary>A provider in a process of its own that sends as much as is asked for, and counts it. Its pieces are made before: its own work is not what is measured.</summary>
internal sealed class MemoryVendor
{
    public const string Command = "memory-vendor";

    private const int BlockBytes = 64 << 10;
    private readonly byte[] _noise = new byte[BlockBytes];
    private long _sent;
    private int _downloads;

    private MemoryVendor() => new Random(1).NextBytes(_noise);

    /// <summary>Runs the provider until standard input ends; a line there asks how much was sent since the last one.</summary>
    public static async Task<int> RunAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        var vendor = new MemoryVendor();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.Run(vendor.AnswerAsync);
        await app.StartAsync(cancellationToken);
        await output.WriteLineAsync(app.Urls.First());
        while (await input.ReadLineAsync(cancellationToken) is not null)
        {
            await output.WriteLineAsync(vendor.Sent().ToString(CultureInfo.InvariantCulture));
        }

        return CommandLine.Holds;
    }

    private long Sent()
    {
        Interlocked.Exchange(ref _downloads, 0);
        return Interlocked.Exchange(ref _sent, 0);
    }

    private Task AnswerAsync(HttpContext context)
    {
        var count = long.Parse(context.Request.Query["count"]!, CultureInfo.InvariantCulture);
        return context.Request.Path.Value switch
        {
            "/paged" => PageAsync(context, count),
            "/csv" => RepeatAsync(context, count, "text/csv", MemoryRecords.Header, MemoryRecords.Row, 0, []),
            "/array" => RepeatAsync(context, count - 1, "application/json", [(byte)'[', .. MemoryRecords.Element], [(byte)',', .. MemoryRecords.Element], MemoryRecords.ElementNumberAt + 1, "]"u8.ToArray()),
            _ => FileAsync(context, count),
        };
    }

    private async Task PageAsync(HttpContext context, long count)
    {
        var from = long.Parse(context.Request.Query["after"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        var items = (int)Math.Min(MemoryRecords.PageSize, count - from);
        var element = MemoryRecords.Element;
        var body = new byte[(items * (element.Length + 1)) + 64];
        var at = Put(body, 0, "{\"items\":["u8);
        for (var index = 0; index < items; index++)
        {
            at = index == 0 ? at : Put(body, at, ","u8);
            element.CopyTo(body, at);
            MemoryRecords.Write(body.AsSpan(at + MemoryRecords.ElementNumberAt), from + index);
            at += element.Length;
        }

        at = Put(body, at, "],\"next\":\""u8);
        if (from + items < count)
        {
            MemoryRecords.Write(body.AsSpan(at), from + items);
            at = Put(body, at + MemoryRecords.Digits, "\"}"u8);
        }
        else
        {
            at = Put(body, at - 1, "null}"u8);
        }

        Interlocked.Add(ref _sent, items);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = at;
        await context.Response.Body.WriteAsync(body.AsMemory(0, at), context.RequestAborted);
    }

    /// <summary>Sends a beginning, the same piece with another number again and again, and an end.</summary>
    private async Task RepeatAsync(HttpContext context, long count, string type, byte[] begin, byte[] piece, int numberAt, byte[] end)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = begin.Length + (count * piece.Length) + end.Length;
        await context.Response.Body.WriteAsync(begin, context.RequestAborted);
        var perBlock = Math.Max(1, BlockBytes / piece.Length);
        var block = new byte[perBlock * piece.Length];
        for (var number = 0L; number < count; number += perBlock)
        {
            var pieces = (int)Math.Min(perBlock, count - number);
            for (var index = 0; index < pieces; index++)
            {
                piece.CopyTo(block, index * piece.Length);
                MemoryRecords.Write(block.AsSpan((index * piece.Length) + numberAt), number + index + 1);
            }

            await context.Response.Body.WriteAsync(block.AsMemory(0, pieces * piece.Length), context.RequestAborted);
        }

        Interlocked.Add(ref _sent, count + (begin.Length > piece.Length - 1 && type == "application/json" ? 1 : 0));
        await context.Response.Body.WriteAsync(end, context.RequestAborted);
    }

    /// <summary>Sends a file with its hash; the first time it breaks off in the middle.</summary>
    private async Task FileAsync(HttpContext context, long length)
    {
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single();
        var from = range?.From ?? 0;
        var breaksAt = Interlocked.Increment(ref _downloads) == 1 ? length / 2 : long.MaxValue;
        context.Response.StatusCode = range is null ? StatusCodes.Status200OK : StatusCodes.Status206PartialContent;
        context.Response.ContentLength = length - from;
        context.Response.Headers.ETag = "\"one\"";
        context.Response.Headers["Repr-Digest"] = $"sha-256=:{Hash(length)}:";
        if (range is not null)
        {
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{length - 1}/{length}");
        }

        for (var at = from; at < length;)
        {
            if (at >= breaksAt)
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return;
            }

            var offset = (int)(at % BlockBytes);
            var count = (int)Math.Min(BlockBytes - offset, length - at);
            await context.Response.Body.WriteAsync(_noise.AsMemory(offset, count), context.RequestAborted);
            at += count;
        }

        // What counts of a file is its length.
        Interlocked.Exchange(ref _sent, length);
    }

    private string Hash(long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var at = 0L; at < length; at += BlockBytes)
        {
            hash.AppendData(_noise.AsSpan(0, (int)Math.Min(BlockBytes, length - at)));
        }

        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    private static int Put(byte[] body, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(body.AsSpan(at));
        return at + bytes.Length;
    }
}

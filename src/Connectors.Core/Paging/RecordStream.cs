using System.Net;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Http;

namespace Connectors.Paging;

/// <summary>The records of one streamed answer, one or two ahead of what is given: so the last chunk is known as such only when the end is proven.</summary>
internal sealed class RecordStream<TRecord>(RecordReader<TRecord> reader, bool includeRaw, int maxRecordBytes) : IRecordStream, IAsyncDisposable
{
    /// <summary>How many bytes of the answer make a chunk, at most, where its records do not.</summary>
    private const int MaxChunkBytes = 1 << 20;

    private readonly Queue<RecordRead<TRecord>> _ahead = new(2);
    private IAsyncEnumerator<RecordRead<TRecord>>? _records;
    private HttpResponseMessage? _response;
    private Stream _body = Stream.Null;
    private ExceptionDispatchInfo? _broken;
    private long _read;
    private long _given;

    /// <summary>The call that they are read in, for metrics.</summary>
    public CallState? Call { get; set; }

    public async ValueTask<UnreadableAnswerException?> BeginAsync(HttpResponseMessage response, Stream body)
    {
        _ahead.Clear();
        await StopReadingAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        (_body, _read) = (body, 0);
        if (response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
        {
            return null;
        }

        var type = response.Content.Headers.ContentType;
        if (type?.MediaType is "text/html")
        {
            return new("it is a web page");
        }

        _records = reader.ReadAsync(body, new() { Charset = type?.CharSet, IncludeRaw = includeRaw, MaxRecordBytes = maxRecordBytes }, CancellationToken.None).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            // Two, because an error in place of a list may look like one record.
            await FillAsync(2).ConfigureAwait(false);
            return null;
        }
        catch (UnreadableAnswerException error)
        {
            return error;
        }
    }

    /// <summary>The call is done, and the answer is the list's own from now on.</summary>
    public void Take(HttpResponseMessage response, CancellationToken caller)
    {
        _response = response;
        (_body as RecordBody)?.Caller = caller;
    }

    /// <summary>Reads on.</summary>
    /// <param name="size">How many records at most.</param>
    /// <returns>The next records, and whether they are the last ones.</returns>
    /// <exception cref="UnreadableAnswerException">The next record cannot be read. All before it were given.</exception>
    public async ValueTask<RecordChunk<TRecord>> NextAsync(int size)
    {
        _broken?.Throw();
        var items = new List<TRecord>();
        var raws = new List<RawRecord>();
        var bytes = 0L;
        try
        {
            while (await FillAsync(1).ConfigureAwait(false) && items.Count < size && bytes < MaxChunkBytes)
            {
                var record = _ahead.Dequeue();
                items.Add(record.Record);
                if (includeRaw)
                {
                    raws.Add(record.Raw ?? throw new UnreadableAnswerException("its reader keeps no raw records"));
                }

                bytes = _body.Position - _given;
            }
        }
        catch (Exception error) when (items.Count > 0 && error is not OperationCanceledException)
        {
            _broken = ExceptionDispatchInfo.Capture(error);
        }

        bytes = _body.Position - _given;
        _given += bytes;
        if (Call is { } call)
        {
            Telemetry.Records(call, items.Count);
        }

        return new(items, raws, bytes, _broken is null && _ahead.Count == 0);
    }

    public async ValueTask DisposeAsync()
    {
        _ahead.Clear();
        if (_records is not null)
        {
            await _records.DisposeAsync().ConfigureAwait(false);
        }

        await _body.DisposeAsync().ConfigureAwait(false);
        _response?.Dispose();
    }

    /// <summary>Keeps so many records ahead.</summary>
    /// <returns>Whether there is one.</returns>
    private async ValueTask<bool> FillAsync(int count)
    {
        try
        {
            while (_ahead.Count < count && _records is not null)
            {
                if (await _records.MoveNextAsync().ConfigureAwait(false))
                {
                    _read++;
                    _ahead.Enqueue(_records.Current);
                }
                else
                {
                    await StopReadingAsync().ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException or HttpRequestException or IOException or ExpandedTooFarException or UnreadableAnswerException { Record: not null }))
        {
            throw Unreadable(error);
        }

        return _ahead.Count > 0;
    }

    /// <summary>Names the place, never the value.</summary>
    private UnreadableAnswerException Unreadable(Exception error)
    {
        var what = error switch
        {
            UnreadableAnswerException => _read == 0 ? error.Message : $"after {_read} records, {error.Message}",
            JsonException { Path: { } path } => $"record {_read + 1} at {path}",
            _ => $"record {_read + 1} ({error.GetType().Name})",
        };
        return new(what) { Record = _read + 1, IsTorn = error is UnreadableAnswerException { IsTorn: true } };
    }

    private async ValueTask StopReadingAsync()
    {
        if (_records is { } records)
        {
            _records = null;
            await records.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>Some records of a streamed answer.</summary>
internal readonly record struct RecordChunk<TRecord>(IReadOnlyList<TRecord> Items, IReadOnlyList<RawRecord> Raw, long Bytes, bool IsLast);

using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

/// <summary>Reads the elements of one JSON array, wherever it stands.</summary>
internal sealed class JsonArrayReader<TRecord>(JsonTypeInfo<TRecord> type, string[] at) : RecordReader<TRecord>
{
    public override BodyFormat Format => BodyFormat.Json;

    public override async IAsyncEnumerable<RecordRead<TRecord>> ReadAsync(Stream body, RecordReading reading, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var json = new RecordBuffer(body, reading.MaxRecordBytes);
        await json.PassMarkAsync(cancellationToken).ConfigureAwait(false);
        var walk = new JsonArrayWalk(at);
        var number = 0L;
        while (true)
        {
            if (Next(walk, json) is { } record)
            {
                yield return JsonRecord.Read(record, type, ++number, reading.IncludeRaw);
            }
            else if (!await json.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                walk.End();
                yield break;
            }
        }
    }

    private static ReadOnlyMemory<byte>? Next(JsonArrayWalk walk, RecordBuffer json)
    {
        try
        {
            var record = walk.Next(json.Unread);
            json.Pass(walk.Passed);
            return record;
        }
        catch (JsonException)
        {
            throw new UnreadableAnswerException("it is no JSON");
        }
    }
}

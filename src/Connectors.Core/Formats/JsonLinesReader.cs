using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

/// <summary>Reads JSON Lines: UTF-8, a record a line, the last line break optional.</summary>
internal sealed class JsonLinesReader<TRecord>(JsonTypeInfo<TRecord> type) : RecordReader<TRecord>
{
    public override async IAsyncEnumerable<RecordRead<TRecord>> ReadAsync(Stream body, RecordReading reading, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var lines = new RecordBuffer(body, reading.MaxRecordBytes);
        await lines.PassMarkAsync(cancellationToken).ConfigureAwait(false);
        var number = 0L;
        var seen = 0;
        while (true)
        {
            var rest = lines.Unread.Span[seen..].IndexOf((byte)'\n');
            if (rest < 0)
            {
                seen = lines.Unread.Length;
                if (await lines.FillAsync(cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }
            }

            var line = lines.Unread[..(rest < 0 ? seen : seen + rest)];
            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                yield return JsonRecord.Read(line.TrimEnd((byte)'\r'), type, ++number, reading.IncludeRaw, mayBeTorn: rest < 0);
            }

            if (rest < 0)
            {
                yield break;
            }

            lines.Pass(line.Length + 1);
            seen = 0;
        }
    }
}

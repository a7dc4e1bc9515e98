using System.Runtime.CompilerServices;
using System.Text;

namespace Connectors.Definitions;

/// <summary>Makes a record of each row.</summary>
internal sealed class CsvRecordReader<TRecord>(Func<CsvRow, TRecord> read, CsvOptions options) : RecordReader<TRecord>
{
    public override async IAsyncEnumerable<RecordRead<TRecord>> ReadAsync(Stream body, RecordReading reading, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var bounded = options.MaxRowLength <= reading.MaxRecordBytes ? options : options with { MaxRowLength = reading.MaxRecordBytes };
        using var csv = new CsvReader(body, bounded, reading.Charset);
        while (await csv.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return Read(csv.Current, reading.IncludeRaw);
        }
    }

    private RecordRead<TRecord> Read(CsvRow row, bool raw)
    {
        try
        {
            return new(read(row), raw ? new(Bytes(row.Line), "text/csv") : null);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException))
        {
            throw new UnreadableAnswerException($"row {row.Number}{(error is UnreadableAnswerException ? $": {error.Message}" : $" ({error.GetType().Name})")}") { Record = row.Number };
        }
    }

    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}

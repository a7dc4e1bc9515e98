namespace Connectors.Definitions;

/// <summary>Reads the records of one answer as they come, holding one at a time. Make one with <see cref="StreamOf"/>, or derive for a format of your own. Stateless and thread-safe.</summary>
/// <typeparam name="TRecord">The record.</typeparam>
public abstract class RecordReader<TRecord>
{
    /// <summary>Gets what a good answer begins with.</summary>
    public virtual BodyFormat Format => BodyFormat.Any;

    /// <summary>Reads the records to the proven end of the document.</summary>
    /// <param name="body">The answer's bytes, which can be read once and only by <c>ReadAsync</c>. It stays the caller's.</param>
    /// <param name="reading">What the call asks for, and what the answer declares.</param>
    /// <param name="cancellationToken">Cancels the wait for bytes.</param>
    /// <returns>The records.</returns>
    /// <exception cref="UnreadableAnswerException">The document is not as it should be; where it only ends too early, the error is marked as torn.</exception>
    public abstract IAsyncEnumerable<RecordRead<TRecord>> ReadAsync(Stream body, RecordReading reading, CancellationToken cancellationToken = default);
}

/// <summary>One record as it was read.</summary>
/// <typeparam name="TRecord">The record.</typeparam>
/// <param name="Record">The record.</param>
/// <param name="Raw">Its own bytes, where they are asked for.</param>
public readonly record struct RecordRead<TRecord>(TRecord Record, RawRecord? Raw = null);

/// <summary>How the records of one answer are read.</summary>
public sealed record RecordReading
{
    /// <summary>Gets the charset that the answer declares.</summary>
    public string? Charset { get; init; }

    /// <summary>Gets whether each record keeps its own bytes.</summary>
    public bool IncludeRaw { get; init; }

    /// <summary>Gets the largest record, in bytes (of CSV, in characters); what is held in memory depends on it.</summary>
    /// <value>The default is 4 MiB.</value>
    public int MaxRecordBytes { get; init; } = 4 << 20;
}

/// <summary>The shapes of an answer whose records go out as they are read; see <see cref="Endpoint.Streamed{TRecord}"/>.</summary>
public static class StreamOf
{
    /// <summary>CSV (RFC 4180), a record a row.</summary>
    /// <remarks>
    /// A CSV document has no end mark: that it is whole is known from its transfer alone (its declared length, its last chunk, its compression).
    /// A provider that sends it without any of these and breaks off between two rows cannot be noticed.
    /// </remarks>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="read">Makes a record of a row; pure. The row is valid only during this call.</param>
    /// <param name="options">How the document is written; with commas and a header by default.</param>
    public static RecordReader<TRecord> Csv<TRecord>(Func<CsvRow, TRecord> read, CsvOptions? options = null) =>
        new CsvRecordReader<TRecord>(read ?? throw new ArgumentNullException(nameof(read)), options ?? CsvOptions.Default);

    /// <summary>JSON Lines (NDJSON), a record a line; blank lines are passed over. Like CSV, it has no end mark.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="type">Its source-generated JSON form.</param>
    public static RecordReader<TRecord> NdJson<TRecord>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<TRecord> type) =>
        new JsonLinesReader<TRecord>(type ?? throw new ArgumentNullException(nameof(type)));

    /// <summary>One JSON array of any length, at the root or inside an object. What stands around it is passed over, and must be whole.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="type">Its source-generated JSON form.</param>
    /// <param name="at">Where the array stands, property by property: <c>"data", "items"</c>. None for an array at the root.</param>
    public static RecordReader<TRecord> JsonArray<TRecord>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<TRecord> type, params string[] at) =>
        new JsonArrayReader<TRecord>(type ?? throw new ArgumentNullException(nameof(type)), at);

    /// <summary>An XML document, a record an element. A document type (DTD) is refused, so there are no entities beside XML's own five.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="record">The local name of a record's element, wherever it stands outside another record.</param>
    /// <param name="read">Makes a record of its element; pure.</param>
    /// <param name="root">The local name of the document's own element: a document with another one, such as an error, is an <see cref="UnreadableAnswerException"/>. By default any document is read, and one without a record is an empty list.</param>
    public static RecordReader<TRecord> Xml<TRecord>(string record, Func<System.Xml.Linq.XElement, TRecord> read, string? root = null) =>
        new XmlRecordReader<TRecord>(record ?? throw new ArgumentNullException(nameof(record)), read ?? throw new ArgumentNullException(nameof(read)), root);
}

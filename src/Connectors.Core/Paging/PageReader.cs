using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

/// <summary>Reads one page from its bytes. Make one with <see cref="PageOf"/>, or derive for a format of your own.</summary>
/// <typeparam name="TPage">The page: envelope and records, as the provider sends them.</typeparam>
/// <typeparam name="TRecord">The record.</typeparam>
public abstract class PageReader<TPage, TRecord>
{
    /// <summary>Gets what a good page begins with.</summary>
    public virtual BodyFormat Format => BodyFormat.Any;

    /// <summary>Reads the page in one pass.</summary>
    /// <param name="facts">The answer; its body is valid only during this call.</param>
    /// <returns>Envelope and records.</returns>
    /// <exception cref="JsonException">The body is not as it should be; so do <see cref="FormatException"/> and <see cref="System.Xml.XmlException"/> say.</exception>
    public abstract PageContent<TPage, TRecord> Read(in ResponseFacts facts);

    /// <summary>Copies each record's own bytes out of the page, in the order of <see cref="Read"/>.</summary>
    /// <param name="facts">The answer.</param>
    /// <returns>One raw record for each record.</returns>
    public abstract IReadOnlyList<RawRecord> Slice(in ResponseFacts facts);

    /// <summary>Reads likely envelopes without their records, the likelier one first; none where that is not cheap.</summary>
    internal virtual IEnumerable<TPage> Envelopes(ReadOnlyMemory<byte> body) => [];
}

/// <summary>One page as it was read.</summary>
/// <typeparam name="TPage">The page.</typeparam>
/// <typeparam name="TRecord">The record.</typeparam>
/// <param name="Page">The envelope.</param>
/// <param name="Items">The records.</param>
public readonly record struct PageContent<TPage, TRecord>(TPage Page, IReadOnlyList<TRecord> Items);

/// <summary>The shapes of a page.</summary>
public static class PageOf
{
    /// <summary>A JSON object with the records in an array inside.</summary>
    /// <typeparam name="TPage">The envelope with its records.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="page">The envelope's source-generated JSON form.</param>
    /// <param name="items">Takes the records out of the envelope. <see langword="null"/> is an error: an answer without them is not an empty list. Give an empty one where the provider leaves it out.</param>
    /// <param name="at">Where the array stands, property by property: <c>"data", "issues", "nodes"</c>. Used to cut raw records out.</param>
    public static PageReader<TPage, TRecord> Json<TPage, TRecord>(JsonTypeInfo<TPage> page, Func<TPage, IReadOnlyList<TRecord>?> items, params string[] at) =>
        new JsonPageReader<TPage, TRecord>(page, items, at);

    /// <summary>A JSON array at the root.</summary>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="page">The array's source-generated JSON form.</param>
    public static PageReader<List<TRecord>, TRecord> JsonArray<TRecord>(JsonTypeInfo<List<TRecord>> page) =>
        new JsonPageReader<List<TRecord>, TRecord>(page, static records => records, []);

    /// <summary>A JSON object with the records in an object inside, by their ids.</summary>
    /// <typeparam name="TPage">The envelope with its records.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="page">The envelope's source-generated JSON form.</param>
    /// <param name="items">Takes the map out of the envelope. <see langword="null"/> is an error; give an empty one where the provider leaves it out.</param>
    /// <param name="at">Where the map stands, property by property.</param>
    public static PageReader<TPage, TRecord> JsonMap<TPage, TRecord>(JsonTypeInfo<TPage> page, Func<TPage, IReadOnlyDictionary<string, TRecord>?> items, params string[] at) =>
        new JsonPageReader<TPage, TRecord>(page, envelope => items(envelope) is { } map ? [.. map.Values] : null, at);

    /// <summary>An XML document.</summary>
    /// <typeparam name="TPage">The envelope.</typeparam>
    /// <typeparam name="TRecord">The record.</typeparam>
    /// <param name="record">The local name of a record's element.</param>
    /// <param name="readRecord">Reads one record's element.</param>
    /// <param name="readRest">Reads the envelope from the document without its records.</param>
    public static PageReader<TPage, TRecord> Xml<TPage, TRecord>(string record, Func<System.Xml.Linq.XElement, TRecord> readRecord, Func<System.Xml.Linq.XElement, TPage> readRest) =>
        new XmlPageReader<TPage, TRecord>(record, readRecord, readRest);
}

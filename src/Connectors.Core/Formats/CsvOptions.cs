using System.Text;

namespace Connectors.Definitions;

/// <summary>How a CSV document is written (RFC 4180), and how far it may go.</summary>
public sealed record CsvOptions
{
    /// <summary>Gets the options of a document that keeps to RFC 4180 and begins with a header.</summary>
    public static CsvOptions Default { get; } = new();

    /// <summary>Gets the character between columns: a comma, semicolon, tab or bar.</summary>
    /// <value>The default is a comma.</value>
    /// <exception cref="ArgumentException">It is a quote or a line break.</exception>
    public char Delimiter
    {
        get;
        init => field = value is not ('"' or '\r' or '\n') ? value : throw new ArgumentException("A quote or a line break cannot stand between columns.", nameof(value));
    }

    = ',';

    /// <summary>Gets whether a field may stand in quotes. Off, a quote is a character like any other, as in the IANA's tab-separated values.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool HasQuotes { get; init; } = true;

    /// <summary>Gets whether the first row names the columns.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool HasHeader { get; init; } = true;

    /// <summary>Gets what becomes of a row that has more or fewer columns than the first one.</summary>
    /// <value>The default is <see cref="CsvRaggedRows.Refuse"/>: such a row is mostly a sign of wrong quoting.</value>
    public CsvRaggedRows RaggedRows { get; init; }

    /// <summary>Gets whether a line without any character is a row with one empty column. Else it is passed over.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool KeepBlankLines { get; init; }

    /// <summary>Gets the encoding of a document that does not begin with a byte order mark, which always wins.</summary>
    /// <value>The default is <see langword="null"/>: the charset that the answer declares, else UTF-8.</value>
    public Encoding? Encoding { get; init; }

    /// <summary>Gets the longest field, in characters.</summary>
    /// <value>The default is 1,048,576. Range: 1 to <see cref="MaxRowLength"/>.</value>
    public int MaxFieldLength { get; init; } = 1 << 20;

    /// <summary>Gets the longest row, in characters; what is held in memory depends on it.</summary>
    /// <value>The default is 4,194,304. Range: 1 to 268,435,456.</value>
    public int MaxRowLength { get; init => field = Math.Clamp(value, 1, 1 << 28); } = 1 << 22;

    /// <summary>Gets the most columns of a row.</summary>
    /// <value>The default is 16,384.</value>
    public int MaxColumns { get; init; } = 16_384;
}

/// <summary>What becomes of a row that has more or fewer columns than the first one.</summary>
public enum CsvRaggedRows
{
    /// <summary>It is an error that names the row.</summary>
    Refuse,

    /// <summary>Columns that are missing at its end are empty, and those beyond the first row's are found by position.</summary>
    Allow,
}

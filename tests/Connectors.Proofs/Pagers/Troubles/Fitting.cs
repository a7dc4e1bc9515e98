namespace Connectors.Proofs.Pagers;

/// <summary>Says which vendors may have a trouble.</summary>
internal static class Fitting
{
    /// <summary>All whose list comes in pages.</summary>
    public static bool Paged(Dialect dialect) => dialect.Style != Style.Stream;

    /// <summary>All that give a cursor or a link.</summary>
    public static bool Cursor(Dialect dialect) => dialect.Style.HasFlag(Style.Cursor);

    /// <summary>All that give a link.</summary>
    public static bool Link(Dialect dialect) => dialect.Style.HasFlag(Style.Link);

    /// <summary>All that are told a place.</summary>
    public static bool Position(Dialect dialect) => dialect.Style == Style.Position;

    /// <summary>All that are told how many records to skip.</summary>
    public static bool Offset(Dialect dialect) => Position(dialect) && dialect.Name.StartsWith("offset", StringComparison.Ordinal);

    /// <summary>All that are told the last key.</summary>
    public static bool Key(Dialect dialect) => dialect.Style == Style.Key;

    /// <summary>All that state a total.</summary>
    public static bool Total(Dialect dialect) => Paged(dialect) && dialect.StatesTotal && !Window(dialect);

    /// <summary>All that must be asked in parts.</summary>
    public static bool Window(Dialect dialect) => dialect.Style == Style.Window;

    /// <summary>All that give everything in one answer.</summary>
    public static bool Stream(Dialect dialect) => dialect.Style == Style.Stream;

    /// <summary>All whose body is JSON or XML, which shows by itself whether it is whole.</summary>
    public static bool Marked(Dialect dialect) => dialect.Name is not ("NDJSON" or "CSV");

    /// <summary>All whose body is one JSON document.</summary>
    public static bool Json(Dialect dialect) => Marked(dialect) && !dialect.Name.StartsWith("SOAP", StringComparison.Ordinal) && !dialect.Name.StartsWith("XML", StringComparison.Ordinal);

    /// <summary>All that ask with GET.</summary>
    public static bool Get(Dialect dialect) => dialect.Name is not ("SOAP page number" or "cursor in a POST body") && !dialect.Name.StartsWith("GraphQL", StringComparison.Ordinal) && !dialect.Name.StartsWith("cursor for", StringComparison.Ordinal);

    /// <summary>All on which a page without records is not the end. Of a window it is the whole.</summary>
    public static bool GoesOnWhenEmpty(Dialect dialect) => Paged(dialect) && (Cursor(dialect) || dialect.StatesMore || dialect.StatesTotal) && !Window(dialect);
}

namespace Connectors.Sqlite;

/// <summary>How careful a write is.</summary>
internal enum WriteCare
{
    /// <summary>Survives the end of the process, however it ends; a power failure may take the last of these back, whole.</summary>
    Normal,

    /// <summary>Survives a power failure too.</summary>
    Durable,

    /// <summary>What it deletes is gone from the side file as well.</summary>
    Erase,

    /// <summary>
    /// What it deletes leaves no trace in any file. SQLite zeroes what is deleted, but not the copies that stay behind in a page when rows
    /// move to another one; only writing the whole file anew gets rid of those. Takes as long as copying the file, and as much room.
    /// </summary>
    Scrub,
}

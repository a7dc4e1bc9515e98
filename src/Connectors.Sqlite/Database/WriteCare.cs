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
}

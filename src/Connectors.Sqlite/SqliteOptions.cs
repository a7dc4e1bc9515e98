namespace Connectors.Sqlite;

/// <summary>How SQLite is used.</summary>
public sealed class SqliteOptions
{
    /// <summary>Gets or sets whether several processes on this machine share the providers' limits over the file; see <see cref="Connectors.Limits.SharedQuota"/>.</summary>
    /// <value>
    /// The default is <see langword="false"/>: one process keeps the limits in its memory, which costs nothing. Turn it on, in all of them, when
    /// several run over one file: a provider in use then costs a few short writes a second, however many calls it makes.
    /// </value>
    public bool ShareQuota { get; set; }
}

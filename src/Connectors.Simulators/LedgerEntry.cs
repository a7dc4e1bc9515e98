namespace Connectors.Simulators;

/// <summary>One request as it arrived, and what it was answered with.</summary>
public sealed class LedgerEntry
{
    private Dictionary<string, string>? _tags;

    internal LedgerEntry(DateTimeOffset at, string method, string host, string path, string query)
    {
        At = at;
        Method = method;
        Host = host;
        Path = path;
        Query = query;
    }

    /// <summary>Gets the arrival's number, from 1.</summary>
    public long Number { get; internal set; }

    /// <summary>Gets when it arrived, by the host's clock.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Gets when its answer ended, or null while it is open.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Gets the HTTP method.</summary>
    public string Method { get; }

    /// <summary>Gets the host as the client named it, with a port when it did.</summary>
    public string Host { get; }

    /// <summary>Gets the path.</summary>
    public string Path { get; }

    /// <summary>Gets the query string with its question mark, or nothing.</summary>
    public string Query { get; }

    /// <summary>Gets the status, or 0 when the connection was dropped before one was sent.</summary>
    public int Status { get; private set; }

    /// <summary>Gets the fault that was played, or null.</summary>
    public string? Fault { get; internal set; }

    /// <summary>Gets what the simulator noted: account, method, tenant.</summary>
    public IReadOnlyDictionary<string, string> Tags => _tags ?? (IReadOnlyDictionary<string, string>)System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {At:O} {Method} {Path} {Status}{(Fault is null ? "" : $" ({Fault})")}";

    internal void SetTag(string name, string value) =>
        _tags = new Dictionary<string, string>(_tags ?? [], StringComparer.Ordinal) { [name] = value };

    internal void Finish(int status, DateTimeOffset at)
    {
        Status = status;
        AnsweredAt = at;
    }
}

/// <summary>One change that was made through the API.</summary>
/// <param name="Number">The change's number, from 1.</param>
/// <param name="At">When it was made, by the host's clock.</param>
/// <param name="Kind">What was done, such as <c>contacts.create</c>.</param>
/// <param name="Target">The record's id.</param>
public sealed record LedgerWrite(long Number, DateTimeOffset At, string Kind, string Target);

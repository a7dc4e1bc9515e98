using System.Net.Http.Headers;
using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>Finds the values that a limit's headers name, each in a header of its own or all as members of one.</summary>
internal readonly ref struct NamedHeaders(LimitHeaders names, HttpResponseHeaders headers)
{
    private readonly string? _all = names.In is { } all ? HeaderText.Joined(headers, all) : null;

    /// <summary>Gives the text of a value, from however many lines.</summary>
    internal string? Joined(string? name) =>
        name is null ? null : names.In is null ? HeaderText.Joined(headers, name) : HeaderText.Member(_all, name);

    /// <summary>Gives the text of a value that must stand there once.</summary>
    internal string? Single(string? name) =>
        name is null ? null : names.In is null ? HeaderText.Single(headers, name) : HeaderText.Member(_all, name);

    /// <summary>Gives a value as a whole number, rounded down: of what is left, a part of a permit is none.</summary>
    internal long? Count(string? name) => HeaderText.Count(Joined(name));

    /// <summary>Gives a cost, rounded up.</summary>
    internal long? Cost(string? name) =>
        Joined(name) is { } text && HeaderText.TryNumber(text, out var cost) ? (long)Math.Ceiling(Math.Min(cost, int.MaxValue)) : null;

    /// <summary>Gives what was used, and of how much where the value says so: <c>18/5000</c>.</summary>
    internal (long Used, long? Limit)? Usage(string? name)
    {
        if (Joined(name) is not { } text)
        {
            return null;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return HeaderText.Count(slash < 0 ? text : text[..slash]) is { } used
            ? (used, slash < 0 ? null : HeaderText.Count(text[(slash + 1)..]))
            : null;
    }
}

using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Connectors;

/// <summary>
/// The opaque text with which a list goes on, also after a restart. Holds the list's name, a format version and the pager's
/// state (never a host); where the provider declares totals, also how many records were given. Keep it as text. Most are short; the
/// next links of some providers make long ones.
/// </summary>
public readonly record struct ContinuationToken
{
    /// <summary>The longest token, in characters.</summary>
    public const int MaxLength = 96 * 1024;

    /// <summary>The longest state of a pager, in bytes.</summary>
    private const int MaxState = 64 * 1024;

    private const string Version = "1";
    private const string CountingVersion = "2";

    private ContinuationToken(string text, string endpoint, string state, ListCount count) => (Text, Endpoint, State, Count) = (text, endpoint, state, count);

    /// <summary>Gets the text to keep.</summary>
    public string Text { get; }

    internal string Endpoint { get; }

    internal string State { get; }

    /// <summary>What was given before the page that the token stands for, where the provider declares totals.</summary>
    internal ListCount Count { get; }

    /// <summary>Reads a token that was kept.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ConnectorException">The text is no such token (<see cref="ErrorKind.Validation"/>).</exception>
    public static ContinuationToken Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Length <= MaxLength ? text.Split('~') : [];
        if (parts is [Version or CountingVersion, { Length: > 0 } endpoint, var state, ..] && Base64Url.IsValid(state))
        {
            var count = default(ListCount);
            if (parts is [Version, _, _] || (parts is [CountingVersion, _, _, var counted] && ListCount.TryParse(counted, out count)))
            {
                return new(text, endpoint, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(state)), count);
            }
        }

        throw new ConnectorException(new()
        {
            Kind = ErrorKind.Validation,
            What = "The text is not a continuation token of this version",
            ToDo = "Pass the text of a token that a page gave, unchanged, or start the list anew.",
        });
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static ContinuationToken Create(string endpoint, string state, ListCount count = default)
    {
        var bytes = Encoding.UTF8.GetBytes(state);
        if (bytes.Length > MaxState)
        {
            throw new ConnectorException(new()
            {
                Kind = ErrorKind.Protocol,
                Endpoint = endpoint,
                What = $"The provider's cursor or next link has {bytes.Length} bytes, and at most {MaxState} are taken into a continuation token",
                ToDo = "If it goes on, ask for larger or smaller pages, or compare the answer with the provider's documentation.",
            });
        }

        var text = $"{(count.IsKnown ? CountingVersion : Version)}~{endpoint}~{Base64Url.EncodeToString(bytes)}";
        return new(count.IsKnown ? $"{text}~{count}" : text, endpoint, state, count);
    }
}

/// <summary>How many records of a list were given, and the least total that the provider declared on the way.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ListCount(long Seen, long Least)
{
    internal bool IsKnown => Least > 0;

    internal static bool TryParse(string text, out ListCount count)
    {
        count = default;
        if (text.Split('.') is not [var seen, var least]
            || !long.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            || !long.TryParse(least, NumberStyles.None, CultureInfo.InvariantCulture, out var declared))
        {
            return false;
        }

        count = new(given, declared);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seen}.{Least}");
}

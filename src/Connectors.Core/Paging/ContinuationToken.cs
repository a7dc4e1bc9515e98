using System.Buffers.Text;
using System.Text;

namespace Connectors;

/// <summary>
/// The opaque text with which a list goes on, also after a restart. Holds the list's name, a format version and the pager's
/// state (never a host). Keep it as text; at most 4 KiB.
/// </summary>
public readonly record struct ContinuationToken
{
    /// <summary>The longest token, in characters.</summary>
    public const int MaxLength = 4096;

    private const string Version = "1";

    private ContinuationToken(string text, string endpoint, string state) => (Text, Endpoint, State) = (text, endpoint, state);

    /// <summary>Gets the text to keep.</summary>
    public string Text { get; }

    internal string Endpoint { get; }

    internal string State { get; }

    /// <summary>Reads a token that was kept.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ConnectorException">The text is no such token (<see cref="ErrorKind.Validation"/>).</exception>
    public static ContinuationToken Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Length <= MaxLength ? text.Split('~') : [];
        if (parts is [Version, { Length: > 0 } endpoint, var state] && Base64Url.IsValid(state))
        {
            return new(text, endpoint, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(state)));
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

    internal static ContinuationToken Create(string endpoint, string state)
    {
        var text = $"{Version}~{endpoint}~{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(state))}";
        return text.Length <= MaxLength ? new(text, endpoint, state) : throw new ConnectorException(new()
        {
            Kind = ErrorKind.Protocol,
            Endpoint = endpoint,
            What = $"The provider's cursor makes a continuation token of {text.Length} characters, more than {MaxLength}",
        });
    }
}

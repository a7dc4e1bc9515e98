using System.Buffers.Text;
using System.Text;

namespace Connectors;

/// <summary>
/// The opaque text with which an upload goes on, also after a restart. At some providers it holds an address by which anybody could write the
/// file: keep it like a credential. Prints as <c>***</c>.
/// </summary>
public sealed class UploadSession
{
    private const string Version = "1";
    private const int MaxLength = 16 << 10;

    private UploadSession(string text, string upload, string id) => (Text, Upload, Id) = (text, upload, id);

    /// <summary>Gets the text to keep.</summary>
    public string Text { get; }

    internal string Upload { get; }

    internal string Id { get; }

    /// <summary>Reads a session that was kept.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The session.</returns>
    /// <exception cref="ConnectorException">The text is no such session (<see cref="ErrorKind.Validation"/>).</exception>
    public static UploadSession Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaxLength && text.Split('~') is [Version, { Length: > 0 } upload, { Length: > 0 } id] && Base64Url.IsValid(id)
            ? new(text, upload, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id)))
            : throw new ConnectorException(new() { Kind = ErrorKind.Validation, What = "The text is no upload session", ToDo = "Pass the text that SaveSession was given, unchanged." });
    }

    /// <inheritdoc/>
    public override string ToString() => "***";

    internal static UploadSession Create(string upload, string id) => new($"{Version}~{upload}~{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))}", upload, id);
}

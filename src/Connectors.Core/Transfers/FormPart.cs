using System.Globalization;
using System.Text;

namespace Connectors.Definitions;

/// <summary>One part of a <c>multipart/form-data</c> body (RFC 7578): a field, or a file.</summary>
public sealed class FormPart
{
    private FormPart(string disposition, RequestBody content) => (Disposition, Content) = (disposition, content);

    /// <summary>The part's <c>Content-Disposition</c>.</summary>
    internal string Disposition { get; }

    internal RequestBody Content { get; }

    /// <summary>Makes a text field. It has no <c>Content-Type</c>: RFC 7578, section 4.4, takes text for plain, and UTF-8 is what providers read.</summary>
    /// <param name="name">The field's name, as the provider writes it.</param>
    /// <param name="value">Its value.</param>
    public static FormPart Field(string name, string value) => new($"form-data; name=\"{Quoted(name)}\"", new FieldBody(value));

    /// <summary>Makes a whole number's field.</summary>
    /// <param name="name">The field's name, as the provider writes it.</param>
    /// <param name="value">Its value.</param>
    public static FormPart Field(string name, long value) => Field(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes a file's part. Its name goes as UTF-8 between quotes, as browsers send it: <c>filename*</c> must not be used there (RFC 7578, section 4.2).</summary>
    /// <param name="name">The field's name, as the provider writes it.</param>
    /// <param name="fileName">The file's name, without a path.</param>
    /// <param name="content">The file: <see cref="RequestBody.Stream"/> is sent as it is read.</param>
    public static FormPart File(string name, string fileName, RequestBody content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new($"form-data; name=\"{Quoted(name)}\"; filename=\"{Quoted(fileName)}\"", content);
    }

    /// <summary>What would end the text or the line is percent-encoded, as the HTML standard does ("multipart/form-data encoding algorithm").</summary>
    private static string Quoted(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
    }

    private sealed class FieldBody(string value) : RequestBody
    {
        public override HttpContent CreateContent() => new ByteArrayContent(Encoding.UTF8.GetBytes(value));
    }
}

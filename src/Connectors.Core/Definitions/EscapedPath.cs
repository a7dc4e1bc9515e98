using System.Runtime.CompilerServices;
using System.Text;

namespace Connectors.Definitions;

/// <summary>A path whose interpolated holes are percent-encoded, so that an id can never leave its segment.</summary>
[InterpolatedStringHandler]
public readonly ref struct EscapedPath
{
    private readonly StringBuilder? _text;
    private readonly string? _constant;

    /// <summary>Creates the handler.</summary>
    /// <param name="literalLength">The length of the literal parts.</param>
    /// <param name="formattedCount">The number of holes.</param>
    public EscapedPath(int literalLength, int formattedCount) => _text = new(literalLength + (formattedCount * 16));

    private EscapedPath(string path) => _constant = path;

    /// <summary>Takes a constant path as it is.</summary>
    /// <param name="path">The path.</param>
    public static implicit operator EscapedPath(string path) => new(path);

    /// <summary>Adds a literal part.</summary>
    /// <param name="value">The part.</param>
    public void AppendLiteral(string value) => _text!.Append(value);

    /// <summary>Adds a hole, percent-encoded.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The value is empty or a dot segment, which would name another resource.</exception>
    public void AppendFormatted<T>(T value)
    {
        var text = value is IFormattable formattable
            ? formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture)
            : value?.ToString();
        if (text is null or "" or "." or "..")
        {
            throw new ArgumentException("An id in a path may not be empty, '.' or '..': it would name another resource.", nameof(value));
        }

        _text!.Append(Uri.EscapeDataString(text));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var path = _constant ?? _text?.ToString() ?? "";
        return path is ['/', ..] ? path : "/" + path;
    }
}

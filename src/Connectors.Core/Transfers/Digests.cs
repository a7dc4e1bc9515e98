using Connectors.Definitions;

namespace Connectors.Transfers;

/// <summary>Reads the hash that an answer states of the whole file in its headers.</summary>
internal static class Digests
{
    /// <summary>In the order in which they are preferred. A hash that is not in this list is not checked.</summary>
    private static readonly (string Name, HashKind Kind)[] s_known = [("sha-512", HashKind.Sha512), ("sha-256", HashKind.Sha256), ("sha", HashKind.Sha1), ("md5", HashKind.Md5)];

    /// <summary>
    /// Reads <c>Repr-Digest</c> and, as the answer is whole, <c>Content-Digest</c> (RFC 9530), <c>Digest</c> (RFC 3230, which it replaces)
    /// and <c>Content-MD5</c> (RFC 1864).
    /// </summary>
    internal static FileHash? Of(in ResponseFacts answer) =>
        Best(answer.Header("Repr-Digest"), isStructured: true)
        ?? Best(answer.Header("Content-Digest"), isStructured: true)
        ?? Best(answer.Header("Digest"), isStructured: false)
        ?? FileHash.FromBase64(HashKind.Md5, answer.Header("Content-MD5"));

    private static FileHash? Best(string? header, bool isStructured)
    {
        if (string.IsNullOrEmpty(header))
        {
            return null;
        }

        // Base64 holds no comma, and its padding comes after the first '='.
        var stated = header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static member => member.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(static member => member.Length == 2)
            .ToLookup(static member => member[0].ToLowerInvariant(), static member => member[1], StringComparer.Ordinal);
        return s_known
            .Select(known => FileHash.FromBase64(known.Kind, stated[known.Name].Select(value => Bytes(value, isStructured)).LastOrDefault()))
            .FirstOrDefault(static hash => hash is not null);
    }

    /// <summary>A byte sequence of structured fields stands between colons (RFC 8941, section 3.3.5); parameters may follow.</summary>
    private static string? Bytes(string value, bool isStructured) =>
        !isStructured ? value : value is [':', ..] && value.IndexOf(':', 1) is > 1 and var end ? value[1..end] : null;
}

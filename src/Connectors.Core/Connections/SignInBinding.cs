using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connectors.Auth;

namespace Connectors;

/// <summary>
/// Binds a sign-in to the session in which it was begun. The state that travels through the browser is half random and half a keyed hash of that, made with the binding
/// that stays in the session: so a callback from another session is refused before the begun sign-in is touched, and nobody can use up or end another one's.
/// </summary>
internal static class SignInBinding
{
    private const int Half = 16;

    /// <summary>Makes a state and its binding, 43 characters each.</summary>
    public static (string State, string Binding) New()
    {
        var binding = OAuthPkce.NewSecret();
        Span<byte> state = stackalloc byte[Half * 2];
        RandomNumberGenerator.Fill(state[..Half]);
        Tag(state[..Half], binding).AsSpan(0, Half).CopyTo(state[Half..]);
        return (Base64Url.EncodeToString(state), binding);
    }

    /// <summary>Whether a state was made with a binding.</summary>
    public static bool Fits(string state, string binding)
    {
        Span<byte> bytes = stackalloc byte[Half * 2];
        return state.Length == Base64Url.GetEncodedLength(Half * 2)
            && Base64Url.TryDecodeFromChars(state, bytes, out var length)
            && length == Half * 2
            && CryptographicOperations.FixedTimeEquals(Tag(bytes[..Half], binding).AsSpan(0, Half), bytes[Half..]);
    }

    private static byte[] Tag(ReadOnlySpan<byte> random, string binding) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(binding), random);
}

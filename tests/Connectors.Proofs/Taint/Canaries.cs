using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Proofs.Taint;

/// <summary>The secrets of a run, and how to find them again in whatever comes out: plain, escaped in any way, in base64, base64url or hexadecimal, also as a part of what was encoded.</summary>
internal sealed class Canaries
{
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private readonly Random _random;
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private SearchValues<string> _looks = SearchValues.Create(["\u0001never"], StringComparison.OrdinalIgnoreCase);

    public Canaries(int seed) => _random = new(seed);

    /// <summary>Gives the secret of a name; it is made of printable characters of which some are escaped nearly everywhere.</summary>
    public string Make(string name)
    {
        lock (_gate)
        {
            if (_made.TryGetValue(name, out var known))
            {
                return known;
            }

            var core = new string([.. Enumerable.Range(0, 18).Select(_ => Letters[_random.Next(Letters.Length)])]);
            return _made[name] = Watch(name, $"{core}+/<&=\"{_random.Next(10, 99)}", core);
        }
    }

    /// <summary>Gives the private key of a name as PEM; every longer piece of it is watched.</summary>
    public string MakeKey(string name)
    {
        lock (_gate)
        {
            if (_made.TryGetValue(name, out var known))
            {
                return known;
            }

            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var pem = key.ExportPkcs8PrivateKeyPem();
            foreach (var run in pem.Split('-')[10].Split('\n', '+', '/', '=').Where(run => run.Length >= 12))
            {
                Watch(name, pem, run);
            }

            return _made[name] = pem;
        }
    }

    /// <summary>Says whose secret stands in a text, or <see langword="null"/>.</summary>
    public string? Find(ReadOnlySpan<char> text)
    {
        var looks = Volatile.Read(ref _looks);
        if (!text.ContainsAny(looks))
        {
            return null;
        }

        lock (_gate)
        {
            foreach (var (look, name) in _names)
            {
                if (text.Contains(look, StringComparison.OrdinalIgnoreCase))
                {
                    return name;
                }
            }
        }

        return null;
    }

    private string Watch(string name, string secret, string core)
    {
        _names[core] = name;
        _names[Convert.ToHexString(Encoding.UTF8.GetBytes(core))] = $"{name}, in hexadecimal";
        for (var before = 0; before < 3; before++)
        {
            // The characters of base64 that the core makes by itself, whatever stands before and after it.
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('.', before) + core)).TrimEnd('=');
            var stable = text[(before == 0 ? 0 : before + 1)..^((before + core.Length) % 3 == 0 ? 0 : 1)];
            _names[stable] = $"{name}, in base64";
            _names[stable.Replace('+', '-').Replace('/', '_')] = $"{name}, in base64url";
        }

        Volatile.Write(ref _looks, SearchValues.Create([.. _names.Keys], StringComparison.OrdinalIgnoreCase));
        return secret;
    }
}

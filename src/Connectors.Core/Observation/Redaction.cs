using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors.Observation;

/// <summary>What may be shown of a call, and how it is made fit for that. Thread-safe.</summary>
internal sealed class Redaction(CallObservationOptions options)
{
    private const int MaxLine = 1000;
    private const int MaxAddress = 4000;

    /// <summary>A secret that is cut in two at a body's end would not be known again: so much more is taken, and left away again.</summary>
    private const int MaxMargin = 64 << 10;

    private static readonly string[] s_never = ["Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"];
    private readonly ConditionalWeakTable<Credential, string[]> _looks = [];
    private readonly SecretNames _names = new(options.SecretNames, options.HarmlessNames);
    private readonly string[] _request = [.. options.RequestHeaders];
    private readonly string[] _response = [.. options.ResponseHeaders];

    /// <summary>Gives every look of what was sent as a secret. Those of a credential are found once.</summary>
    public IReadOnlyList<string> Secrets(Credential? credential, IEnumerable<string> sent)
    {
        var known = credential is null ? [] : _looks.GetValue(credential, static credential => SecretBlanker.LooksOf(credential.Secrets.Select(static secret => secret.Reveal())));
        string[] made = [.. sent.Where(value => !known.Contains(value) && !known.Contains(value[(value.LastIndexOf(' ') + 1)..]))];
        return made.Length == 0 ? known : [.. SecretBlanker.LooksOf(made), .. known];
    }

    /// <summary>Takes the headers that are listed and carry no secret.</summary>
    public IReadOnlyList<ObservedHeader> Pick(HttpHeaders headers, HttpContentHeaders? content, AuthScheme? scheme, bool isRequest, string? extra)
    {
        var picked = new List<ObservedHeader>();
        Add(headers);
        if (content is not null)
        {
            Add(content);
        }

        return picked;

        void Add(HttpHeaders all)
        {
            foreach (var (name, values) in all.NonValidated)
            {
                if (IsListed(name, isRequest ? _request : _response, extra) && !IsSecret(name, scheme))
                {
                    picked.Add(new(name, values.ToString()));
                }
            }
        }
    }

    /// <summary>Takes the beginning of an answer's body, where bodies are shown.</summary>
    public SeenBody? Capture(ReadOnlyMemory<byte> body, HttpContentHeaders headers, IReadOnlyList<string> secrets)
    {
        if (!options.Bodies || body.IsEmpty || headers.ContentType?.MediaType is not { } type || !BodyText.IsText(type))
        {
            return null;
        }

        var max = Max(secrets);
        return new(body[..Math.Min(body.Length, max)].ToArray(), type, body.Length > max);
    }

    /// <summary>Takes the beginning of the request's body as the connector made it, without what an auth scheme puts in.</summary>
    public SeenBody? Capture(RequestBody? body, IReadOnlyList<string> secrets)
    {
        if (!options.Bodies || body?.Known is not { IsEmpty: false } bytes || !BodyText.IsText(body.MediaType))
        {
            return null;
        }

        var max = Max(secrets);
        return new(bytes[..Math.Min(bytes.Length, max)].ToArray(), body.MediaType, bytes.Length > max);
    }

    /// <summary>Blanks secrets of the query; of an address that another host made, every value of it.</summary>
    public string Address(Uri address, bool isElsewhere, IReadOnlyList<string> secrets)
    {
        var text = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        if (address.Query.Length > 1)
        {
            text += "?" + BodyText.Form(address.Query[1..], name => isElsewhere || _names.IsSecret(name));
        }

        return Cut(SecretBlanker.Blank(text, secrets), MaxAddress);
    }

    public static IReadOnlyList<ObservedHeader> Headers(IReadOnlyList<ObservedHeader> headers, IReadOnlyList<string> secrets) =>
        [.. headers.Select(header => new ObservedHeader(header.Name, Line(header.Value, secrets)!))];

    /// <summary>Makes one line of a text, bounded.</summary>
    public static string? Line(string? text, IReadOnlyList<string> secrets) =>
        text is null ? null : Cut(string.Create(text.Length, text, static (line, from) =>
        {
            for (var index = 0; index < line.Length; index++)
            {
                line[index] = char.IsControl(from[index]) ? ' ' : from[index];
            }
        }) is var line ? SecretBlanker.Blank(line, secrets) : "", MaxLine);

    /// <summary>Makes a body fit to be shown.</summary>
    public ObservedBody? Body(SeenBody body, IReadOnlyList<string> secrets)
    {
        var (text, isCut) = BodyText.Read(body, _names);
        text = SecretBlanker.Blank(text, secrets).Replace('\0', '\uFFFD');
        if (body.IsCut && BodyText.IsPlain(body.MediaType))
        {
            text = text[..^Math.Min(text.Length, Margin(secrets))];
        }

        return text.Length <= options.MaxBodyBytes ? new(text, isCut) : new(Cut(text, options.MaxBodyBytes), true);
    }

    private int Max(IReadOnlyList<string> secrets) => options.MaxBodyBytes + Margin(secrets);

    private static int Margin(IReadOnlyList<string> secrets) => Math.Min(MaxMargin, secrets.Count == 0 ? 0 : secrets.Max(static look => look.Length));

    private bool IsSecret(string name, AuthScheme? scheme) =>
        s_never.Contains(name, StringComparer.OrdinalIgnoreCase) || scheme?.HeaderNames.Contains(name, StringComparer.OrdinalIgnoreCase) == true || _names.IsSecret(name);

    private static bool IsListed(string name, string[] list, string? extra)
    {
        foreach (var listed in list)
        {
            if (listed.EndsWith('*') ? name.AsSpan().StartsWith(listed.AsSpan(0, listed.Length - 1), StringComparison.OrdinalIgnoreCase) : name.Equals(listed, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return extra is not null && name.Equals(extra, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Never cuts a character in two.</summary>
    private static string Cut(string text, int max) =>
        text.Length <= max ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[max - 1]) ? max - 1 : max), "…");
}

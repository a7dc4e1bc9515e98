using System.Net;
using System.Text.Json;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Limits;

namespace Connectors.Auth;

/// <summary>Asks a provider for a session: its own call, judged by its own rules, sent again up to three times where the failure may pass.</summary>
internal static class SessionLogin
{
    private static readonly Endpoint s_endpoint = Endpoint.Idempotent<NoContent, NoContent>("session.login", static (_, _) => RequestSpec.Get("/"), Body.None);

    public static Task<TokenSet> RunAsync(SessionScheme scheme, RenewContext context, CancellationToken cancellationToken)
    {
        var call = new OAuthCall
        {
            Definition = context.Definition,
            Options = context.Options,
            Connection = context.Connection,
            Client = context.Client,
            Time = context.Time,
            ClientId = "",
            ClientSecret = default,
            Name = s_endpoint.Name,
        };
        return OAuthClient.RetryAsync(call, OAuthGrant.Exchange, () => AskAsync(scheme, context, call, cancellationToken), cancellationToken);
    }

    private static async Task<TokenSet> AskAsync(SessionScheme scheme, RenewContext context, OAuthCall call, CancellationToken cancellationToken)
    {
        var message = await MessageAsync(scheme, context, cancellationToken).ConfigureAwait(false);
        List<string> secrets =
        [
            .. context.Credential.Secrets.Select(static secret => secret.Reveal()),
            .. scheme.LoginScheme?.HeaderNames.SelectMany(header => message.Headers.TryGetValues(header, out var values) ? values : []) ?? [],
        ];
        var asked = call.Time.GetUtcNow();
        using var answer = await OAuthTransport.SendAsync(call, () => message, cancellationToken).ConfigureAwait(false);
        Judge(scheme, call, answer, asked, secrets);
        if (Read(scheme, answer) is not { Token.IsEmpty: false } session)
        {
            throw new ConnectorException(call.Facts(ErrorKind.Protocol, $"The login's answer of {call.Definition.DisplayName} holds no session") with { StatusCode = answer.Status });
        }

        return new()
        {
            AccessToken = session.Token,
            IssuedAt = asked,
            ExpiresAt = session.ExpiresAt ?? asked + scheme.Lifetime,
            Extras = session.Extras,
        };
    }

    private static async Task<HttpRequestMessage> MessageAsync(SessionScheme scheme, RenewContext context, CancellationToken cancellationToken)
    {
        var spec = scheme.Login(new(context.Connection, context.Definition, context.Credential, context.Time));
        var host = HostResolver.Resolve(context.Definition, context.Options, context.Connection, spec.Host ?? "api");
        var message = new HttpRequestMessage(spec.Method, new Uri(host.GetLeftPart(UriPartial.Path).TrimEnd('/') + spec.PathAndQuery)) { Content = spec.Content?.CreateContent() };
        message.Headers.Accept.Add(new("application/json"));
        foreach (var (name, value) in spec.Headers)
        {
            CallState.Set(message, name, value);
        }

        if (scheme.LoginScheme is { } login)
        {
            await login.ApplyAsync(new(message, context.Credential, context.Connection, context.Time, context.Definition), cancellationToken).ConfigureAwait(false);
        }

        return message;
    }

    /// <summary>Throws where the provider refuses: first by the scheme's codes, then by the provider's rules, as for any other call.</summary>
    private static void Judge(SessionScheme scheme, OAuthCall call, OAuthAnswer answer, DateTimeOffset asked, List<string> secrets)
    {
        using var message = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ReadOnlyMemoryContent(answer.Body) };
        foreach (var (name, values) in answer.Headers.NonValidated)
        {
            message.Headers.TryAddWithoutValidation(name, values);
        }

        var facts = new ResponseFacts(message, answer.Body, s_endpoint);
        var rules = call.Definition.Rules;
        var action = Http.Judge.Of(in facts, rules, BodyFormat.Json);
        if (action.Verdict == ResponseVerdict.Success)
        {
            return;
        }

        var vendor = ErrorReading.Read(rules, in facts);
        var isRefused = scheme.RefusedCodes.Contains(vendor?.Code, StringComparer.Ordinal)
            || (action.Verdict is ResponseVerdict.Renew or ResponseVerdict.Fail && (action.Kind == ErrorKind.Authorization || scheme.RefusedStatuses.Contains(answer.Status)));
        var kind = isRefused ? ErrorKind.Authorization : action.Kind;
        throw ConnectorException.From(call.Facts(kind, isRefused
            ? $"{call.Definition.DisplayName} does not accept the credential for a new session"
            : $"The login failed: {Http.Judge.What(in facts, action, call.Definition.DisplayName)}") with
        {
            StatusCode = answer.Status,
            ErrorCode = SecretBlanker.Code(vendor?.Code, secrets),
            VendorMessage = SecretBlanker.Words(vendor?.Message, secrets),
            IsTransient = !isRefused && action.Verdict is ResponseVerdict.Retry or ResponseVerdict.Limited,
            RetryAfter = action.Wait ?? RetryAfter.Parse(answer.Headers, asked),
        });
    }

    private static SessionToken? Read(SessionScheme scheme, OAuthAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return scheme.Read(document.RootElement);
        }
        catch (Exception)
        {
            // Most of it is the definition's own code. The exception would say where in an answer that may hold a token; that there is none is enough.
            return null;
        }
    }
}

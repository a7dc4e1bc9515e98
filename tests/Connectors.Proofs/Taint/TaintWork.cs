using Connectors.Definitions;

namespace Connectors.Proofs.Taint;

/// <summary>One thing that an app does, and where it is made to fail.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Api">The failure of the API.</param>
/// <param name="SignIn">The failure of the sign-in.</param>
/// <param name="HasEnded">Whether the token has ended before.</param>
/// <param name="Store">How the store fails.</param>
/// <param name="Do">Does it.</param>
internal sealed record TaintWork(string Name, Fault? Api, Fault? SignIn, bool HasEnded, StoreFault Store, Func<TaintApp, ConnectionKey, TaintScheme, Credential, Canaries, Task> Do)
{
    private const string Envelope = """<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header/><e:Body/></e:Envelope>""";

    private static readonly Uri s_callback = new("https://app.example/callback");

    /// <summary>Lists all that is done with one way to sign in.</summary>
    public static IEnumerable<TaintWork> Of(TaintScheme scheme)
    {
        foreach (var fault in Fault.All)
        {
            yield return new("connect", fault, null, false, StoreFault.None, ConnectAsync);
            yield return new("verify", fault, null, false, StoreFault.None, (app, key, _, _, _) => app.Connections.VerifyAsync(key));
            yield return new("call", fault, null, false, StoreFault.None, CallAsync);
            yield return new("list", fault, null, false, StoreFault.None, ListAsync);
            yield return new("write", fault, null, false, StoreFault.None, (app, key, _, _, _) => OnAsync(app, key, connector => connector.CallAsync(TaintDefinition.Create, new("1", "One"))));
            yield return new("envelope", fault, null, false, StoreFault.None, (app, key, _, _, _) => OnAsync(app, key, connector => connector.SendAsync(new(HttpMethod.Post, "/soap") { Body = RequestBody.Text(Envelope, "text/xml") })));
            yield return new("raw", fault, null, false, StoreFault.None, (app, key, _, _, _) => OnAsync(app, key, connector => connector.SendAsync(new(HttpMethod.Get, "/raw?filter=a"))));
        }

        yield return new("store fails to read", null, null, false, StoreFault.ReadFails, CallAsync);
        yield return new("stored credential is damaged", null, null, false, StoreFault.Damaged, CallAsync);
        yield return new("cancelled call", new(FaultKind.NoAnswer, 0), null, false, StoreFault.None, CancelAsync);
        yield return new("wrong credential", null, null, false, StoreFault.None, MistypedAsync);
        yield return new("disconnect", null, null, false, StoreFault.None, (app, key, _, _, _) => app.Connections.DisconnectAsync(key));
        if (scheme.Scheme is not RenewableScheme)
        {
            yield break;
        }

        foreach (var fault in Fault.All.Concat(Fault.SignIn))
        {
            yield return new("renew", null, fault, true, StoreFault.None, CallAsync);
            yield return new("renew a rejected token", new(FaultKind.Json, 401), fault, false, StoreFault.None, CallAsync);
            yield return new("connect with an ended token", null, fault, true, StoreFault.None, ConnectAsync);
            yield return new("revoke", null, fault, false, StoreFault.None, (app, key, _, _, _) => app.Connections.DisconnectAsync(key));
            if (scheme.Scheme is OAuth2Scheme)
            {
                yield return new("sign in", null, fault, false, StoreFault.None, SignInAsync);
            }
        }

        yield return new("store fails to save", null, null, true, StoreFault.WriteFails, CallAsync);
        if (scheme.Scheme is OAuth2Scheme)
        {
            yield return new("sign-in refused", null, null, false, StoreFault.None, RefusedAsync);
        }
    }

    /// <summary>Gives the connection that is made beside the one that is there.</summary>
    public static ConnectionKey New(ConnectionKey key) => new(key.Provider, key.Tenant, "new");

    private static Task ConnectAsync(TaintApp app, ConnectionKey key, TaintScheme scheme, Credential credential, Canaries canaries) => app.Connections.ConnectAsync(New(key), credential);

    private static Task CallAsync(TaintApp app, ConnectionKey key, TaintScheme scheme, Credential credential, Canaries canaries) =>
        OnAsync(app, key, connector => connector.CallAsync(TaintDefinition.Get, "1"));

    private static Task ListAsync(TaintApp app, ConnectionKey key, TaintScheme scheme, Credential credential, Canaries canaries) => OnAsync(app, key, async connector =>
    {
        await foreach (var item in connector.ListAsync(TaintDefinition.Items))
        {
            _ = item;
        }
    });

    private static async Task CancelAsync(TaintApp app, ConnectionKey key, TaintScheme scheme, Credential credential, Canaries canaries)
    {
        using var caller = new CancellationTokenSource(TimeSpan.FromSeconds(10), app.Time);
        var connector = await app.Get<IConnectorFactory>().OpenAsync(key, caller.Token);
        await connector.CallAsync(TaintDefinition.Create, new("1", "One"), cancellationToken: caller.Token);
    }

    private static Task MistypedAsync(TaintApp app, ConnectionKey key, TaintScheme scheme, Credential credential, Canaries canaries)
    {
        Credential mistyped = credential switch
        {
            ApiKeyCredential given => new ApiKeyCredential(given.Key.Reveal() + "\n"),
            BasicCredential given => new BasicCredential("a:b", given.Password),
            BearerCredential given => new BearerCredential(given.Token.Reveal() + "é"),
            _ => new ApiKeyCredential(canaries.Make("api key")),
        };
        return app.Connections.ConnectAsync(New(key), mistyped);
    }

    private static async Task SignInAsync(TaintApp app, ConnectionKey key, TaintScheme scheme, Credential credential, Canaries canaries)
    {
        var start = await app.Connections.StartAuthorizationAsync(New(key), s_callback);
        await app.Connections.CompleteAuthorizationAsync($"?code={Uri.EscapeDataString(canaries.Make("code"))}&state={StateOf(start)}", start.Binding);
    }

    private static async Task RefusedAsync(TaintApp app, ConnectionKey key, TaintScheme scheme, Credential credential, Canaries canaries)
    {
        var start = await app.Connections.StartAuthorizationAsync(New(key), s_callback);
        await app.Connections.CompleteAuthorizationAsync($"?error=access_denied&error_description=No&code={Uri.EscapeDataString(canaries.Make("code"))}&state={StateOf(start)}", start.Binding);
    }

    private static string StateOf(AuthorizationStart start) =>
        start.Url.Query.TrimStart('?').Split('&').Single(field => field.StartsWith("state=", StringComparison.Ordinal))["state=".Length..];

    private static async Task OnAsync(TaintApp app, ConnectionKey key, Func<IConnector, Task> use) => await use(await app.Get<IConnectorFactory>().OpenAsync(key));
}

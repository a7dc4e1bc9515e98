namespace Connectors.EndToEnd.OAuthServer;

/// <summary>Signing in on another device (RFC 8628) at a certified server.</summary>
[Collection(OAuthServerTests.Name)]
public sealed class DeviceTests(OAuthServerProcess server)
{
    [OAuthServerFact]
    public async Task Complete_CustomerAllowsWhileTheAppWaits_ConnectsAndRenews()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = Waiting(path => _ = path == "/token" && asked.TrySetResult());
        var started = await app.Connections.StartDeviceAuthorizationAsync(App.KeyOf("viewer"));
        var completing = app.Connections.CompleteDeviceAuthorizationAsync(started.Handle);
        await asked.Task;

        using var browser = new Browser();
        await browser.ConfirmDeviceAsync(started.VerificationUriComplete!, "viewer");
        var connection = await completing;
        var connector = await app.OpenAsync("viewer");
        await server.EndAccessTokensAsync("viewer");
        var caller = await connector.CallAsync(Notes.Me, default);

        Assert.Equal(("viewer", ConnectionStatus.Active), (connection.AccountId, connection.Status));
        Assert.Equal(("viewer", "device"), (caller.Id, caller.Client));
        Assert.Equal((1, 1), ((await server.TallyAsync("viewer")).SignIns, (await server.TallyAsync("viewer")).Renewals));
        Assert.Contains(started.UserCode, started.VerificationUriComplete!.AbsoluteUri, StringComparison.Ordinal);
    }

    [OAuthServerFact]
    public async Task Complete_CustomerRefuses_SaysSoAndTheHandleIsSpent()
    {
        await using var app = Waiting();
        var started = await app.Connections.StartDeviceAuthorizationAsync(App.KeyOf("device-refuser"));
        using var browser = new Browser();
        await browser.ConfirmDeviceAsync(started.VerificationUriComplete!, account: null);

        var error = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteDeviceAuthorizationAsync(started.Handle));
        var again = await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteDeviceAuthorizationAsync(started.Handle));

        Assert.Equal((ErrorKind.Authorization, "access_denied"), (error.Kind, error.ErrorCode));
        Assert.Equal((ErrorKind.Authorization, (string?)null), (again.Kind, again.ErrorCode));
        Assert.Null(await app.Connections.FindAsync(App.KeyOf("device-refuser")));
    }

    [OAuthServerFact]
    public async Task Complete_Twice_ConnectsOnce()
    {
        await using var app = Waiting();
        var started = await app.Connections.StartDeviceAuthorizationAsync(App.KeyOf("device-twice"));
        using var browser = new Browser();
        await browser.ConfirmDeviceAsync(started.VerificationUriComplete!, "device-twice");
        await app.Connections.CompleteDeviceAuthorizationAsync(started.Handle);

        await Assert.ThrowsAsync<ConnectorException>(() => app.Connections.CompleteDeviceAuthorizationAsync(started.Handle));

        Assert.Equal(1, (await server.TallyAsync("device-twice")).SignIns);
        Assert.Equal("device-twice", (await (await app.OpenAsync("device-twice")).CallAsync(Notes.Me, default)).Id);
    }

    /// <summary>An app whose pauses between two questions are short, and which gives the server all the time it needs.</summary>
    private App Waiting(Action<string>? onAnswer = null) => new(
        Notes.Definition(server.Issuer, Notes.Device(server.Issuer)),
        "device",
        clock: new() { Hurry = 20 },
        configure: options => (options.TotalTimeout, options.AttemptTimeout, options.BodyIdleTimeout) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)),
        onAnswer: onAnswer);
}

using Connectors.SignIn;

namespace Connectors;

/// <summary>How a person signs in. Everything has a default; most sign-ins pass nothing.</summary>
public sealed record SignInOptions
{
    internal static readonly Uri DefaultRedirectUri = new("http://127.0.0.1/");

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);
    private readonly TimeSpan _timeout = TimeSpan.FromMinutes(5);

    /// <summary>Gets which scheme, scopes and settings, such as a subdomain; the usual ones by default.</summary>
    public AuthorizationOptions? Authorization { get; init; }

    /// <summary>
    /// Gets the redirect address as it is registered with the provider: <c>http://127.0.0.1/</c> or <c>http://[::1]/</c> where the port may
    /// be any, <c>http://localhost:5000/callback</c> where the provider compares it. Any other address is for <see cref="PasteBrowser"/> or
    /// a browser of your own.
    /// </summary>
    /// <value>The default is <c>http://127.0.0.1/</c>. An address without a port, or with port 0, takes a free one.</value>
    public Uri? RedirectUri { get; init; }

    /// <summary>Gets the browser.</summary>
    /// <value>
    /// The default is a <see cref="LoopbackBrowser"/>, and a <see cref="PasteBrowser"/> where no browser can be opened
    /// (<see cref="SystemBrowser.CanOpen"/>) or the redirect address is none that can be listened on.
    /// </value>
    public ISignInBrowser? Browser { get; init; }

    /// <summary>Gets what opens an address, and tells whether it could.</summary>
    /// <value>The default is <see cref="SystemBrowser.OpenAsync"/>. Ignored with a <see cref="Browser"/> of your own.</value>
    public Func<Uri, CancellationToken, Task<bool>>? OpenBrowser { get; init; }

    /// <summary>Gets what changes the provider's address before it is opened and shown, as for a simulator that listens on a loopback port.</summary>
    /// <value>The default changes nothing.</value>
    public Func<Uri, Uri>? BrowserAddress { get; init; }

    /// <summary>Gets what shows a line to the person: the address to open, where no browser opens by itself.</summary>
    /// <value>The default writes to standard error. A desktop app sets its own.</value>
    public Action<string>? Show { get; init; }

    /// <summary>Gets what shows code and address of a sign-in on another device (<see cref="ConnectionsDeviceExtensions.SignInWithDeviceAsync"/>).</summary>
    /// <value>The default shows them as text, with <see cref="Show"/>.</value>
    public Action<DeviceAuthorization>? ShowDevice { get; init; }

    /// <summary>Gets how long to wait for the person.</summary>
    /// <value>The default is 5 minutes. Range: 1 second to 10 minutes, for which a sign-in that has begun is good.</value>
    public TimeSpan Timeout
    {
        get => _timeout;
        init => _timeout = value >= TimeSpan.FromSeconds(1) && value <= s_longest
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A sign-in waits 1 second to 10 minutes.");
    }

    /// <summary>Gets the clock.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

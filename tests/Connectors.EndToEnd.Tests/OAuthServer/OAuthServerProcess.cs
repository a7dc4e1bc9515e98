using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Connectors.EndToEnd.OAuthServer;

/// <summary>
/// Runs tests/oauth-server, a certified OpenID provider from npm, as a program of its own. It is installed by <c>npm ci</c> there,
/// never by the tests; without it they are reported as skipped, or fail when CONNECTORS_REQUIRE_OAUTH_SERVER is 1.
/// </summary>
public sealed class OAuthServerProcess : IAsyncLifetime
{
    public const string Callback = "https://app.example/callback";

    /// <summary>Form encoding and Base64 must both be right for it to arrive.</summary>
    public const string ClientSecret = "s3cret:+/ %&=?";

    /// <summary>The same, as long as an HMAC key must be.</summary>
    public static readonly string LongClientSecret = ClientSecret.PadRight(48, '.');

    private const string Require = "CONNECTORS_REQUIRE_OAUTH_SERVER";
    private static readonly TimeSpan s_longestStart = TimeSpan.FromMinutes(1);
    private static readonly string? s_folder = Find();
    private readonly RSA _key = RSA.Create(2048);
    private Process? _process;
    private Task<string>? _errors;
    private Uri? _issuer;

    /// <summary>Gets the server's address, which is also its name.</summary>
    public Uri Issuer => _issuer ?? throw new InvalidOperationException(Missing() ?? "The server was not started.");

    /// <summary>Gets the private key, as PEM, of the clients that prove themselves with a key; the server knows the public one as <c>key-1</c>.</summary>
    public string ClientKeyPem => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>Says why the server cannot run, and what brings it; null when it can, or when it must.</summary>
    public static string? WhyNot() => Environment.GetEnvironmentVariable(Require) == "1" ? null : Missing();

    public async Task InitializeAsync()
    {
        if (Missing() is not null)
        {
            return;
        }

        _process = Process.Start(new ProcessStartInfo("node", "server.mjs")
        {
            WorkingDirectory = s_folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["CALLBACK"] = Callback, ["CLIENT_SECRET"] = ClientSecret, ["CLIENT_KEYS"] = PublicKeys(), ["ACCESS_TOKEN_SECONDS"] = "300" },
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(s_longestStart);
        _issuer = line is null
            ? throw new InvalidOperationException($"The server ended before it listened: {await _errors}")
            : new((string)JsonNode.Parse(line)!["issuer"]!);
    }

    /// <summary>Tells what the server did for an account, or for a client that speaks for itself.</summary>
    public async Task<Tally> TallyAsync(string who)
    {
        using var client = Client();
        var answer = JsonNode.Parse(await client.GetStringAsync(new Uri(Issuer, $"/test/{who}")))!;
        return new(
            (int)answer["signIns"]!, (int)answer["tokens"]!, (int)answer["renewals"]!, (int)answer["reuses"]!, (int)answer["revoked"]!, (int)answer["calls"]!, (int)answer["refused"]!,
            [.. answer["refusals"]!.AsArray().Select(refusal => (string)refusal!)]);
    }

    /// <summary>Ends all access tokens of an account or client at the server, which nobody is told of.</summary>
    public async Task EndAccessTokensAsync(string who)
    {
        using var client = Client();
        using var answer = await client.DeleteAsync(new Uri(Issuer, $"/test/{who}"));
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Asks the token endpoint (or one beside it) by hand, as the client <c>web</c>.</summary>
    public async Task<JsonObject> AskAsync(string path, params (string Name, string Value)[] fields)
    {
        using var client = Client();
        using var content = new FormUrlEncodedContent(
            [new("client_id", "web-post"), new("client_secret", ClientSecret), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var answer = await client.PostAsync(new Uri(Issuer, path), content);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
    }

    public async Task DisposeAsync()
    {
        if (_process is { } process)
        {
            process.StandardInput.Close();
            try
            {
                await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
            }
            catch (TimeoutException)
            {
                process.Kill();
            }

            process.Dispose();
        }

        _key.Dispose();
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false });

    private string PublicKeys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["kid"] = "key-1",
                ["use"] = "sig",
                ["n"] = System.Buffers.Text.Base64Url.EncodeToString(key.Modulus),
                ["e"] = System.Buffers.Text.Base64Url.EncodeToString(key.Exponent),
            }),
        }.ToJsonString();
    }

    private static string? Missing() =>
        s_folder is null ? $"No tests/oauth-server above {AppContext.BaseDirectory}."
        : !Directory.Exists(Path.Combine(s_folder, "node_modules")) ? "The OpenID provider is not installed: cd tests/oauth-server && npm ci --ignore-scripts"
        : !HasNode() ? "There is no node on the PATH: install Node.js 20 or later, then cd tests/oauth-server && npm ci --ignore-scripts"
        : null;

    private static bool HasNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")));

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var server = Path.Combine(folder.FullName, "tests", "oauth-server");
            if (Directory.Exists(server))
            {
                return server;
            }
        }

        return null;
    }
}

/// <summary>What the server did for somebody, counted there.</summary>
/// <param name="SignIns">Codes that were exchanged.</param>
/// <param name="Tokens">Token answers of all kinds.</param>
/// <param name="Renewals">Refresh tokens that were taken.</param>
/// <param name="Reuses">Refresh tokens that came a second time.</param>
/// <param name="Revoked">Grants that ended before their time.</param>
/// <param name="Calls">Calls of the resource with a good token.</param>
/// <param name="Refused">Calls with a token that is good no more.</param>
/// <param name="Refusals">Why token requests were refused.</param>
public sealed record Tally(int SignIns, int Tokens, int Renewals, int Reuses, int Revoked, int Calls, int Refused, IReadOnlyList<string> Refusals);

/// <summary>A test against the OpenID provider; skipped with the reason where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OAuthServerFactAttribute : FactAttribute
{
    public OAuthServerFactAttribute() => Skip = OAuthServerProcess.WhyNot();
}

/// <summary>A test against the OpenID provider with several inputs; skipped with the reason where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OAuthServerTheoryAttribute : TheoryAttribute
{
    public OAuthServerTheoryAttribute() => Skip = OAuthServerProcess.WhyNot();
}

/// <summary>One server for all of its tests; each signs in with an account of its own.</summary>
[CollectionDefinition(Name)]
public sealed class OAuthServerTests : ICollectionFixture<OAuthServerProcess>
{
    public const string Name = "OAuth server";
}

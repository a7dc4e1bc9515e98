using System.Web;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>Every vendor's sign-in, from the redirect to the revocation, held against samples of what the vendor takes and gives.</summary>
public sealed class VendorTests : IDisposable
{
    private const string Basic = "Basic YXBwLWlkOmFwcC1zZWNyZXQtY2FuYXJ5";
    private const string Redirect = "https%3A%2F%2Fapp.example%2Fcallback";

    private static readonly VendorCase[] s_all =
    [
        .. AccountingVendors.All, .. CrmVendors.All, .. FileVendors.All, .. MarketingVendors.All, .. MessagingVendors.All, .. PaymentVendors.All, .. PeopleVendors.All, .. TicketVendors.All,
    ];

    private readonly AuthWorld _world = new();
    private readonly SignInWire _wire;

    public VendorTests() => _wire = new(_world.Http, _world.Time);

    public static TheoryData<string> Names => [.. s_all.Select(vendor => vendor.Name)];

    public static TheoryData<string> Renewed => [.. s_all.Where(vendor => vendor.Refresh is not null).Select(vendor => vendor.Name)];

    public static TheoryData<string> OnDevices => [.. s_all.Where(vendor => vendor.Device is not null).Select(vendor => vendor.Name)];

    public static TheoryData<string, int> Refused
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var vendor in s_all)
            {
                for (var index = 0; index < vendor.Errors.Count; index++)
                {
                    data.Add(vendor.Name, index);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SignIn_AsTheVendorSpeaks_KeepsWhatItGives(string name)
    {
        var vendor = Use(name);
        Answers(vendor, vendor.Answer, vendor.Then?.Answer);

        var (connection, start) = await SignInAsync(vendor);

        Assert.Equal(Filled(vendor.Authorize, start), start.Url.AbsoluteUri);
        Assert.Equal(Filled(vendor.Code, start), _wire.Log[0].ToString());
        Assert.Equal(vendor.Then is { } then ? [Filled(then.Request, start)] : [], _wire.Log.Skip(1).Select(asked => asked.ToString()), StringComparer.Ordinal);
        var token = await _world.StoredTokenAsync();
        Assert.Equal(("access-1", vendor.Refresh is null ? "" : "refresh-1"), (token.AccessToken.Reveal(), token.RefreshToken.Reveal()));
        Assert.Equal(vendor.Life is { } life ? _world.Time.GetUtcNow().AddSeconds(life) : null, token.ExpiresAt);
        Assert.Equal(vendor.Granted, string.Join(' ', connection.GrantedScopes ?? []));
        Assert.Equal(vendor.Kept, string.Join(' ', token.Extras.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
        Assert.Equal(vendor.Grace, vendor.Scheme.RefreshTokenGrace);
    }

    [Theory]
    [MemberData(nameof(Renewed))]
    public async Task Renew_AsTheVendorSpeaks_KeepsTheRefreshTokenThatIsGood(string name)
    {
        var vendor = Use(name);
        Answers(vendor, vendor.Answer, vendor.Refresh!.Value.Answer);
        var (connection, start) = await SignInAsync(vendor);

        await _world.Keeper.RenewAsync(connection, _world.Runtime, (await _world.RowAsync()).Version, default);

        Assert.Equal(Filled(vendor.Refresh.Value.Request, start), _wire.Log[^1].ToString());
        var token = await _world.StoredTokenAsync();
        Assert.Equal(("access-2", vendor.RefreshKept), (token.AccessToken.Reveal(), token.RefreshToken.Reveal()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Disconnect_AsTheVendorSpeaks_TakesTheTokensBack(string name)
    {
        var vendor = Use(name);
        Answers(vendor, vendor.Answer, vendor.Then?.Answer);
        if (vendor.Revoke is { } revoke)
        {
            _wire.On(revoke.Split(' ')[1], (200, ""));
        }

        var (_, start) = await SignInAsync(vendor);
        var before = _wire.Log.Count;
        await _world.Service.DisconnectAsync(AuthWorld.Key);

        Assert.Equal(vendor.Revoke is null ? [] : [Filled(vendor.Revoke, start)], _wire.Log.Skip(before).Select(asked => asked.ToString()), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refusal_AsTheVendorSpeaks_IsUnderstood(string name, int index)
    {
        var vendor = Use(name);
        var (status, body, kind) = vendor.Errors[index];
        if (vendor.Refresh is null)
        {
            _wire.On(TokenAddress(vendor), (status, body));
            Assert.Equal(kind, (await Assert.ThrowsAnyAsync<ConnectorException>(() => SignInAsync(vendor))).Kind);
            return;
        }

        _wire.On(TokenAddress(vendor), (200, vendor.Answer), (status, body));
        var (connection, _) = await SignInAsync(vendor);
        var version = (await _world.RowAsync()).Version;

        Assert.Equal(kind, (await Assert.ThrowsAnyAsync<ConnectorException>(() => _world.Keeper.RenewAsync(connection, _world.Runtime, version, default).AsTask())).Kind);
        Assert.Equal(kind == ErrorKind.Authorization, (await _world.RowAsync()).IsDead);
    }

    [Theory]
    [MemberData(nameof(OnDevices))]
    public async Task StartDevice_AsTheVendorSpeaks_TellsWhatToShow(string name)
    {
        var vendor = Use(name);
        var (request, answer) = vendor.Device!.Value;
        _wire.On(request.Split(' ')[1], (200, answer));

        var start = await _world.Service.StartDeviceAuthorizationAsync(AuthWorld.Key, new() { Settings = vendor.Entered });

        Assert.Equal(request.Replace("{app}", $"client_id={The.ClientId}&client_secret={The.ClientSecret}", StringComparison.Ordinal), Assert.Single(_wire.Log).ToString());
        Assert.Equal(("WDJB-MJHT", Uri.UriSchemeHttps), (start.UserCode, start.VerificationUri.Scheme));
    }

    [Theory]
    [MemberData(nameof(ClientCredentialVendors.Data), MemberType = typeof(ClientCredentialVendors))]
    public async Task ClientCredentials_AsTheVendorSpeaks_GiveAToken(string name)
    {
        var vendor = ClientCredentialVendors.All.Single(vendor => vendor.Name == name);
        _world.Use(The.Definition(vendor.Scheme, settings: vendor.Settings));
        _wire.On(vendor.Request.Split(' ')[1].Split('?')[0], (200, vendor.Answer));

        await _world.Service.ConnectAsync(AuthWorld.Key, new ClientCredential(The.ClientId, The.ClientSecret), vendor.Entered);

        Assert.Equal(Filled(vendor.Request, null), Assert.Single(_wire.Log).ToString());
        var token = await _world.StoredTokenAsync();
        Assert.Equal("access-1", token.AccessToken.Reveal());
        Assert.Equal(vendor.Life is { } life ? _world.Time.GetUtcNow().AddSeconds(life) : null, token.ExpiresAt);
    }

    public void Dispose() => _world.Dispose();

    private VendorCase Use(string name)
    {
        var vendor = s_all.Single(vendor => vendor.Name == name);
        var definition = new ConnectorDefinition { Id = "acme", DisplayName = name, Hosts = vendor.Hosts, Settings = vendor.Settings, Auth = [vendor.Scheme], Endpoints = [] };
        new ServiceCollection().AddConnectors().AddConnector(definition);
        _world.Use(definition);
        return vendor;
    }

    private async Task<(Connection Connection, AuthorizationStart Start)> SignInAsync(VendorCase vendor)
    {
        var start = await _world.Service.StartAuthorizationAsync(AuthWorld.Key, The.Callback, new() { Settings = vendor.Entered });
        var connection = await _world.Service.CompleteAuthorizationAsync($"?code=the-code&state={Query(start, "state")}{vendor.Callback}", start.Binding);
        return (connection, start);
    }

    private void Answers(VendorCase vendor, params string?[] answers) => _wire.On(TokenAddress(vendor), [.. answers.OfType<string>().Select(answer => (200, answer))]);

    private static string TokenAddress(VendorCase vendor) => vendor.Code.Split(' ')[1].Split('?')[0];

    private static string? Query(AuthorizationStart? start, string name) => start is null ? null : HttpUtility.ParseQueryString(start.Url.Query)[name];

    private string Filled(string text, AuthorizationStart? start) => text
        .Replace("{start}", "response_type=code&client_id=app-id&redirect_uri={redirect}", StringComparison.Ordinal)
        .Replace("{code}", "grant_type=authorization_code&code=the-code&redirect_uri={redirect}", StringComparison.Ordinal)
        .Replace("{verifier}", "&code_verifier=" + Verifier(), StringComparison.Ordinal)
        .Replace("{json-verifier}", Verifier(), StringComparison.Ordinal)
        .Replace("{pkce}", $"&code_challenge={Query(start, "code_challenge")}&code_challenge_method=S256", StringComparison.Ordinal)
        .Replace("{state}", $"&state={Query(start, "state")}", StringComparison.Ordinal)
        .Replace("{app}", $"client_id={The.ClientId}&client_secret={The.ClientSecret}", StringComparison.Ordinal)
        .Replace("{basic}", $"[{Basic}]", StringComparison.Ordinal)
        .Replace("{redirect}", Redirect, StringComparison.Ordinal);

    /// <summary>The proof key of the exchange, whose challenge stood in the address.</summary>
    private string? Verifier()
    {
        if (_wire.Log.FirstOrDefault() is not { } asked)
        {
            return null;
        }

        return asked.MediaType == "application/json"
            ? System.Text.Json.Nodes.JsonNode.Parse(asked.Body)!["code_verifier"]?.GetValue<string>()
            : HttpUtility.ParseQueryString(asked.Body)["code_verifier"];
    }
}

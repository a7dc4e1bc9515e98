using Connectors.Definitions;

namespace Connectors.Core.Tests.Auth.Vendors;

/// <summary>Google, Microsoft, Dropbox.</summary>
internal static class FileVendors
{
    private const string Google = "https://oauth2.googleapis.com";
    private const string Microsoft = "https://login.microsoftonline.com/organizations/oauth2/v2.0";
    private const string Dropbox = "https://api.dropboxapi.com/oauth2/token";

    public static IReadOnlyList<VendorCase> All =>
    [
        new("Google", new()
        {
            AuthorizationEndpoint = "https://accounts.google.com/o/oauth2/v2/auth",
            TokenEndpoint = $"{Google}/token",
            DeviceAuthorizationEndpoint = $"{Google}/device/code",
            RevocationEndpoint = $"{Google}/revoke",
            Issuer = "https://accounts.google.com",
            Scopes = ["https://www.googleapis.com/auth/drive.file"],
            AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["access_type"] = "offline", ["prompt"] = "consent" },

            // Refresh tokens are not rotated.
            RefreshTokenGrace = Timeout.InfiniteTimeSpan,
        })
        {
            Authorize = "https://accounts.google.com/o/oauth2/v2/auth?{start}&scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fdrive.file{state}{pkce}&access_type=offline&prompt=consent",
            Code = $"POST {Google}/token {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","expires_in":3599,"refresh_token":"refresh-1","scope":"https://www.googleapis.com/auth/drive.metadata.readonly","token_type":"Bearer"}""",
            Life = 3599,
            Granted = "https://www.googleapis.com/auth/drive.metadata.readonly",
            Refresh = ($"POST {Google}/token grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","expires_in":3599,"token_type":"Bearer"}"""),
            RefreshKept = "refresh-1",
            Revoke = $"POST {Google}/revoke token=refresh-1&token_type_hint=refresh_token&{{app}}",
            Errors =
            [
                (400, """{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""", ErrorKind.Authorization),
                (400, """{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)","error_subtype":"invalid_rapt"}""", ErrorKind.Authorization),
                (401, """{"error":"invalid_client","error_description":"The OAuth client was not found."}""", ErrorKind.Configuration),
            ],
            Grace = Timeout.InfiniteTimeSpan,
            Device = (
                $"POST {Google}/device/code scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fdrive.file&{{app}}",
                """{"device_code":"d","user_code":"WDJB-MJHT","verification_url":"https://www.google.com/device","expires_in":1800,"interval":5}"""),
        },
        new("Microsoft", new()
        {
            AuthorizationEndpoint = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
            TokenEndpoint = new("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token") { GrantErrors = ["interaction_required", "consent_required"], Extras = [TokenExtra.FromIdToken("tid")] },
            DeviceAuthorizationEndpoint = "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
            Issuer = "https://login.microsoftonline.com/{tid}/v2.0",
            Scopes = ["offline_access", "Files.Read"],

            // A refresh token that was used stays good (learn.microsoft.com, refresh tokens).
            RefreshTokenGrace = Timeout.InfiniteTimeSpan,
        })
        {
            Settings = [new("tenant", "Tenant") { Default = "organizations", Pattern = "[A-Za-z0-9.-]+" }],
            Authorize = $"{Microsoft}/authorize?{{start}}&scope=offline_access%20Files.Read{{state}}{{pkce}}",
            Code = $"POST {Microsoft}/token {{code}}{{verifier}}&{{app}}",
            Answer = """{"token_type":"Bearer","scope":"Files.Read User.Read","expires_in":3599,"ext_expires_in":3599,"access_token":"access-1","refresh_token":"refresh-1"}""",
            Life = 3599,
            Granted = "Files.Read User.Read",
            Refresh = ($"POST {Microsoft}/token grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"token_type":"Bearer","scope":"Files.Read","expires_in":4100,"access_token":"access-2","refresh_token":"refresh-2"}"""),
            Errors =
            [
                (400, """{"error":"invalid_grant","error_description":"AADSTS70008: …","error_codes":[70008],"timestamp":"2026-11-20 10:00:00Z","suberror":"…"}""", ErrorKind.Authorization),
                (400, """{"error":"interaction_required","error_description":"AADSTS50076: …"}""", ErrorKind.Authorization),
                (401, """{"error":"invalid_client","error_description":"AADSTS7000222: …"}""", ErrorKind.Configuration),
                (400, """{"error":"unauthorized_client","error_description":"AADSTS700016: …"}""", ErrorKind.Configuration),
            ],
            Grace = Timeout.InfiniteTimeSpan,
            Device = (
                $"POST {Microsoft}/devicecode scope=offline_access+Files.Read&{{app}}",
                """{"device_code":"d","user_code":"WDJB-MJHT","verification_uri":"https://microsoft.com/devicelogin","expires_in":900,"interval":5,"message":"…"}"""),
        },
        new("Dropbox", new()
        {
            AuthorizationEndpoint = "https://www.dropbox.com/oauth2/authorize",
            TokenEndpoint = new(Dropbox) { Extras = ["account_id", "team_id"] },
            RevocationEndpoint = new("https://api.dropboxapi.com/2/auth/token/revoke") { AsBearer = true },
            Scopes = ["account_info.read", "files.content.read"],
            AuthorizeParameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["token_access_type"] = "offline" },

            // Refresh tokens are neither rotated nor do they end.
            RefreshTokenGrace = Timeout.InfiniteTimeSpan,
        })
        {
            Authorize = "https://www.dropbox.com/oauth2/authorize?{start}&scope=account_info.read%20files.content.read{state}{pkce}&token_access_type=offline",
            Code = $"POST {Dropbox} {{code}}{{verifier}}&{{app}}",
            Answer = """{"access_token":"access-1","token_type":"bearer","expires_in":14400,"refresh_token":"refresh-1","scope":"account_info.read files.content.read","uid":"12345","account_id":"dbid:AAH4"}""",
            Life = 14400,
            Granted = "account_info.read files.content.read",
            Kept = "account_id=dbid:AAH4",
            Refresh = ($"POST {Dropbox} grant_type=refresh_token&refresh_token=refresh-1&{{app}}", """{"access_token":"access-2","token_type":"bearer","expires_in":14400}"""),
            RefreshKept = "refresh-1",
            Revoke = "POST https://api.dropboxapi.com/2/auth/token/revoke [Bearer access-1]",
            Errors = [(400, """{"error":"invalid_grant","error_description":"refresh token is invalid or revoked"}""", ErrorKind.Authorization)],
            Grace = Timeout.InfiniteTimeSpan,
        },
    ];
}

using System.Text.RegularExpressions;
using Connectors.SignIn.Tests.OidcClient;

namespace Connectors.SignIn.Tests.Browsers;

/// <summary>The browser seam has the shape of IdentityModel.OidcClient's: either stands in for the other. The README shows this code.</summary>
public sealed partial class OidcClientTests
{
    [Fact]
    public async Task OurBrowser_BehindTheirs_AnswersTheirClient()
    {
        var shown = "";
        IBrowser theirs = new OurBrowserForOidcClient(new PasteBrowser(new StringReader("c1\n"), text => shown += text));

        var result = await theirs.InvokeAsync(new("https://vendor.test/authorize?state=s1", "http://127.0.0.1/"));

        Assert.Equal((OidcClient.BrowserResultType.Success, "http://127.0.0.1/?code=c1&state=s1", null), (result.ResultType, result.Response, result.Error));
        Assert.Contains("https://vendor.test/authorize?state=s1", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheirBrowser_BehindOurs_AnswersUs()
    {
        ISignInBrowser ours = new OidcClientBrowser(new TheirBrowser());

        var result = await ours.InvokeAsync(new("https://vendor.test/authorize", "http://127.0.0.1/") { Timeout = TimeSpan.FromMinutes(1) });

        Assert.Equal((BrowserResultType.UserCancel, "https://vendor.test/authorize http://127.0.0.1/ 00:01:00", "closed"), (result.ResultType, result.ErrorDescription, result.Error));
    }

    [Fact]
    public void Results_HaveTheSameNamesAndValues() =>
        Assert.Equal(
            Enum.GetValues<OidcClient.BrowserResultType>().Select(value => (value.ToString(), (int)value)),
            Enum.GetValues<BrowserResultType>().Select(value => (value.ToString(), (int)value)));

    [Fact]
    public void Readme_ShowsTheCodeThatIsCompiledHere()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Connectors.sln")))
        {
            root = root.Parent;
        }

        var compiled = Shown().Match(File.ReadAllText(Path.Combine(root.FullName, "tests", "Connectors.SignIn.Tests", "Browsers", "OidcClientSnippet.cs")).ReplaceLineEndings("\n"));
        var readme = File.ReadAllText(Path.Combine(root.FullName, "src", "Connectors.SignIn", "README.md")).ReplaceLineEndings("\n");

        Assert.True(compiled.Success);
        Assert.Contains(compiled.Groups[1].Value, readme, StringComparison.Ordinal);
    }

    [GeneratedRegex("// <oidc-client>\n(.*?)// </oidc-client>", RegexOptions.Singleline)]
    private static partial Regex Shown();

    private sealed class TheirBrowser : IBrowser
    {
        public Task<OidcClient.BrowserResult> InvokeAsync(OidcClient.BrowserOptions options, CancellationToken cancellationToken = default) =>
            Task.FromResult(new OidcClient.BrowserResult { ResultType = OidcClient.BrowserResultType.UserCancel, Error = "closed", ErrorDescription = $"{options.StartUrl} {options.EndUrl} {options.Timeout}" });
    }
}

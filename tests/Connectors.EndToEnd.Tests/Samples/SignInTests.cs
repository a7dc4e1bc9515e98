using System.Text.RegularExpressions;
using Connectors.EndToEnd.SignIn;
using Connectors.EndToEnd.Support;

namespace Connectors.EndToEnd.Samples;

public sealed partial class SignInTests
{
    [Theory]
    [InlineData("allow")]
    [InlineData("deny")]
    public async Task SignIn_AddressPasted_ListsContactsOrSaysThatYouDidNotAgree(string decision)
    {
        using var folder = new Database();
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

        var (code, output, errors) = await SampleProgram.AnswerAsync("SignIn", folder.Folder, async line =>
        {
            if (!Address().IsMatch(line))
            {
                return null;
            }

            using var answer = await browser.GetAsync(new Uri($"{line.Trim()}&consent={decision}"));
            return answer.Headers.Location!.OriginalString;
        }, null, "--simulate", "--paste");

        Assert.True(code == (decision == "allow" ? 0 : 1), output + errors);
        Assert.Equal(decision == "allow" ? 5 : 0, Contacts().Count(output));
        Assert.Equal(decision == "deny", errors.Contains("Not signed in: you did not agree.", StringComparison.Ordinal));
    }

    /// <summary>The program starts the operating system's own command, here one that tells the test which address to open.</summary>
    [ChromiumFact(IsForLinux = true)]
    public async Task SignIn_BrowserOpens_ListsContacts()
    {
        using var folder = new Database();
        var command = Path.Combine(folder.Folder, "xdg-open");
        await File.WriteAllTextAsync(command, """
            #!/bin/sh
            printf '%s\n' "$1" > "$0.part" && mv "$0.part" "$0.address"
            """.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var surroundings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{folder.Folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["DISPLAY"] = ":0",
            ["CI"] = null,
            ["SSH_CONNECTION"] = null,
            ["SSH_CLIENT"] = null,
            ["SSH_TTY"] = null,
        };

        var program = SampleProgram.AnswerAsync("SignIn", folder.Folder, _ => Task.FromResult<string?>(null), surroundings, "--simulate");
        while (!File.Exists(command + ".address") && !program.IsCompleted)
        {
            await Task.Delay(20);
        }

        if (!program.IsCompleted)
        {
            await using var browser = await Chromium.OpenAsync(new((await File.ReadAllTextAsync(command + ".address")).Trim()));
            await browser.ClickAsync("button[value=allow]");
            await browser.ReadAsync("Back to the app");
        }

        var (code, output, errors) = await program;
        Assert.True(code == 0, output + errors);
        Assert.Equal(5, Contacts().Count(output));
        Assert.Contains("Signed in: hubspot/acme/default", output, StringComparison.Ordinal);
    }

    [GeneratedRegex("^\\s+http://127\\.0\\.0\\.1:[0-9]+/oauth/authorize\\?")]
    private static partial Regex Address();

    [GeneratedRegex("^  [0-9]+  .+@", RegexOptions.Multiline)]
    private static partial Regex Contacts();
}

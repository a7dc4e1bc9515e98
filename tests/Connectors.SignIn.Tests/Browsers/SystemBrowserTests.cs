namespace Connectors.SignIn.Tests.Browsers;

public sealed class SystemBrowserTests
{
    [Theory]
    [InlineData("linux", "xdg-open")]
    [InlineData("macos", "/usr/bin/open")]
    public void Command_Unix_HandsTheAddressOverAsOneArgument(string system, string program)
    {
        var command = SystemBrowser.Command("https://vendor.test/a?b=$(reboot)&c=;ls%20'x'", system);

        Assert.Equal((program, false, ""), (command.FileName, command.UseShellExecute, command.Arguments));
        Assert.Equal(["https://vendor.test/a?b=$(reboot)&c=;ls%20'x'"], command.ArgumentList);
    }

    [Fact]
    public void Command_Windows_IsTheAddressItself()
    {
        var command = SystemBrowser.Command("https://vendor.test/a?b=1&c=2", "windows");

        Assert.Equal(("https://vendor.test/a?b=1&c=2", true, ""), (command.FileName, command.UseShellExecute, command.Arguments));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ms-settings:")]
    [InlineData("--version")]
    public async Task OpenAsync_NoWebAddress_IsRefused(string address) =>
        await Assert.ThrowsAsync<ArgumentException>(() => SystemBrowser.OpenAsync(new(address, UriKind.RelativeOrAbsolute)));

    [Theory]
    [InlineData("linux", "DISPLAY=:0;PATH=/bin:/usr/bin", null)]
    [InlineData("linux", "WAYLAND_DISPLAY=wayland-0;PATH=/usr/bin", null)]
    [InlineData("linux", "DISPLAY=:0;PATH=/usr/bin;CI=false", null)]
    [InlineData("linux", "PATH=/usr/bin", "there is no display")]
    [InlineData("linux", "DISPLAY=:0;PATH=/bin", "there is no xdg-open")]
    [InlineData("linux", "DISPLAY=:0", "there is no xdg-open")]
    [InlineData("linux", "DISPLAY=:0;PATH=/usr/bin;SSH_CONNECTION=a", "this is an SSH session")]
    [InlineData("linux", "DISPLAY=:0;PATH=/usr/bin;CI=true", "this is a build server")]
    [InlineData("macos", "", null)]
    [InlineData("macos", "SSH_TTY=/dev/ttys001", "this is an SSH session")]
    [InlineData("macos", "CI=1", "this is a build server")]
    public void WhyNot_Surroundings_SayWhetherABrowserCanBeOpened(string system, string variables, string? expected)
    {
        var values = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(expected, SystemBrowser.WhyNot(values.GetValueOrDefault, system, path => path == "/usr/bin/xdg-open"));
    }
}

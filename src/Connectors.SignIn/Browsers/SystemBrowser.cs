using System.ComponentModel;
using System.Diagnostics;

namespace Connectors.SignIn;

/// <summary>The browser that the person has set up: opened with the operating system's own command, never through a shell.</summary>
public static class SystemBrowser
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets whether a browser can be opened where this program runs. Not on a build server (<c>CI</c>), in an SSH session, in a Windows
    /// service, and on Linux without a display (<c>DISPLAY</c>, <c>WAYLAND_DISPLAY</c>) or without <c>xdg-open</c>.
    /// </summary>
    public static bool CanOpen => WhyNot(Environment.GetEnvironmentVariable, CurrentSystem, File.Exists) is null;

    internal static string CurrentSystem => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux";

    /// <summary>Opens an address in the person's browser.</summary>
    /// <param name="address">An absolute http or https address.</param>
    /// <param name="cancellationToken">Stops waiting; a browser that opens already, opens.</param>
    /// <returns>Whether the operating system took it.</returns>
    /// <exception cref="ArgumentException">The address is no absolute http or https address: nothing else is ever handed to the operating system.</exception>
    public static async Task<bool> OpenAsync(Uri address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException("Only an absolute http or https address is opened.", nameof(address));
        }

        try
        {
            using var process = Process.Start(Command(address.AbsoluteUri, CurrentSystem));
            return process is null || OperatingSystem.IsWindows() || await EndsWellAsync(process, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is Win32Exception or FileNotFoundException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The command of an operating system. The address is one argument, percent-encoded, and begins with http.</summary>
    internal static ProcessStartInfo Command(string address, string system) => system == "windows"
        ? new(address) { UseShellExecute = true }
        : new(system == "macos" ? "/usr/bin/open" : "xdg-open", [address])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>Why no browser can be opened; null when one can.</summary>
    internal static string? WhyNot(Func<string, string?> variable, string system, Func<string, bool> exists)
    {
        return Has("CI") && !string.Equals(variable("CI"), "false", StringComparison.OrdinalIgnoreCase) ? "this is a build server"
            : Has("SSH_CONNECTION") || Has("SSH_CLIENT") || Has("SSH_TTY") ? "this is an SSH session"
            : system == "windows" && !Environment.UserInteractive ? "this is a Windows service"
            : system != "linux" ? null
            : !Has("DISPLAY") && !Has("WAYLAND_DISPLAY") ? "there is no display"
            : !(variable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => exists(folder + "/xdg-open")) ? "there is no xdg-open"
            : null;

        bool Has(string name) => !string.IsNullOrEmpty(variable(name));
    }

    /// <summary>The command ends at once when it hands over to a browser that runs, and with an error when there is none. It goes on where it is the browser.</summary>
    private static async Task<bool> EndsWellAsync(Process process, CancellationToken cancellationToken)
    {
        process.StandardInput.Close();
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken).WaitAsync(s_patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}

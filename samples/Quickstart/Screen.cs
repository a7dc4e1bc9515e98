using Connectors;

namespace Quickstart;

/// <summary>What the sample prints: plain lines, and a live bar where the output is a terminal.</summary>
internal static class Screen
{
    private const int BarWidth = 40;

    /// <summary>Ends the program with one line instead of a stack trace where the cause is known.</summary>
    public static void ShowErrorsPlainly() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        Console.Error.WriteLine(unhandled.ExceptionObject switch
        {
            ConnectorException error => $"  {error.Message}",
            InvalidOperationException error => $"  {error.Message}",
            OperationCanceledException => "  Stopped. Run it again: it goes on where it stood.",
            var other => other,
        });
        Environment.Exit(1);
    };

    public static void Title(string title, string text) => Console.WriteLine($"{Environment.NewLine}{title}{Environment.NewLine}{text}");

    public static void Step(string text) => Console.WriteLine($"  {text}");

    public static void Vendor(string text) => Console.WriteLine($"~ {text}");

    public static void Table(string[] head, IReadOnlyList<string?[]> rows)
    {
        var widths = head.Select((name, column) => rows.Select(row => row[column]?.Length ?? 0).Append(name.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(head))
        {
            Step(string.Join("  ", row.Select((cell, column) => (cell ?? "").PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>Draws one line anew for each page; nothing where the output is a file.</summary>
    public static async Task<T> WithBarAsync<T>(string what, long expected, Func<IProgress<SyncProgress>, Task<T>> run)
    {
        var result = await run(new Bar(what, expected));
        if (!Console.IsOutputRedirected)
        {
            Console.WriteLine();
        }

        return result;
    }

    /// <summary>Takes a secret from the environment or asks for it; never from an argument, which other users of the machine can see.</summary>
    public static string Secret(string variable, string what)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
        {
            return value;
        }

        Console.Write($"  {what}: ");
        var text = "";
        while (!Console.IsInputRedirected && Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            text += key.KeyChar;
        }

        Console.WriteLine();
        return text.Length > 0 ? text : Console.ReadLine() is { Length: > 0 } line ? line : throw new InvalidOperationException($"Set {variable}.");
    }

    private sealed class Bar(string what, long expected) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value)
        {
            if (Console.IsOutputRedirected)
            {
                return;
            }

            var part = expected == 0 ? 1 : Math.Min(1.0, (double)value.Records / expected);
            var filled = (int)(BarWidth * part);
            Console.Write($"\r  {what} [{new string('#', filled)}{new string('.', BarWidth - filled)}] {value.Records,6:N0}  {value.Elapsed.TotalSeconds,4:0.0} s");
        }
    }
}

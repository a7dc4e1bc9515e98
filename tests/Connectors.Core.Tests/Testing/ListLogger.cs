using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Connectors.Core.Tests.Testing;

/// <summary>Remembers what was logged.</summary>
internal sealed class ListLogger : ILoggerFactory, ILogger
{
    public ConcurrentQueue<(int Id, string Text)> Entries { get; } = [];

    public int Count(int id) => Entries.Count(entry => entry.Id == id);

    /// <summary>Waits until an event was logged so often.</summary>
    public async Task UntilAsync(int id, int count)
    {
        for (var round = 0; Count(id) < count; round++)
        {
            Assert.True(round < 60_000, $"Logged {Count(id)} times.");
            await Task.Delay(1);
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((eventId.Id, $"{formatter(state, exception)} {exception}"));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }
}

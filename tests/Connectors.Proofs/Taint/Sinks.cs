using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Connectors.Proofs.Taint;

/// <summary>Every place that others read: whatever is written there is searched for secrets at once.</summary>
internal sealed class Sinks : ILoggerProvider, ISupportExternalScope, ICallObserver
{
    /// <summary>The places, as their figures are named.</summary>
    public static readonly string[] Names = ["logs", "activities", "metrics", "exceptions", "objects", "observations", "sqlite", "postgresql"];

    private readonly Canaries _canaries;
    private readonly ActivityListener _activities;
    private readonly MeterListener _metrics;
    private readonly Dictionary<string, long> _leaks = Names.ToDictionary(name => name, _ => 0L);
    private readonly Dictionary<string, long> _written = Names.ToDictionary(name => name, _ => 0L);
    private readonly List<string> _examples = [];
    private readonly Lock _gate = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public Sinks(Canaries canaries)
    {
        _canaries = canaries;
        _activities = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Write("activities", Text(activity)),
        };
        ActivitySource.AddActivityListener(_activities);
        _metrics = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Write("metrics", Text(instrument, tags)));
        _metrics.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Write("metrics", Text(instrument, tags)));
        _metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Write("metrics", Text(instrument, tags)));
        _metrics.Start();
    }

    /// <summary>Gets or sets what is being done, for the examples.</summary>
    public string Doing { get; set; } = "";

    public long Leaks => _leaks.Values.Sum();

    public IReadOnlyList<string> Examples => _examples;

    public long LeaksOf(string sink) => _leaks[sink];

    public long WrittenTo(string sink) => _written[sink];

    /// <summary>Searches what is written to a sink.</summary>
    public void Write(string sink, string? text)
    {
        if (text is null)
        {
            return;
        }

        var found = _canaries.Find(text);
        lock (_gate)
        {
            _written[sink] += text.Length;
            if (found is not null)
            {
                _leaks[sink]++;
                if (_leaks[sink] <= 8)
                {
                    _examples.Add($"{sink}: {found}; {Doing}: {(text.Length > 600 ? text[..600] : text).ReplaceLineEndings(" ")}");
                }
            }
        }
    }

    /// <summary>Searches an error with all its causes and data.</summary>
    public void Write(Exception error)
    {
        Write("exceptions", error.ToString());
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            Write("exceptions", string.Join(' ', cause.Data.Keys.Cast<object>().Select(key => $"{key}={cause.Data[key]}")));
            if (cause is ConnectorException { Facts: { } facts })
            {
                Write("exceptions", facts.ToString());
                Write("exceptions", Readable.Json(facts));
            }
        }
    }

    /// <summary>Searches what observers of calls are shown, with all headers and bodies that can be had.</summary>
    public ValueTask ObserveAsync(IReadOnlyList<CallObservation> seen, CancellationToken cancellationToken)
    {
        foreach (var one in seen)
        {
            Write("observations", one.ToString());
            Write("observations", Readable.Json(one));
            Write("observations", $"{one.RequestBody?.Text} {one.ResponseBody?.Text}");
        }

        return ValueTask.CompletedTask;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        _activities.Dispose();
        _metrics.Dispose();
    }

    private static string Text(Activity activity) => string.Join(' ',
    [
        activity.DisplayName,
        activity.OperationName,
        activity.StatusDescription,
        .. activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"),
        .. activity.Baggage.Select(item => $"{item.Key}={item.Value}"),
        .. activity.Events.SelectMany(happened => happened.Tags.Select(tag => $"{happened.Name} {tag.Key}={tag.Value}")),
    ]);

    private static string Text(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = instrument.Name;
        foreach (var (name, value) in tags)
        {
            text += string.Create(CultureInfo.InvariantCulture, $" {name}={value}");
        }

        return text;
    }

    private sealed class Logger(Sinks sinks, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => sinks._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            sinks.Write("logs", $"{category} {formatter(state, exception)} {State(state)} {exception}");
            sinks._scopes.ForEachScope((scope, all) => all.Write("logs", $"{scope} {State(scope)}"), sinks);
        }

        private static string State(object? state) => state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}")) : "";
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connectors.Simulators;

/// <summary>A simulator's state: its clock, its seed and tables whose changes go to the host's state file, if it has one.</summary>
/// <remarks>Safe for concurrent use: a change is one critical section and one line of the state file.</remarks>
public sealed class SimulatorState
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, IStateTable> _tables = new(StringComparer.Ordinal);
    private readonly List<JsonObject> _pending = [];
    private StateJournal? _journal;
    private string _provider = "";
    private int _depth;

    internal SimulatorState()
    {
    }

    /// <summary>Gets the clock of the host.</summary>
    public TimeProvider Clock { get; private set; } = TimeProvider.System;

    /// <summary>Gets the seed of the host.</summary>
    public int Seed { get; private set; } = 1;

    /// <summary>Gets the time by the host's clock, in whole milliseconds, as vendors keep it.</summary>
    public DateTimeOffset Now => Timestamps.Milliseconds(Clock.GetUtcNow());

    /// <summary>Gets whether data is being seeded or brought back from the state file: what changes now is old news.</summary>
    public bool IsRestoring { get; private set; }

    internal Lock Gate { get; } = new();

    /// <summary>Runs several changes as one: one critical section, one line of the state file, all or nothing over a crash.</summary>
    /// <typeparam name="T">What the changes return.</typeparam>
    /// <param name="change">Makes the changes; must not wait for anything.</param>
    /// <returns>What <paramref name="change"/> returned.</returns>
    public T Commit<T>(Func<T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (Gate)
        {
            _depth++;
            try
            {
                return change();
            }
            finally
            {
                if (--_depth == 0)
                {
                    Flush();
                }
            }
        }
    }

    /// <summary>Runs several changes as one.</summary>
    /// <param name="change">Makes the changes; must not wait for anything.</param>
    public void Commit(Action change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Commit(() =>
        {
            change();
            return true;
        });
    }

    internal void Register(IStateTable table)
    {
        if (!_tables.TryAdd(table.Name, table))
        {
            throw new InvalidOperationException($"The state has a table '{table.Name}' already.");
        }
    }

    internal void Record(string table, string key, object? value)
    {
        if (_journal is not null)
        {
            _pending.Add(new JsonObject
            {
                ["t"] = table,
                ["k"] = key,
                ["v"] = value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), Json),
            });
        }
    }

    internal void Attach(Simulator simulator, SimulatorHostOptions options, StateJournal? journal)
    {
        if (_provider.Length > 0)
        {
            throw new InvalidOperationException($"The simulator of '{simulator.Provider}' belongs to a host already.");
        }

        _provider = simulator.Provider;
        Clock = options.TimeProvider;
        Seed = options.Seed;
        lock (Gate)
        {
            IsRestoring = true;
            simulator.Faults.Reseed(options.Seed);
            simulator.Populate(new SeededRandom(options.Seed, _provider));
            if (journal is not null)
            {
                journal.Claim(_provider, simulator.SeedKey);
                foreach (var change in journal.ChangesOf(_provider))
                {
                    Replay(change);
                }

                _journal = journal;
            }

            IsRestoring = false;
        }
    }

    private void Replay(JsonElement change)
    {
        var name = change.GetProperty("t").GetString()!;
        if (_tables.TryGetValue(name, out var table))
        {
            table.Replay(change.GetProperty("k").GetString()!, change.GetProperty("v"));
        }
    }

    private void Flush()
    {
        if (_pending.Count > 0)
        {
            _journal!.Append(_provider, _pending);
            _pending.Clear();
        }
    }
}

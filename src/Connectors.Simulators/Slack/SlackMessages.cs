using System.Globalization;

namespace Connectors.Simulators.Slack;

/// <summary>The messages of all conversations; edits made here are "somebody wrote, edited or deleted at the vendor".</summary>
/// <remarks>Safe for concurrent use; every change is kept over a restart when the host has a state file.</remarks>
public sealed class SlackMessages
{
    private readonly SlackSimulator _simulator;
    private readonly StateTable<SlackMessage> _table;
    private readonly Dictionary<string, SortedList<long, SlackMessage>> _byChannel = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);

    internal SlackMessages(SlackSimulator simulator)
    {
        _simulator = simulator;
        _table = new StateTable<SlackMessage>(simulator.State, "messages", OnChanged);
    }

    /// <summary>Returns a conversation's messages, replies too, oldest first.</summary>
    /// <param name="channel">The conversation's id.</param>
    /// <returns>The messages as they are now.</returns>
    public IReadOnlyList<SlackMessage> Of(string channel) =>
        _simulator.State.Commit(() => _byChannel.TryGetValue(channel, out var list) ? [.. list.Values] : (IReadOnlyList<SlackMessage>)[]);

    /// <summary>Returns a message.</summary>
    /// <param name="channel">The conversation's id.</param>
    /// <param name="ts">The message's ts.</param>
    /// <returns>The message, or null.</returns>
    public SlackMessage? Find(string channel, string ts) => _table.Find(Key(channel, ts));

    /// <summary>Writes a message in somebody's name.</summary>
    /// <param name="channel">The conversation's id.</param>
    /// <param name="user">Who writes: a member's id.</param>
    /// <param name="text">The text.</param>
    /// <param name="threadTs">The message that it replies to, or null.</param>
    /// <param name="at">When, or null for the host's time; never before the conversation's last message.</param>
    /// <returns>The message with its ts.</returns>
    public SlackMessage Post(string channel, string user, string text, string? threadTs = null, DateTimeOffset? at = null) =>
        Post(new SlackMessage(channel, "", user, text) { ThreadTs = threadTs }, at);

    /// <summary>Changes a message's text.</summary>
    /// <param name="channel">The conversation's id.</param>
    /// <param name="ts">The message's ts.</param>
    /// <param name="text">The new text.</param>
    /// <returns>The message as it is now.</returns>
    public SlackMessage Edit(string channel, string ts, string text) => _simulator.State.Commit(() =>
    {
        var message = Find(channel, ts) ?? throw new KeyNotFoundException($"The conversation '{channel}' has no message '{ts}'.");
        return Edit(message with { Text = text }, message.User);
    });

    /// <summary>Deletes a message.</summary>
    /// <param name="channel">The conversation's id.</param>
    /// <param name="ts">The message's ts.</param>
    /// <returns>Whether there was one.</returns>
    public bool Delete(string channel, string ts) => _table.Remove(Key(channel, ts));

    /// <summary>Reads a ts as microseconds since 1970.</summary>
    internal static bool TryRead(string ts, out long micros)
    {
        var dot = ts.IndexOf('.', StringComparison.Ordinal);
        var fraction = dot < 0 ? "" : ts[(dot + 1)..];
        micros = 0;
        if (fraction.Length > 6
            || !long.TryParse(dot < 0 ? ts : ts[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !long.TryParse(fraction.PadRight(6, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out var rest)
            || seconds > 99_999_999_999)
        {
            return false;
        }

        micros = (seconds * 1_000_000) + rest;
        return true;
    }

    internal static string Write(long micros) => string.Create(CultureInfo.InvariantCulture, $"{micros / 1_000_000:D10}.{micros % 1_000_000:D6}");

    internal SlackMessage Post(SlackMessage draft, DateTimeOffset? at = null) => _simulator.State.Commit(() =>
    {
        var now = ((at ?? _simulator.State.Clock.GetUtcNow()) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var micros = Math.Max(now, 1 + _last.GetValueOrDefault(draft.Channel));
        var message = draft with { Ts = Write(micros) };
        _table.Put(Key(message.Channel, message.Ts), message);
        return message;
    });

    internal SlackMessage Edit(SlackMessage changed, string by) => _simulator.State.Commit(() =>
    {
        var now = (_simulator.State.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        var message = changed with { EditedBy = by, EditedTs = Write(now * 1_000_000) };
        _table.Put(Key(message.Channel, message.Ts), message);
        return message;
    });

    private static string Key(string channel, string ts) => $"{channel}/{ts}";

    private void OnChanged(string key, SlackMessage? old, SlackMessage? message)
    {
        var (channel, ts) = (key[..key.IndexOf('/', StringComparison.Ordinal)], key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        if (!_byChannel.TryGetValue(channel, out var list))
        {
            _byChannel[channel] = list = [];
        }

        TryRead(ts, out var micros);
        if (message is null)
        {
            list.Remove(micros);
        }
        else
        {
            list[micros] = message;
            _last[channel] = Math.Max(micros, _last.GetValueOrDefault(channel));
        }
    }
}

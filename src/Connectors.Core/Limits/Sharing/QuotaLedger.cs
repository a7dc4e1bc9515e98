using Connectors.Definitions;

namespace Connectors.Limits;

/// <summary>
/// What a quota store keeps of one gate, and what a taking does to it. A store that can read and write a text while nobody else does
/// needs no more than this. Not thread-safe.
/// </summary>
/// <remarks>
/// What a process holds counts in full, whether it was sent yet or not, until the process says what became of it or is not heard of for
/// as long as it said. What was spent counts in a window until it says, and flows back into a bucket from when it says. So at every
/// moment the ledger counts at least what the provider does.
/// </remarks>
public sealed class QuotaLedger
{
    /// <summary>How long a process that asked in vain is reckoned with when room is shared out.</summary>
    public static readonly TimeSpan WaitingTime = TimeSpan.FromSeconds(2);

    /// <summary>How long a process counts as one that uses the gate after its last taking.</summary>
    public static readonly TimeSpan UseTime = TimeSpan.FromSeconds(60);

    /// <summary>How long what counts no more is remembered, to judge what an answer said a moment ago.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromSeconds(5);

    private readonly QuotaLedgerState _state;
    private readonly SpentLog _spent;

    private QuotaLedger(QuotaLedgerState state) => (_state, _spent) = (state, new(state.Spent));

    /// <summary>Gets when nothing of it is worth keeping any more, unless something is taken before.</summary>
    public DateTimeOffset EndsAt => new(
        Math.Max(Math.Max(_state.ClosedUntil, _state.FullAt), Math.Max(Math.Max(_state.OthersUntil, _spent.LastEnd), _state.Holds.Select(static hold => Math.Max(hold.Until, hold.Seen + UseTime.Ticks)).DefaultIfEmpty().Max())),
        TimeSpan.Zero);

    /// <summary>Reads what <see cref="Write"/> wrote; a new ledger without a text.</summary>
    /// <param name="text">The text.</param>
    public static QuotaLedger Read(string? text) => new(text is null ? new() : QuotaLedgerState.Read(text));

    /// <summary>Writes it all as one text.</summary>
    public string Write()
    {
        _state.Spent = _spent.ToArray();
        return _state.Write();
    }

    /// <summary>Does one taking.</summary>
    /// <param name="take">What the process tells and wants.</param>
    /// <param name="now">The store's time.</param>
    /// <returns>What it gets.</returns>
    public QuotaGrant Take(QuotaTake take, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(take);
        return Take(take, now.UtcTicks);
    }

    private QuotaGrant Take(QuotaTake take, long now)
    {
        Forget(now);
        var hold = _state.Holds.Find(known => known.Process == take.Process);
        if (hold is not null && take.Turn <= hold.Turn)
        {
            return new() { IsStale = true };
        }

        if (hold is null)
        {
            _state.Holds.Add(hold = new() { Process = take.Process });
        }

        var rule = LedgerRule.Of(take, _state);
        Note(take, hold, rule, now);
        var room = rule.Room(Held(_ => true), Used(rule, now), _state.Others);
        var waiting = _state.Holds.Count(other => other != hold && other.Wants > 0 && other.Seen + WaitingTime.Ticks > now);
        var isOpen = _state.ClosedUntil <= now && take.Want > 0 && room >= Math.Max(1, take.Least);
        var part = waiting == 0 ? rule.Ours : Math.Max(1, rule.Ours / (1 + _state.Holds.Count(other => other != hold && (other.Units > 0 || other.Wants > 0))));
        var granted = isOpen ? Math.Min(take.Want, Math.Max(take.Least, (room + waiting) / (waiting + 1))) : 0;
        granted = rule.IsConcurrency ? Math.Min(granted, Math.Max(0, part - hold.Units)) : granted;
        hold.Units += granted;
        hold.Wants = take.Want - granted;
        return new()
        {
            Granted = granted,
            Room = Math.Max(0, room - granted),
            RoomIn = TimeSpan.FromTicks(Math.Max(_state.ClosedUntil, RoomAt(take, hold, rule, now)) - now),
            Part = part,
            Processes = _state.Holds.Count(other => other.Seen + UseTime.Ticks > now),
            ClosedFor = TimeSpan.FromTicks(Math.Max(0, _state.ClosedUntil - now)),
            Permits = _state.Permits,
            Window = _state.Window is { } window ? TimeSpan.FromTicks(window) : null,
        };
    }

    private void Note(QuotaTake take, LedgerHold hold, LedgerRule rule, long now)
    {
        (hold.Turn, hold.Seen, hold.Units, hold.Until) = (take.Turn, now, take.Held, now + take.HeldFor.Ticks);
        _state.ClosedUntil = Math.Max(_state.ClosedUntil, take.ClosedFor > TimeSpan.Zero ? now + take.ClosedFor.Ticks : 0);
        if (take.Batch > hold.Batch)
        {
            hold.Batch = take.Batch;
            foreach (var spent in take.Spent)
            {
                Spend(spent, rule, now);
            }
        }

        if (take.Remaining is { } remaining)
        {
            Learn(remaining, take, rule, now);
        }
    }

    private void Spend(QuotaSpent spent, LedgerRule rule, long now)
    {
        if (rule.IsBucket)
        {
            _state.FullAt = Math.Max(_state.FullAt, now - spent.Age.Ticks) + (spent.Units * rule.Interval);
        }
        else if (!rule.IsConcurrency && spent.EndsIn > TimeSpan.Zero)
        {
            _spent.Add(now + spent.EndsIn.Ticks, spent.Units, rule.Grain);
        }
    }

    // What the provider counts beyond what we counted when it said so is taken by others. What was granted since is in our count and not
    // in its figure, which can only make others look smaller; what of ours has ended since is therefore still counted here.
    private void Learn(long remaining, QuotaTake take, LedgerRule rule, long now)
    {
        var then = now - Math.Min(take.RemainingAge.Ticks, LookBack.Ticks);
        var beyond = rule.Allowed - remaining - Held(_ => true) - Used(rule, then);
        if (rule.IsBucket)
        {
            _state.FullAt = beyond <= 0 ? _state.FullAt : Math.Max(_state.FullAt, now) + (beyond * rule.Interval);
        }
        else if (!rule.IsConcurrency)
        {
            var ends = take.RemainingFor > TimeSpan.Zero ? Math.Min(take.RemainingFor.Ticks, Math.Max(rule.Window, TimeSpan.TicksPerDay)) : rule.Window;
            (_state.Others, _state.OthersUntil) = (Math.Max(0, beyond), now + ends);
        }
    }

    private long Held(Func<LedgerHold, bool> which) => _state.Holds.Where(which).Sum(static hold => hold.Units);

    private long Used(LedgerRule rule, long at) =>
        rule.IsConcurrency ? 0 : rule.IsBucket ? rule.Missing(_state.FullAt, at) : _spent.CountAfter(at);

    // Whatever others hold may come back at any moment; what was spent only in its time.
    private long RoomAt(QuotaTake take, LedgerHold hold, LedgerRule rule, long now)
    {
        var need = Math.Max(1, take.Least) - rule.Room(hold.Units, Used(rule, now), _state.Others);
        return need <= 0 || rule.IsConcurrency ? now
            : rule.IsBucket ? Math.Max(now, _state.FullAt - ((rule.Missing(_state.FullAt, now) - need) * rule.Interval))
            : Math.Max(now, Math.Min(_spent.Frees(need, now) ?? now, _state.Others > 0 ? _state.OthersUntil : long.MaxValue));
    }

    private void Forget(long now)
    {
        _spent.Forget(now - LookBack.Ticks);
        foreach (var hold in _state.Holds.Where(hold => hold.Until <= now))
        {
            hold.Units = 0;
        }

        _state.Holds.RemoveAll(hold => hold.Units == 0 && hold.Seen + UseTime.Ticks <= now);
        if (_state.OthersUntil <= now)
        {
            _state.Others = 0;
        }
    }
}

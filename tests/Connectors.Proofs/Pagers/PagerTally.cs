namespace Connectors.Proofs.Pagers;

/// <summary>Counts how lists ended.</summary>
internal sealed class PagerTally
{
    /// <summary>How many requests more than a perfect walk needs may be made.</summary>
    public const int AllowedExcess = 3;

    private readonly List<string> _examples = [];

    /// <summary>Gets whether a list was neither complete nor an error.</summary>
    public bool IsBroken => SilentlyShort + Unbounded > 0;

    public int Lists { get; private set; }

    public int Complete { get; private set; }

    public int Typed { get; private set; }

    public int Untyped { get; private set; }

    public int SilentlyShort { get; private set; }

    public int Unbounded { get; private set; }

    public int Strayed { get; private set; }

    public int GivenUp { get; private set; }

    public int FalseAlarms { get; private set; }

    /// <summary>Gets the most requests beyond a perfect walk's.</summary>
    public int MaxExcess { get; private set; }

    /// <summary>Gets the same of lists that do not stand still.</summary>
    public int MaxMoving { get; private set; }

    /// <summary>Gets the same of lists that must be asked for in parts.</summary>
    public int MaxWindows { get; private set; }

    /// <summary>Gets what was wrong, each server once.</summary>
    public IEnumerable<string> Examples => _examples.Distinct(StringComparer.Ordinal);

    /// <summary>Whether requests are bound to a perfect walk's: not where places must be looked for, and pages asked for ahead be dropped.</summary>
    private static bool Stands(PagerCase server) => !server.Trouble.Moves && server.Dialect.Style != Style.Window && (server.Manner != Manner.Parallel || server.Trouble.IsHealthy);

    public void Add(PagerCase server, Outcome outcome)
    {
        Lists++;
        Complete += outcome.Ending == Ending.Complete ? 1 : 0;
        Typed += outcome.Ending == Ending.Typed ? 1 : 0;
        Untyped += outcome.Ending == Ending.Untyped ? 1 : 0;
        SilentlyShort += outcome.Ending == Ending.SilentlyShort ? 1 : 0;
        Unbounded += outcome.Ending == Ending.Unbounded ? 1 : 0;
        Strayed += outcome.Strayed;
        var gaveUp = server.Trouble.Passes && outcome.Ending == Ending.Typed;
        var alarmed = server.Trouble.IsHealthy && outcome.Ending == Ending.Typed;
        GivenUp += gaveUp ? 1 : 0;
        FalseAlarms += alarmed ? 1 : 0;
        MaxExcess = Stands(server) ? Math.Max(MaxExcess, outcome.Excess) : MaxExcess;
        MaxMoving = Stands(server) || server.Dialect.Style == Style.Window ? MaxMoving : Math.Max(MaxMoving, outcome.Excess);
        MaxWindows = server.Dialect.Style == Style.Window ? Math.Max(MaxWindows, outcome.Excess) : MaxWindows;
        if (outcome.Ending is not (Ending.Complete or Ending.Typed) || outcome.Strayed > 0 || gaveUp || alarmed || (outcome.Excess > AllowedExcess && Stands(server)))
        {
            _examples.Add($"{server}: {outcome.Ending}{(outcome.Excess > AllowedExcess ? $", {outcome.Excess} requests too many" : "")}{(outcome.Why is null ? "" : $": {outcome.Why}")}");
        }
    }
}

namespace Connectors.Proofs.Interleavings;

/// <summary>Says at each step how a schedule goes on.</summary>
internal abstract class Chooser
{
    /// <summary>Chooses one of several moves, of which the first ones are those of undisturbed processes.</summary>
    public abstract int Choose(int undisturbed, int all);
}

/// <summary>Goes through every schedule, one after the other: the next one differs in the last choice that can still be another.</summary>
internal sealed class ExhaustiveChooser : Chooser
{
    private readonly List<(int Chosen, int Of)> _choices = [];
    private int _next;

    public override int Choose(int undisturbed, int all)
    {
        if (_next == _choices.Count)
        {
            _choices.Add((0, all));
        }

        var (chosen, of) = _choices[_next++];
        return of == all ? chosen : throw new InvalidOperationException("A schedule did not repeat itself: something beside the explorer decides.");
    }

    /// <summary>Turns to the next schedule; <see langword="false"/> when there is none.</summary>
    public bool Next()
    {
        _next = 0;
        while (_choices.Count > 0)
        {
            var (chosen, of) = _choices[^1];
            if (chosen + 1 < of)
            {
                _choices[^1] = (chosen + 1, of);
                return true;
            }

            _choices.RemoveAt(_choices.Count - 1);
        }

        return false;
    }
}

/// <summary>Chooses by chance; disturbances are rarer than their number.</summary>
internal sealed class RandomChooser(int seed) : Chooser
{
    private readonly Random _random = new(seed);

    public override int Choose(int undisturbed, int all) =>
        undisturbed > 0 && (undisturbed == all || _random.Next(6) > 0) ? _random.Next(undisturbed) : undisturbed + _random.Next(all - undisturbed);
}

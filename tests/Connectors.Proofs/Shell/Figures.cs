using System.Globalization;

namespace Connectors.Proofs.Shell;

/// <summary>The figures of a proof, printed as <c>name=value</c> lines in the invariant culture. Knows whether one of them breaks an invariant.</summary>
internal sealed class Figures(TextWriter output)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Gets whether every figure was what it must be.</summary>
    public bool Hold { get; private set; } = true;

    /// <summary>Gets whether a part could not be run on this machine.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Gets a figure that was printed.</summary>
    public string this[string name] => _values[name];

    /// <summary>Prints a figure.</summary>
    public void Print(string name, object value)
    {
        _values[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        output.WriteLine($"{name}={_values[name]}");
    }

    /// <summary>Prints a figure that must be exactly so.</summary>
    public void Must(string name, long actual, long expected)
    {
        Print(name, actual);
        if (actual != expected)
        {
            Break($"{name} must be {expected.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>Says why the invariant does not hold.</summary>
    public void Break(string why)
    {
        Hold = false;
        output.WriteLine("broken: " + why);
    }

    /// <summary>Says what could not be run here; the proof then shows only a part.</summary>
    public void Leave(string name, string why)
    {
        IsPartial = true;
        Print(name, "absent");
        Say(why);
    }

    /// <summary>Prints a line for people.</summary>
    public void Say(string line) => output.WriteLine("# " + line);
}

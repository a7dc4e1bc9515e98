namespace Connectors.Core.Tests.Testing;

/// <summary>A clock that stands at one moment: a vector's.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

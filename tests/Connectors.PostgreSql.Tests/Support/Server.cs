namespace Connectors.PostgreSql.Tests;

/// <summary>The server that the tests use.</summary>
internal static class Server
{
    private const string Variable = "CONNECTORS_POSTGRESQL";
    private const string Require = "CONNECTORS_REQUIRE_POSTGRESQL";

    /// <summary>Says why there is none and what brings one; null when there is one, or must be.</summary>
    public static string? WhyNot { get; } = Environment.GetEnvironmentVariable(Require) == "1" || Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }
        ? null
        : $"no PostgreSQL server was given; run: export {Variable}=$(.ci/postgresql start)";

    public static string ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? text
        : throw new InvalidOperationException($"{Require} is 1, so {Variable} must hold a connection string.");
}

/// <summary>Every test of the class needs a server; without one each is reported as skipped, with what brings one.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsServerAttribute : Attribute;

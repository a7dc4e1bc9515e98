using Connectors.Definitions;
using Microsoft.Extensions.Options;

namespace Connectors;

/// <summary>Checks the app's options of each provider on start; each message names the configuration key.</summary>
internal sealed class ConnectorOptionsValidator(IEnumerable<ConnectorsConfiguration> configurations, IEnumerable<ConnectorDefinition> definitions) : IValidateOptions<ConnectorOptions>
{
    public ValidateOptionsResult Validate(string? name, ConnectorOptions options)
    {
        var failures = new List<string>();
        Range(nameof(options.TotalTimeout), options.TotalTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Range(nameof(options.AttemptTimeout), options.AttemptTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Range(nameof(options.BodyIdleTimeout), options.BodyIdleTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
        Range(nameof(options.MaxQuotaWait), options.MaxQuotaWait, TimeSpan.Zero, TimeSpan.FromDays(1));
        Range(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Range(nameof(options.MaxRetries), options.MaxRetries, 0, 20);
        Range(nameof(options.RetryBudget), options.RetryBudget, 0, 20);
        Range(nameof(options.RetryBudgetFloor), options.RetryBudgetFloor, 0, 100_000);
        Range(nameof(options.BreakerFailureRatio), options.BreakerFailureRatio, 0.01, 1);
        Range(nameof(options.BreakerMinimumThroughput), options.BreakerMinimumThroughput, 2, 1_000_000);
        Range(nameof(options.BreakerSamplingDuration), options.BreakerSamplingDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        Range(nameof(options.BreakDuration), options.BreakDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromHours(1));
        Range(nameof(options.MaxResponseBytes), options.MaxResponseBytes, 1024, 1 << 30);
        Range(nameof(options.MaxRecordBytes), options.MaxRecordBytes, 1024, 256 << 20);
        Range(nameof(options.MaxExpansion), options.MaxExpansion, 10, 1_000_000);
        if (options.AttemptTimeout > options.TotalTimeout)
        {
            failures.Add($"{Key(nameof(options.AttemptTimeout))} ({options.AttemptTimeout}) must not be more than TotalTimeout ({options.TotalTimeout}).");
        }

        if (options.ClientKey is { Length: > 0 } key && SigningKey.TryReadPem(key, null, null, out var problem) is null)
        {
            failures.Add($"{Key(nameof(options.ClientKey))} cannot be used for signing: {problem}.");
        }

        var definition = definitions.FirstOrDefault(definition => definition.Id == name);
        foreach (var (host, address) in options.Hosts)
        {
            if (definition is not null && !definition.Hosts.Names.Contains(host, StringComparer.Ordinal))
            {
                failures.Add($"{Key("Hosts")}:{host} is no host of {definition.DisplayName}; it has {string.Join(", ", definition.Hosts.Names)}.");
            }

            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            {
                failures.Add($"{Key("Hosts")}:{host} must be an https address (http for loopback only), such as https://api.example.com.");
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        string Key(string property) => $"{configurations.LastOrDefault()?.Path ?? "Connectors"}:Providers:{name}:{property}";

        void Range<T>(string property, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                failures.Add($"{Key(property)} is {value}, and must be from {least} to {most}.");
            }
        }
    }
}

using Connectors.Core.Tests.Testing;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.PostgreSql.Tests;

/// <summary>Two nodes whose own clocks are hours apart: the server's counts.</summary>
[NeedsServer]
public sealed class WrongClockTests(TestSchema schema) : IClassFixture<TestSchema>
{
    [Theory]
    [InlineData(-5)]
    [InlineData(5)]
    public async Task Lease_ClockOfTheOtherNodeIsHoursOff_HoldsAndEndsAllTheSame(int hours)
    {
        var (mine, wrong) = (new ManualTimeProvider(), new ManualTimeProvider());
        (hours > 0 ? wrong : mine).Advance(TimeSpan.FromHours(Math.Abs(hours)));
        await using var here = App(mine);
        await using var there = App(wrong);
        var (first, second) = (here.GetRequiredService<ICredentialStore>(), there.GetRequiredService<ICredentialStore>());
        await schema.ResetAsync();
        await first.TryReplaceAsync("c", 0, new byte[] { 1 }, default);

        var lease = await first.TryLeaseAsync("c", 1, TimeSpan.FromSeconds(90), default);
        await first.TryWriteAsync(lease!, new(CredentialWriteKind.Intent), default);
        Assert.Null(await second.TryLeaseAsync("c", 1, TimeSpan.FromSeconds(90), default));
        await schema.PassAsync(TimeSpan.FromSeconds(91));

        var next = await second.TryLeaseAsync("c", 1, TimeSpan.FromSeconds(90), default);
        Assert.InRange(next!.IntentAge!.Value, TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(5));
    }

    private ServiceProvider App(TimeProvider time) => UsePostgreSqlTests.Build(
        builder => builder.UsePostgreSql(Server.ConnectionString, options => options.Schema = schema.Name).UseEncryptionKeys(new EphemeralEncryptionKeys()), time);
}

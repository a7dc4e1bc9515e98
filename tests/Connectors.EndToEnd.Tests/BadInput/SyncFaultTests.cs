using Connectors.EndToEnd.Support;
using Connectors.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.EndToEnd.BadInput;

/// <summary>What goes wrong in the middle of a sync leaves whole pages, and the next run goes on to the same rows.</summary>
public class SyncFaultTests
{
    private const int PageSize = 10;
    private const int Contacts = 60;
    private static readonly SyncOptions s_options = new() { PageSize = PageSize, LeaseDuration = TimeSpan.FromDays(1) };

    private static readonly Dictionary<string, (Action<FaultRule> Play, ErrorKind Kind)> s_faults = new(StringComparer.Ordinal)
    {
        ["malformed"] = (rule => rule.MalformedJson(), ErrorKind.Protocol),
        ["html"] = (rule => rule.Html(), ErrorKind.Protocol),
        ["empty"] = (rule => rule.Empty(), ErrorKind.Protocol),
        ["huge error"] = (rule => rule.HugeError(), ErrorKind.Remote),
        ["truncated"] = (rule => rule.Truncate(), ErrorKind.Transport),
        ["reset"] = (rule => rule.Reset(), ErrorKind.Transport),
        ["stalled"] = (rule => rule.Stall(), ErrorKind.Timeout),
        ["repeated cursor"] = (rule => rule.RepeatCursor(), ErrorKind.Incomplete),
        ["out of service"] = (rule => rule.Status(503), ErrorKind.Unavailable),
        ["token refused"] = (rule => rule.Status(401), ErrorKind.Authorization),
    };

    public static TheoryData<string> Faults() => [.. s_faults.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task RunAsync_FaultInTheMiddle_LeavesWholePagesAndGoesOn(string fault)
    {
        using var database = new Database();
        await using var world = Create(database);
        var crm = await world.OpenAsync("hubspot");
        s_faults[fault].Play(world.HubSpot.Faults.Next(HttpMethod.Get, "/crm/objects").OnNth(4).Always());

        var running = Assert.ThrowsAnyAsync<ConnectorException>(() => world.Sync.RunAsync<Contact>(crm.Key, s_options));
        var error = fault == "stalled" ? await world.Clock.RunAsync(running) : await running;
        var left = database.Rows("crm.contact");
        world.HubSpot.Faults.Clear();
        if (fault == "token refused")
        {
            await world.OpenAsync("hubspot");
        }

        var rest = await world.Sync.RunAsync<Contact>(crm.Key, s_options);

        var undisturbed = await UndisturbedAsync();
        Assert.Equal((s_faults[fault].Kind, crm.Key, "contacts.list"), (error.Kind, error.Connection, error.Endpoint));
        Assert.Equal(undisturbed.Take(3 * PageSize), left);
        Assert.Equal((true, RunKind.Full, (long)(Contacts - left.Count)), (rest.Resumed, rest.Kind, rest.Added));
        Assert.Equal(undisturbed, database.Rows("crm.contact"));
        FaultTests.HoldsNoSecret(world, error);
    }

    [Fact]
    public async Task RunAsync_OutOfServiceTwiceAndLimited_HoldsTheSameRowsInOneRun()
    {
        using var database = new Database();
        await using var world = Create(database);
        var crm = await world.OpenAsync("hubspot");
        world.HubSpot.Faults.Next(HttpMethod.Get, "/crm/objects").OnNth(3).Times(2).Status(503);
        world.HubSpot.Faults.Next(HttpMethod.Get, "/crm/objects").OnNth(6).Status(429);
        world.HubSpot.Faults.Next(HttpMethod.Get, "/crm/objects").OnNth(7).Truncate();

        var report = await world.Sync.RunAsync<Contact>(crm.Key, s_options);

        Assert.Equal((Contacts, 4L, 1L), ((int)report.Added, report.Retries, report.RateLimited));
        Assert.Equal(await UndisturbedAsync(), database.Rows("crm.contact"));
    }

    [Fact]
    public async Task RunAsync_CancelledInTheMiddle_EndsAtOnceAndGoesOn()
    {
        using var database = new Database();
        await using var world = Create(database);
        var crm = await world.OpenAsync("hubspot");
        world.HubSpot.Faults.Next(HttpMethod.Get, "/crm/objects").OnNth(4).Delay(TimeSpan.FromHours(1));
        using var stop = new CancellationTokenSource();
        var progress = new Report(pages =>
        {
            if (pages == 3)
            {
                stop.CancelAfter(TimeSpan.FromMilliseconds(50));
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Sync.RunAsync<Contact>(crm.Key, s_options, progress, stop.Token)).WaitAsync(TimeSpan.FromSeconds(10));
        var left = database.Rows("crm.contact");
        var rest = await world.Sync.RunAsync<Contact>(crm.Key, s_options);

        var undisturbed = await UndisturbedAsync();
        Assert.Equal(undisturbed.Take(3 * PageSize), left);
        Assert.True(rest.Resumed);
        Assert.Equal(undisturbed, database.Rows("crm.contact"));
    }

    [Fact]
    public async Task RunAsync_FaultAmongTheChanges_LosesNone()
    {
        using var database = new Database();
        await using var world = Create(database);
        var crm = await world.OpenAsync("hubspot");
        await world.Sync.RunAsync<Contact>(crm.Key, s_options);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        foreach (var record in world.HubSpot.Contacts.Snapshot().Take(45))
        {
            world.HubSpot.Contacts.Update(record.Id, ("firstname", "Edited"));
        }

        world.HubSpot.Contacts.Archive(world.HubSpot.Contacts.Snapshot()[50].Id);
        world.HubSpot.Faults.Next(HttpMethod.Post, "/crm/objects/2026-09/contacts/search").OnNth(3).Always().Reset();
        await Assert.ThrowsAsync<ConnectorException>(() => world.Sync.RunAsync<Contact>(crm.Key, s_options));
        var half = await EditedAsync(world, crm.Key);
        world.HubSpot.Faults.Clear();
        world.HubSpot.Faults.Next(HttpMethod.Get, "/crm/objects/2026-09/contacts").Always().Empty();
        await Assert.ThrowsAsync<ConnectorException>(() => world.Sync.RunAsync<Contact>(crm.Key, s_options));
        world.HubSpot.Faults.Clear();
        var report = await world.Sync.RunAsync<Contact>(crm.Key, s_options);

        Assert.Equal((20, 45), (half, await EditedAsync(world, crm.Key)));
        Assert.Equal((true, 1L), (report.Resumed, report.Removed));
        Assert.Equal(Contacts - 1, await world.Records.CountAsync<Contact>(crm.Key));
    }

    private static async Task<int> EditedAsync(World world, ConnectionKey key) =>
        (await world.Records.ListAsync<Contact>(key).AllAsync()).Count(contact => contact.FirstName == "Edited");

    private static World Create(Database database) => World.Create(
        vendors => vendors.Contacts = Contacts,
        builder => builder.UseSqlite(database.Path),
        options => (options.BodyIdleTimeout, options.RetryDelay) = (TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(1)));

    private static async Task<List<(string Id, string Json)>> UndisturbedAsync()
    {
        using var database = new Database();
        await using var world = Create(database);
        var crm = await world.OpenAsync("hubspot");
        await world.Sync.RunAsync<Contact>(crm.Key, s_options);
        return database.Rows("crm.contact");
    }

    private sealed class Report(Action<int> pages) : IProgress<SyncProgress>
    {
        void IProgress<SyncProgress>.Report(SyncProgress value) => pages(value.Pages);
    }
}

using System.Buffers;
using System.Text;
using Connectors.Definitions;
using Connectors.EndToEnd.Support;
using Connectors.Simulators;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.EndToEnd.Sync;

/// <summary>Each model into SQLite: all of it, then what was edited, created and deleted at the vendor, and no other.</summary>
public class SyncTests
{
    // The clock runs ahead while the disk is slow.
    private static readonly SyncOptions s_options = new() { LeaseDuration = TimeSpan.FromDays(1) };

    [Fact]
    public Task RunAsync_Contacts_StoreIsAsHubSpot() => SyncAsync<Contact>(
        "hubspot",
        world => world.HubSpot.Contacts,
        [("firstname", "Edited"), ("hs_lead_status", null)],
        ["FirstName", "LeadStatus"],
        [("firstname", "Ada"), ("email", "ada@new.example")],
        (store, id) => store.Archive(id),
        RunKind.Incremental);

    [Fact]
    public Task RunAsync_Accounts_StoreIsAsHubSpot() => SyncAsync<Account>(
        "hubspot",
        world => world.HubSpot.Companies,
        [("name", "Edited Ltd"), ("numberofemployees", "7")],
        ["Name", "NumberOfEmployees"],
        [("name", "Engines Ltd"), ("domain", "engines.example")],
        (store, id) => store.Archive(id),
        RunKind.Incremental);

    [Fact]
    public Task RunAsync_Opportunities_StoreIsAsHubSpot() => SyncAsync<Opportunity>(
        "hubspot",
        world => world.HubSpot.Deals,
        [("dealname", "Edited"), ("amount", "1234.5")],
        ["Amount", "Name"],
        [("dealname", "Engine"), ("pipeline", "default"), ("dealstage", "contractsent")],
        (store, id) => store.Archive(id),
        RunKind.Incremental);

    [Fact]
    public Task RunAsync_Users_StoreIsAsHubSpot() => SyncAsync<User>(
        "hubspot",
        world => world.HubSpot.Owners,
        [("lastName", "Edited"), ("email", "edited@crm.example")],
        ["Email", "LastName", "Name"],
        [("firstName", "Ada"), ("email", "ada@crm.example")],
        (store, id) => store.Archive(id),
        RunKind.Full);

    [Fact]
    public Task RunAsync_Employees_StoreIsAsBambooHR() => SyncAsync<Employee>(
        "bamboohr",
        world => world.BambooHR.Employees,
        [("preferredName", "Edited"), ("mobilePhone", "+1 555 0199")],
        ["MobilePhone", "PreferredName"],
        [("firstName", "Ada"), ("lastName", "Lovelace")],
        (store, id) => store.Archive(id),
        RunKind.Incremental);

    [Fact]
    public Task RunAsync_Candidates_StoreIsAsGreenhouse() => SyncAsync<Candidate>(
        "greenhouse",
        world => world.Greenhouse.Candidates,
        [("title", "Edited"), ("company", "Edited Ltd")],
        ["CompanyName", "JobTitle"],
        [("first_name", "Ada"), ("last_name", "Lovelace")],
        null,
        RunKind.Incremental);

    [Fact]
    public Task RunAsync_Applications_StoreIsAsGreenhouse() => SyncAsync<Application>(
        "greenhouse",
        world => world.Greenhouse.Applications,
        [("location_address", "Edited"), ("stage_name", "Edited")],
        ["Location", "StageName"],
        [("candidate_id", 19_000_001L), ("status", "in_process"), ("prospect", false)],
        null,
        RunKind.Incremental);

    [Fact]
    public Task RunAsync_Jobs_StoreIsAsGreenhouse() => SyncAsync<Job>(
        "greenhouse",
        world => world.Greenhouse.Jobs,
        [("name", "Edited"), ("status", "closed")],
        ["Name", "Status"],
        [("name", "Analyst"), ("status", "draft")],
        null,
        RunKind.Incremental);

    [Fact]
    public async Task RunAsync_NewProcessOnTheSameFile_GoesOnWithoutSigningIn()
    {
        using var database = new Database();
        await using var world = World.Create(app: builder => builder.UseSqlite(database.Path));
        var key = new ConnectionKey("hubspot", "acme");
        await world.SignInAsync(key);
        await world.Sync.RunAsync<Contact>(key, s_options);
        world.HubSpot.Contacts.Update(world.HubSpot.Contacts.Snapshot()[0].Id, ("firstname", "Edited"));
        world.Clock.Advance(TimeSpan.FromHours(1));

        await using var second = World.Create(app: builder => builder.UseSqlite(database.Path), vendorsOf: world);
        var report = await second.Sync.RunAsync<Contact>(key, s_options);

        Assert.Equal((RunKind.Incremental, 0L, 1L, 0L), (report.Kind, report.Added, report.Changed, report.Removed));
        Assert.Equal(1, world.HubSpot.Ledger.Renewals);
    }

    [Fact]
    public async Task RunAsync_ArchivedAndRestored_IsThereAgain()
    {
        using var database = new Database();
        await using var world = World.Create(app: builder => builder.UseSqlite(database.Path));
        var crm = await world.OpenAsync("hubspot");
        await world.Sync.RunAsync<Contact>(crm.Key, s_options);
        var id = world.HubSpot.Contacts.Snapshot()[4].Id;

        world.Clock.Advance(TimeSpan.FromMinutes(10));
        world.HubSpot.Contacts.Archive(id);
        var archived = await world.Sync.RunAsync<Contact>(crm.Key, s_options);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        world.HubSpot.Contacts.Restore(id);
        await world.Sync.RunAsync<Contact>(crm.Key, s_options);

        Assert.Equal(1, archived.Removed);
        Assert.NotNull(await world.Records.GetAsync<Contact>(crm.Key, id));
        Assert.Equal(40, await world.Records.CountAsync<Contact>(crm.Key));
    }

    private static async Task SyncAsync<TModel>(
        string provider,
        Func<World, RecordStore> at,
        (string, object?)[] edit,
        string[] edited,
        (string, object?)[] create,
        Action<RecordStore, string>? delete,
        RunKind later)
        where TModel : CommonModel
    {
        using var database = new Database();
        await using var world = World.Create(vendors => vendors.Contacts = 120, app: builder => builder.UseSqlite(database.Path));
        var connector = await world.OpenAsync(provider);
        var store = at(world);
        var before = store.Living();

        var first = await world.Sync.RunAsync<TModel>(connector.Key, s_options);
        var told = await ChangesAsync<TModel>(world);
        var nothing = await world.Sync.RunAsync<TModel>(connector.Key, s_options);
        await IsAsVendorAsync<TModel>(world, connector);

        Assert.Equal((RunKind.Full, (long)before.Count, 0L, 0L), (first.Kind, first.Added, first.Changed, first.Removed));
        Assert.Equal(before.Select(record => $"Added {record.Id}").Order(StringComparer.Ordinal), told.Select(change => $"{change.Kind} {change.RemoteId}").Order(StringComparer.Ordinal));
        Assert.Equal((later, 0L, 0L, 0L), (nothing.Kind, nothing.Added, nothing.Changed, nothing.Removed));
        Assert.Empty(await ChangesAsync<TModel>(world));

        world.Clock.Advance(TimeSpan.FromMinutes(30));
        store.Update(before[1].Id, edit);
        store.Update(before[2].Id, edit);
        var made = store.Create(create).Id;
        delete?.Invoke(store, before[^2].Id);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await world.Sync.RunAsync<TModel>(connector.Key, s_options);
        told = await ChangesAsync<TModel>(world);

        var removed = delete is null ? 0 : 1;
        Assert.Equal((later, 1L, 2L, (long)removed), (second.Kind, second.Added, second.Changed, second.Removed));
        string[] expected = [$"Added {made}", $"Changed {before[1].Id}", $"Changed {before[2].Id}", .. delete is null ? Array.Empty<string>() : [$"Removed {before[^2].Id}"]];
        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Select(change => $"{change.Kind} {change.RemoteId}").Order(StringComparer.Ordinal));
        Assert.All(told.Where(change => change.Kind == ChangeKind.Changed), change => Assert.Equal(edited, change.ChangedFields.Order(StringComparer.Ordinal)));
        await IsAsVendorAsync<TModel>(world, connector);
        Assert.Equal(before.Count + 1 - removed, await world.Records.CountAsync<TModel>(connector.Key));
        Assert.Equal(0, BadInput.FaultTests.Of(world, provider).Ledger.RateLimited);
    }

    private static Task<List<Change<TModel>>> ChangesAsync<TModel>(World world)
        where TModel : CommonModel => world.Changes.ReadAsync<TModel>("tests").AllAsync();

    /// <summary>Every record of the vendor's list is in the store, with the same values; what the changes do not tell may be unset.</summary>
    private static async Task IsAsVendorAsync<TModel>(World world, IConnector connector)
        where TModel : CommonModel
    {
        var held = (await world.Records.ListAsync<TModel>(connector.Key).AllAsync()).ToDictionary(model => model.RemoteId!, StringComparer.Ordinal);
        var binding = connector.Model<TModel>().Binding;
        var listed = await connector.ListAsync<TModel>().AllAsync();
        Assert.Equal(listed.Select(model => model.RemoteId).Order(StringComparer.Ordinal), held.Keys.Order(StringComparer.Ordinal));
        foreach (var model in listed)
        {
            Assert.True(held[model.RemoteId!].Fields.ContainsAll(model.Fields.Except(binding.ChangesOmit)));
            Assert.Equal(Json(model.Only(held[model.RemoteId!].Fields)), Json(held[model.RemoteId!]));
        }

        string Json(TModel model)
        {
            var buffer = new ArrayBufferWriter<byte>();
            binding.Model.Write(model, buffer);
            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }
}

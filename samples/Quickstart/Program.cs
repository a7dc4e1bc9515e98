// Connects a customer to HubSpot and BambooHR, brings 5,000 contacts into SQLite, and keeps them in step.
// Needs no account: the two vendors are simulated in this process. Everything else is what an app would run.
//
//   dotnet run --project samples/Quickstart                        the whole tour; run it twice
//   dotnet run --project samples/Quickstart -- --reset             the same, from the beginning
//   HUBSPOT_TOKEN=… dotnet run --project samples/Quickstart -- --provider hubspot     the real HubSpot, reading only

using Connectors;
using Connectors.Simulators;
using Connectors.Simulators.BambooHR;
using Connectors.Simulators.HubSpot;
using Microsoft.Extensions.DependencyInjection;
using Quickstart;

var isReal = args is [.., "--provider", "hubspot"] or ["--provider", "hubspot", ..];
var folder = Path.GetFullPath("quickstart-data");
Screen.ShowErrorsPlainly();
if (args.FirstOrDefault(argument => argument is not ("--reset" or "--provider" or "hubspot")) is { } unknown)
{
    throw new InvalidOperationException($"'{unknown}' is no option. There are: --reset, and --provider hubspot (with a token in HUBSPOT_TOKEN).");
}

Screen.Title("Connectors quickstart", isReal ? "The real HubSpot, reading only." : "Lines that begin with ~ are the vendors, simulated in this process. All other lines are real.");
if (args.Contains("--reset") && Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

Directory.CreateDirectory(folder);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };

// 1. Register connectors and a store; here, also simulators in place of the vendors.
await using var vendors = isReal ? null : SimulatorHost.Create(host =>
{
    host.StateFile = Path.Combine(folder, "vendors.journal");
    host.Add<HubSpotSimulator>().Add<BambooHRSimulator>();
});
var database = Path.Combine(folder, isReal ? "hubspot.db" : "quickstart.db");
var services = new ServiceCollection();
var builder = services.AddConnectors()
    .AddHubSpot(options => (options.ClientId, options.ClientSecret) = (HubSpotSimulator.DemoClientId, HubSpotSimulator.DemoClientSecret))
    .AddBambooHR()
    .UseSqlite(database);
if (vendors is not null)
{
    vendors.Get<HubSpotSimulator>().Faults.Next(HttpMethod.Get, "/crm").Always().Delay(TimeSpan.FromMilliseconds(25));
    builder.UseSimulators(vendors);
}

await using var app = services.BuildServiceProvider();
var connections = app.GetRequiredService<IConnections>();
var (hubspot, bamboo) = (new ConnectionKey("hubspot", "acme"), new ConnectionKey("bamboohr", "acme"));

// 2. Connect the customer "acme": a sign-in (OAuth with PKCE) at HubSpot, an API key at BambooHR.
if (await connections.FindAsync(hubspot, stop.Token) is { } known)
{
    Screen.Step($"{hubspot} is connected since {known.CreatedAt:yyyy-MM-dd HH:mm} (account {known.AccountId})");
}
else if (isReal)
{
    var token = Screen.Secret("HUBSPOT_TOKEN", "A HubSpot service key or private app token with crm.objects.contacts.read");
    await connections.ConnectAsync(hubspot, new BearerCredential(token), cancellationToken: stop.Token);
}
else
{
    var start = await connections.StartAuthorizationAsync(hubspot, new("http://127.0.0.1:5000/callback"), cancellationToken: stop.Token);
    var callback = await Customer.SignInAsync(vendors!, start.Url, stop.Token);
    var made = await connections.CompleteAuthorizationAsync(callback, start.Binding, stop.Token);
    Screen.Step($"{hubspot} signed in (account {made.AccountId})");
}

if (!isReal && await connections.FindAsync(bamboo, stop.Token) is null)
{
    var made = await connections.ConnectAsync(bamboo, new ApiKeyCredential(BambooHRSimulator.DemoKey), new() { ["subdomain"] = "acme" }, stop.Token);
    Screen.Step($"{bamboo} connected by API key ({made.Status})");
}

// 3. Sync. The first run takes all; a run that was killed goes on where it stood; later runs take what changed.
var sync = app.GetRequiredService<ISyncEngine>();
var options = new SyncOptions { LeaseDuration = TimeSpan.FromSeconds(5), MaxLeaseWait = TimeSpan.FromSeconds(10) };
var expected = vendors?.Get<HubSpotSimulator>().Contacts.Count ?? 0;
List<SyncReport> reports = [await Screen.WithBarAsync("contacts", expected, progress => sync.RunAsync<Contact>(hubspot, options, progress, stop.Token))];
Screen.Step(reports[0].ToString());

// 4. Read them: from the app's own database, no call to anybody.
var records = app.GetRequiredService<ISyncedRecords>();
Screen.Table(
    ["id", "name", "e-mail", "stage"],
    await records.ListAsync<Contact>(hubspot, stop.Token).Take(5)
        .Select(contact => new[] { contact.RemoteId, $"{contact.FirstName} {contact.LastName}", contact.EmailAddresses.FirstEmail(), contact.LifecycleStage?.Value }).ToListAsync(stop.Token));
Screen.Step($"{await records.CountAsync<Contact>(hubspot, stop.Token)} contacts are in the database");

// 5. Somebody changes a few at the vendor; the next run moves these and no other, as a stream of changes.
if (vendors is not null)
{
    var changes = app.GetRequiredService<IChangeStream>();
    await foreach (var _ in changes.ReadAsync<Contact>("quickstart", stop.Token))
    {
        // This consumer has seen everything up to here; its place is kept in the database.
    }

    Customer.ChangesSomething(vendors.Get<HubSpotSimulator>());
    reports.Add(await sync.RunAsync<Contact>(hubspot, options, cancellationToken: stop.Token));
    Screen.Step(reports[^1].ToString());
    await foreach (var change in changes.ReadAsync<Contact>("quickstart", stop.Token))
    {
        Screen.Step($"  {change.Kind} {change.RemoteId} {change.Model?.FirstName} {change.Model?.LastName} {string.Join(", ", change.ChangedFields)}".TrimEnd());
    }
}

// 6. What it cost, and where it lies.
Screen.Title(
    "Cost",
    $"{reports.Sum(r => r.Requests)} requests, {reports.Sum(r => r.Retries)} retries, {reports.Sum(r => r.RateLimited)} answers of 429, {reports.Sum(r => r.Bytes) / 1024:N0} KiB, {reports.Sum(r => r.Elapsed.TotalSeconds):0.0} s");
Screen.Step($"The database: {database}");
Screen.Step($"Look into it: sqlite3 {Path.GetRelativePath(".", database)} \"select remote_id, json from records limit 3\"");
Screen.Step("Run it again: only what changed is moved. Start over: --reset");

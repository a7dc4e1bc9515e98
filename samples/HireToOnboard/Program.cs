// A hire in Greenhouse becomes an employee in BambooHR and news in Slack; never twice, however often it runs.
// Needs no account: the three vendors are simulated in this process. Everything else is what an app would run.
//
//   dotnet run --project samples/HireToOnboard              run it twice: the second time, nobody is created
//   dotnet run --project samples/HireToOnboard -- --reset   from the beginning

using Connectors;
using Connectors.Greenhouse;
using Connectors.Simulators;
using Connectors.Simulators.BambooHR;
using Connectors.Simulators.Greenhouse;
using Connectors.Simulators.Slack;
using Connectors.Slack;
using Microsoft.Extensions.DependencyInjection;

Console.WriteLine("Hire to onboard. Lines that begin with ~ are the vendors, simulated in this process.");
var folder = Path.GetFullPath("hire-to-onboard-data");
if (args.Contains("--reset") && Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

Directory.CreateDirectory(folder);
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };

// 1. Three connectors, one database.
await using var vendors = SimulatorHost.Create(host =>
{
    host.StateFile = Path.Combine(folder, "vendors.journal");
    host.Add<GreenhouseSimulator>().Add<BambooHRSimulator>().Add<SlackSimulator>();
});
var services = new ServiceCollection();
services.AddConnectors().AddGreenhouse().AddBambooHR().AddSlack()
    .UseSqlite(Path.Combine(folder, "onboarding.db"))
    .UseSimulators(vendors);
await using var app = services.BuildServiceProvider();
var connections = app.GetRequiredService<IConnections>();
var connectors = app.GetRequiredService<IConnectorFactory>();

// 2. The customer's three accounts: a client of its own, an API key, a token. Made once, kept in the database.
var (greenhouse, bamboo, slack) = (new ConnectionKey("greenhouse", "acme"), new ConnectionKey("bamboohr", "acme"), new ConnectionKey("slack", "acme"));
if (await connections.FindAsync(slack, stop.Token) is null)
{
    await connections.ConnectAsync(greenhouse, new ClientCredential(GreenhouseSimulator.DemoClientId, GreenhouseSimulator.DemoClientSecret), cancellationToken: stop.Token);
    await connections.ConnectAsync(bamboo, new ApiKeyCredential(BambooHRSimulator.DemoKey), new() { ["subdomain"] = BambooHRSimulator.DemoCompany }, stop.Token);
    await connections.ConnectAsync(slack, new BearerCredential(SlackSimulator.DemoToken), cancellationToken: stop.Token);
    Console.WriteLine("  Connected to Greenhouse, BambooHR and Slack.");
}

// 3. Bring candidates, applications and employees into the database. Later runs take what changed.
var sync = app.GetRequiredService<ISyncEngine>();
var records = app.GetRequiredService<ISyncedRecords>();
var changes = app.GetRequiredService<IChangeStream>();
var first = await records.CountAsync<Application>(greenhouse, stop.Token) == 0;
Console.WriteLine($"  {await sync.RunAsync<Candidate>(greenhouse, cancellationToken: stop.Token)}");
Console.WriteLine($"  {await sync.RunAsync<Application>(greenhouse, cancellationToken: stop.Token)}");
if (first)
{
    // Who was hired before this app was there is not its business: start at the end of the stream.
    await foreach (var _ in changes.ReadAsync<Application>("onboarding", stop.Token))
    {
    }

    // 4. Somebody is hired in Greenhouse.
    var ats = await connectors.OpenAsync(greenhouse, stop.Token);
    var application = await records.ListAsync<Application>(greenhouse, stop.Token)
        .FirstAsync(application => application.Status == ApplicationStatus.Active && application is { IsProspect: not true, Candidate: not null, Job: not null }, stop.Token);

    // The connector has no list of openings; a raw call does, with the same sign-in, limits and retries.
    using var openings = await ats.SendAsync(HttpMethod.Get, $"/v3/openings?job_ids={application.Job}&open=true", cancellationToken: stop.Token);
    var opening = openings.AsJson()[0].GetProperty("id").GetInt64();
    await ats.CallAsync(GreenhouseEndpoints.Hire, new(application.RemoteId!) { StartDate = new(2026, 12, 1), OpeningId = opening }, cancellationToken: stop.Token);
    Console.WriteLine($"  Hired in Greenhouse: application {application.RemoteId}.");
    Console.WriteLine($"  {await sync.RunAsync<Application>(greenhouse, cancellationToken: stop.Token)}");
}

// 5. Each change to "hired" is worked on once; a run that dies in between works on it again, so look before creating.
var onboarded = 0;
var hris = await connectors.OpenAsync(bamboo, stop.Token);
var chat = await connectors.OpenAsync(slack, stop.Token);
await foreach (var change in changes.ReadAsync<Application>("onboarding", stop.Token))
{
    if (change.Model is not { Status: { } status, Candidate: { } reference } || status != ApplicationStatus.Hired)
    {
        continue;
    }

    var candidate = await records.GetAsync<Candidate>(greenhouse, reference.RemoteId, stop.Token) ?? throw new InvalidOperationException($"Candidate {reference} was not synced.");
    var email = candidate.EmailAddresses.FirstEmail();
    await sync.RunAsync<Employee>(bamboo, cancellationToken: stop.Token);
    if (await records.ListAsync<Employee>(bamboo, stop.Token).FirstOrDefaultAsync(employee => email is not null && employee.PersonalEmail == email, stop.Token) is { } known)
    {
        Console.WriteLine($"  {known.FirstName} {known.LastName} is employee {known.RemoteId} already.");
        continue;
    }

    var employee = await hris.CreateAsync(
        new Employee { FirstName = candidate.FirstName, LastName = candidate.LastName, PersonalEmail = email, HireDate = new(2026, 12, 1) }, cancellationToken: stop.Token);
    Console.WriteLine($"  Created in BambooHR: employee {employee.RemoteId}, {employee.FirstName} {employee.LastName}.");

    var channel = await chat.ListAsync(SlackEndpoints.Conversations).FirstAsync(channel => channel is { IsMember: true, IsArchived: false }, stop.Token);
    await chat.CallAsync(SlackEndpoints.PostMessage, new(channel.Id) { Text = $"{employee.FirstName} {employee.LastName} joins us on 1 December." }, cancellationToken: stop.Token);
    Console.WriteLine($"  Posted in Slack: #{channel.Name}.");
    onboarded++;
}

Console.WriteLine(onboarded > 0 ? "  Run it again: nobody is created twice." : "  No new hire; nobody is created twice.");
Console.WriteLine($"~ BambooHR holds {vendors.Get<BambooHRSimulator>().Employees.Count} employees.");

using Connectors;
using Connectors.Simulators;
using Connectors.Simulators.HubSpot;
using Microsoft.Extensions.DependencyInjection;

await using var vendor = SimulatorHost.Create(new HubSpotSimulator());  // plays HubSpot; delete these two
var services = new ServiceCollection();
services.AddConnectors().AddHubSpot().UseSimulators(vendor);            // calls to talk to the real one
await using var app = services.BuildServiceProvider();

// Connect a customer's account once: the token is proved, then kept.
var acme = new ConnectionKey("hubspot", "acme");
var token = Environment.GetEnvironmentVariable("HUBSPOT_TOKEN") ?? HubSpotSimulator.DemoToken;
await app.GetRequiredService<IConnections>().ConnectAsync(acme, new BearerCredential(token));

// Read and write in the common model; paging, limits, retries and errors are done for you.
var crm = await app.GetRequiredService<IConnectorFactory>().OpenAsync(acme);
await foreach (var contact in crm.ListAsync<Contact>().Take(3))
{
    Console.WriteLine($"{contact.RemoteId}  {contact.FirstName} {contact.LastName}  {contact.EmailAddresses.FirstEmail()}");
}

var ada = await crm.CreateAsync(new Contact { FirstName = "Ada", LastName = "Lovelace" });
Console.WriteLine($"Created {ada.RemoteId}: {ada.FirstName} {ada.LastName}");

// Signs in to HubSpot in your browser, as a console or desktop app does, and lists five contacts.
//
//   dotnet run --project samples/SignIn -- --simulate         HubSpot is simulated on this machine: no account needed
//   HUBSPOT_CLIENT_ID=… HUBSPOT_CLIENT_SECRET=… dotnet run --project samples/SignIn
//                                                             the real one; register http://localhost:41017/callback with your app there
//   … --paste                                                 shows the address to open anywhere, and takes what you paste

using Connectors;
using Connectors.SignIn;
using Connectors.Simulators;
using Connectors.Simulators.HubSpot;
using Microsoft.Extensions.DependencyInjection;

if (args.FirstOrDefault(argument => argument is not ("--simulate" or "--paste")) is { } unknown)
{
    return Fail($"'{unknown}' is no option. There are: --simulate and --paste.");
}

if (!args.Contains("--simulate") && Environment.GetEnvironmentVariable("HUBSPOT_CLIENT_ID") is null)
{
    return Fail("Set HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET to those of your app at HubSpot, or pass --simulate.");
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) => { pressed.Cancel = true; stop.Cancel(); };
await using var vendor = args.Contains("--simulate") ? await SimulatedAsync() : null;

// 1. Register the connector with the app's OAuth client.
var services = new ServiceCollection();
var builder = services.AddConnectors().AddHubSpot(options =>
{
    options.ClientId = vendor is null ? Environment.GetEnvironmentVariable("HUBSPOT_CLIENT_ID") : HubSpotSimulator.DemoClientId;
    options.ClientSecret = vendor is null ? Environment.GetEnvironmentVariable("HUBSPOT_CLIENT_SECRET") : HubSpotSimulator.DemoClientSecret;
});
if (vendor is not null)
{
    builder.UseSimulators(vendor);
}

await using var app = services.BuildServiceProvider();
try
{
    // 2. Sign in: a browser opens, you agree, and it comes back to a port of this machine.
    var options = new SignInOptions
    {
        RedirectUri = vendor is null ? new("http://localhost:41017/callback") : null,    // HubSpot compares it; the simulator takes any port
        Browser = args.Contains("--paste") ? new PasteBrowser() : null,
        BrowserAddress = vendor is null ? null : vendor.LocalAddressOf,                  // where the sign-in page is played
    };
    var connection = await app.GetRequiredService<IConnections>().SignInAsync(new("hubspot", "acme"), options, stop.Token);
    Console.WriteLine($"Signed in: {connection.Key}, account {connection.AccountId}, {connection.Status}.");

    // 3. Use the connection.
    var crm = await app.GetRequiredService<IConnectorFactory>().OpenAsync(connection.Key, stop.Token);
    await foreach (var contact in crm.ListAsync<Contact>().Take(5).WithCancellation(stop.Token))
    {
        Console.WriteLine($"  {contact.RemoteId}  {contact.FirstName} {contact.LastName}  {contact.EmailAddresses.FirstEmail()}");
    }

    return 0;
}
catch (SignInException error) when (error.Failure is SignInFailure.Refused or SignInFailure.Cancelled)
{
    return Fail("Not signed in: you did not agree.");
}
catch (ConnectorException error)
{
    return Fail(error.Message);
}
catch (OperationCanceledException)
{
    return Fail("Stopped.");
}

static int Fail(string text)
{
    Console.Error.WriteLine(text);
    return 1;
}

static async Task<SimulatorHost> SimulatedAsync()
{
    var host = SimulatorHost.Create(new HubSpotSimulator { SeededContacts = 50 });
    host.Get<HubSpotSimulator>().OAuth.AsksForConsent = true;
    await host.StartAsync();
    return host;
}

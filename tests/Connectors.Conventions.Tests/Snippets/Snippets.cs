using Connectors.Definitions;
using Connectors.HubSpot;
using Connectors.Slack;
using Connectors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Conventions.Snippets;

/// <summary>The code in README: compiled here, and compared by <see cref="ReadmeTests"/>.</summary>
internal static class Snippets
{
    public static void Register(IServiceCollection services, IConfiguration configuration)
    {
        // <register>
        services.AddConnectors(configuration.GetSection("Connectors"))   // options and connections, if you like
            .AddHubSpot(o => (o.ClientId, o.ClientSecret) = ("…", "…"))   // code wins over configuration
            .AddBambooHR().AddGreenhouse().AddSlack()
            .UseSqlite("connectors.db");                                 // connections, credentials (encrypted), synced records
        // </register>
    }

    public static async Task<Connection> SignIn(IConnections connections, Uri callback, Func<AuthorizationStart, Task<string>> browser)
    {
        // <sign-in>
        var key = new ConnectionKey("hubspot", tenant: "acme");
        var start = await connections.StartAuthorizationAsync(key, callback);  // keep start.Binding in the user's session
        var query = await browser(start);                                      // redirect to start.Url.AbsoluteUri; the query that comes back
        var connection = await connections.CompleteAuthorizationAsync(query, start.Binding);
        // </sign-in>
        return connection;
    }

    public static async Task<Connection> SignInHere(IConnections connections)
    {
        // <sign-in-console>
        // using Connectors.SignIn;
        return await connections.SignInAsync(new("hubspot", "acme"));          // opens the browser, listens on 127.0.0.1 (RFC 8252)
        // </sign-in-console>
    }

    public static async Task<Connection> SignInOnAnotherDevice(IConnections connections, ConnectionKey key)
    {
        // <sign-in-device>
        var device = await connections.StartDeviceAuthorizationAsync(key);
        Console.WriteLine($"Open {device.VerificationUri} and enter {device.UserCode}");
        return await connections.CompleteDeviceAuthorizationAsync(device.Handle);   // waits; any process can
        // </sign-in-device>
    }

    public static async Task ChooseAccount(IConnections connections, ConnectionKey key)
    {
        // <accounts>
        foreach (var account in await connections.ListAccountsAsync(key))           // the connection says AccountRequired
        {
            Console.WriteLine($"{account.Id} {account.Name}");
        }

        await connections.UseAccountAsync(key, key, accountId: "…");                // or a further key: one sign-in, renewed once for all
        // </accounts>
    }

    public static void Nodes(IServiceCollection services, string connectionString, string base64)
    {
        // <postgresql>
        services.AddConnectors().AddHubSpot()
            .UsePostgreSql(connectionString)
            .UseEncryptionKeys(new FixedEncryptionKeys("k1", [new("k1", base64)]))   // the same on every node
            .AddConnectionHandler(static (change, _) =>                             // reconnect required, connected, forgotten …
            {
                Console.WriteLine($"{change.Key} {change.Kind} {change.Reason}");
                return ValueTask.CompletedTask;
            });
        // </postgresql>
    }

    public static async Task ConnectByKey(IConnections connections, string key, string id, string secret)
    {
        // <connect>
        await connections.ConnectAsync(new("bamboohr", "acme"), new ApiKeyCredential(key), new() { ["subdomain"] = "acme" });
        await connections.ConnectAsync(new("greenhouse", "acme"), new ClientCredential(id, secret));
        // </connect>
    }

    public static async Task ReadAndWrite(IConnector crm, DateTimeOffset yesterday)
    {
        // <read-write>
        await foreach (var contact in crm.ListAsync<Contact>(new() { ModifiedSince = yesterday }))
        {
            Console.WriteLine($"{contact.FirstName} {contact.LastName}");
        }

        var created = await crm.CreateAsync(new Contact { FirstName = "Ada", LastName = "Lovelace" });
        var changed = created with { JobTitle = "Analyst" };
        await crm.UpdateAsync(created.RemoteId!, Patch.Between(Contact.Type, created, changed));  // sends jobtitle, and no more
        await crm.DeleteAsync<Contact>(created.RemoteId!);
        // </read-write>
    }

    public static async Task Native(IConnector crm, IConnector chat)
    {
        // <native>
        // using Connectors.HubSpot; using Connectors.Slack;
        await foreach (var deal in crm.ListAsync(HubSpotEndpoints.Deals))     // the vendor's own record
        {
            Console.WriteLine(deal.Id);
        }

        await chat.CallAsync(SlackEndpoints.PostMessage, new("C012AB3CD") { Text = "Hello" });
        // </native>
    }

    public static async Task<string?> Passthrough(IConnector crm)
    {
        // <passthrough>
        using var answer = await crm.SendAsync(HttpMethod.Get, "/crm/pipelines/2026-09/deals");
        var first = answer.AsJson().GetProperty("results")[0].GetProperty("label").GetString();
        // </passthrough>
        return first;
    }

    public static async Task Sync(ISyncEngine sync, IChangeStream changes, ConnectionKey key, CancellationToken cancellationToken)
    {
        // <sync>
        var report = await sync.RunAsync<Contact>(key, cancellationToken: cancellationToken);   // full the first time, then what changed
        Console.WriteLine(report);
        await foreach (var change in changes.ReadAsync<Contact>(consumer: "payroll", cancellationToken))
        {
            Console.WriteLine($"{change.Kind} {change.RemoteId} {string.Join(", ", change.ChangedFields)}");
        }
        // </sync>
    }

    public static async Task Errors(IConnector crm, Contact contact)
    {
        // <errors>
        try
        {
            await crm.CreateAsync(contact);
        }
        catch (ReconnectRequiredException)
        {
            // the customer must sign in again
        }
        catch (RateLimitedException error)
        {
            Console.WriteLine($"Try again in {error.RetryAfter}");
        }
        catch (OutcomeUnknownException)
        {
            // it left, and nobody knows: read before writing again; it was not sent twice
        }
        catch (ConnectorException error)
        {
            Console.WriteLine($"{error.Kind} {error.ErrorCode} {error.RequestId}: {error.Message} [{error.Advice}]");
        }
        // </errors>
    }

    public static void Resilience(IConnectorsBuilder builder)
    {
        // <handlers>
        builder.HttpClient("hubspot").AddHttpMessageHandler(() => new MyHandler());
        // </handlers>
    }

    public static void Simulators(IServiceCollection services)
    {
        // <simulators>
        var vendors = Connectors.Simulators.SimulatorHost.Create(host => host.Add<Connectors.Simulators.HubSpot.HubSpotSimulator>());
        services.AddConnectors().AddHubSpot().UseSimulators(vendors);
        vendors.Get<Connectors.Simulators.HubSpot.HubSpotSimulator>().Faults.Next(HttpMethod.Get, "/crm").Status(503).Times(2);
        // </simulators>
    }

    public static void Own(IServiceCollection services) => services.AddConnectors().AddConnector(WidgetsConnector.Definition);

    private sealed class MyHandler : DelegatingHandler;
}

// Published trimmed, with every warning an error and every package kept whole: connects, lists, syncs into SQLite, reads back; where a
// PostgreSQL server is given (CONNECTORS_POSTGRESQL, see .ci/postgresql), connects and lists over that as well.
using System.Net;
using System.Text;
using Connectors;
using Connectors.Definitions;
using Connectors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

var database = Path.Combine(Path.GetTempPath(), $"connectors-smoke-{Environment.ProcessId}.db");
var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Providers:hubspot:MaxRetries"] = "2",
    ["Connections:0:Provider"] = "hubspot",
    ["Connections:0:Tenant"] = "acme",
    ["Connections:0:Token"] = "pat-smoke",
}).Build();
var services = new ServiceCollection();
services.AddConnectors(configuration)
    .AddHubSpot().AddBambooHR().AddGreenhouse().AddSlack()
    .UseSqlite(database)
    .UseTransport(() => new Canned());
await using (var app = services.BuildServiceProvider(validateScopes: true))
{
    var crm = await app.GetRequiredService<IConnectorFactory>().OpenAsync("hubspot", "acme");
    var report = await app.GetRequiredService<ISyncEngine>().RunAsync<Contact>(crm.Key);
    var stored = await app.GetRequiredService<ISyncedRecords>().ListAsync<Contact>(crm.Key).ToListAsync();
    if (report.Added != 1 || stored is not [{ RemoteId: "501", FirstName: "Jo" }])
    {
        Console.Error.WriteLine($"Unexpected: {report}");
        return 1;
    }
}

File.Delete(database);
File.Delete(database + ".key");
Console.WriteLine("Trimmed smoke: connected, synced one contact, read it back.");
if (Environment.GetEnvironmentVariable("CONNECTORS_POSTGRESQL") is { Length: > 0 } server)
{
    await OverPostgreSqlAsync(server, $"smoke_{Environment.ProcessId}");
    Console.WriteLine("Trimmed smoke: the same over PostgreSQL.");
}

return 0;

async Task OverPostgreSqlAsync(string connectionString, string schema)
{
    var others = new ServiceCollection();
    others.AddConnectors(configuration)
        .AddHubSpot()
        .UsePostgreSql(connectionString, options => options.Schema = schema)
        .UseEncryptionKeys(new EphemeralEncryptionKeys())
        .UseTransport(() => new Canned());
    await using var node = others.BuildServiceProvider(validateScopes: true);
    try
    {
        var crm = await node.GetRequiredService<IConnectorFactory>().OpenAsync("hubspot", "acme");
        var contact = await crm.ListAsync<Contact>().FirstAsync();
        var connection = await node.GetRequiredService<IConnections>().ListAsync().SingleAsync();
        if (contact.RemoteId != "501" || connection.Status != ConnectionStatus.Active)
        {
            throw new InvalidOperationException($"Unexpected: {contact.RemoteId}, {connection.Status}");
        }
    }
    finally
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var drop = source.CreateCommand($"DROP SCHEMA IF EXISTS {schema} CASCADE");
        await drop.ExecuteNonQueryAsync();
    }
}

/// <summary>Answers as HubSpot would.</summary>
internal sealed class Canned : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.RequestUri!.AbsolutePath.Contains("account-info", StringComparison.Ordinal)
            ? """{"portalId":62515,"accountType":"STANDARD","timeZone":"US/Eastern","companyCurrency":"USD"}"""
            : """{"results":[{"id":"501","properties":{"firstname":"Jo","lastname":"H","email":"jo@example.org"},"createdAt":"2023-12-14T23:31:55.758Z","updatedAt":"2025-01-27T19:53:15.581Z","archived":false}]}""";
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        });
    }
}

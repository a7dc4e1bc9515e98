// The other process of the store tests: opens a store as an app does, says "ready", waits for a line, does one thing, prints what came of it.
// Arguments: sqlite <file> | postgresql <schema> (CONNECTORS_POSTGRESQL says where), then the thing and how often.
using Connectors;
using Connectors.Definitions;
using Connectors.Limits;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;

var lease = TimeSpan.FromSeconds(90);
var services = new ServiceCollection();
var builder = services.AddConnectors();
_ = args[0] == "sqlite" ? builder.UseSqlite(args[1], options => options.ShareQuota = true) : builder.UsePostgreSql(Environment.GetEnvironmentVariable("CONNECTORS_POSTGRESQL")!, options => (options.Schema, options.Timeout) = (args[1], TimeSpan.FromMinutes(2)));
builder.UseEncryptionKeys(new EphemeralEncryptionKeys());
await using var app = services.BuildServiceProvider();
var credentials = app.GetRequiredService<ICredentialStore>();
var connections = app.GetRequiredService<IConnectionStore>();
var process = Guid.NewGuid();
var (thing, times) = (args[^2], int.Parse(args[^1]));
await credentials.ReadAsync("c", default);
Console.WriteLine("ready");
await Console.In.ReadLineAsync();
switch (thing)
{
    case "lease":
        var leases = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(async () => await credentials.TryLeaseAsync("c", 1, lease, default))));
        Print(leases.OfType<CredentialLease>().Select(one => one.Fence));
        break;
    case "renew":
        await RenewAsync(times);
        break;
    case "change":
        for (var made = 0; made < times;)
        {
            var current = (await connections.ReadAsync(new("acme", "t"), default))!;
            made += await connections.TryWriteAsync(current with { AccountId = $"{int.Parse(current.AccountId!) + 1}" }, default) is null ? 0 : 1;
        }

        break;
    case "take":
        var taken = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(async () => await connections.TakeSignInAsync("s", default))));
        Print(taken.Where(payload => payload is not null).Select(payload => (long)payload!.Value.Span[0]));
        break;
    case "quota":
        long granted = 0;
        for (var turn = 1; turn <= times; turn++)
        {
            granted += await TakeAsync(turn, held: granted, want: 1);
        }

        Print([granted]);
        break;
    case "quota-hold":
        Print([await TakeAsync(turn: 1, held: 0, want: times)]);
        await Console.In.ReadLineAsync();
        break;
    default:
        await HoldAsync(thing);
        break;
}

async Task<long> TakeAsync(long turn, long held, long want) => (await app.GetRequiredService<IQuotaStore>().TakeAsync(
    [
        new()
        {
            Gate = new("acme", "", "App/at-once/*"),
            Process = process,
            Turn = turn,
            Kind = LimitKind.Concurrency,
            Permits = 100,
            Window = TimeSpan.Zero,
            Held = held,
            HeldFor = lease,
            Want = want,
        },
    ],
    default))[0].Granted;

void Print(IEnumerable<long> values) => Console.WriteLine(string.Join(' ', values));

async Task RenewAsync(int last)
{
    List<long> mine = [];
    while (true)
    {
        var row = (await credentials.ReadAsync("c", default))!;
        if (row.Version > last)
        {
            break;
        }

        if (await credentials.TryLeaseAsync("c", row.Version, lease, default) is { } held
            && await credentials.TryWriteAsync(held, new(CredentialWriteKind.Intent), default)
            && await credentials.TryWriteAsync(held, new(CredentialWriteKind.Renewed, new[] { (byte)(row.Version + 1) }), default))
        {
            mine.Add(row.Version);
        }
    }

    Print(mine);
}

// Comes as far as it was told to, and stays there until it is killed.
async Task HoldAsync(string point)
{
    var held = (await credentials.TryLeaseAsync("c", 1, lease, default))!;
    if (point is "intended" or "renewed")
    {
        await credentials.TryWriteAsync(held, new(CredentialWriteKind.Intent), default);
    }

    if (point == "renewed")
    {
        await credentials.TryWriteAsync(held, new(CredentialWriteKind.Renewed, new byte[] { 2 }), default);
    }

    Console.WriteLine(held.Fence);
    await Console.In.ReadLineAsync();
}

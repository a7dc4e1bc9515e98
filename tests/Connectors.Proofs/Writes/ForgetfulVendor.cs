using System.Collections.Concurrent;
using System.Text.Json;
using Connectors.Simulators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Proofs.Writes;

/// <summary>What becomes of a write: whether it is done, and what its caller hears.</summary>
internal enum Fate
{
    Good,
    DoneThenReset,
    DoneThenCutAnswer,
    DoneThenTornAnswer,
    DoneThenBadGateway,
    ResetThenDone,
    ResetAndNotDone,
    BadGatewayAndNotDone,
    UnavailableAndNotDone,
}

/// <summary>
/// A provider that does a write and forgets to answer, or answers before it does it, or does neither. Below <c>/keyed</c> it honours
/// idempotency keys, below <c>/unique</c> it lets no two people have one e-mail address, below <c>/marked</c> and <c>/plain</c> it takes
/// whatever comes. Its ledger says what was done.
/// </summary>
/// <param name="seed">Decides the fates.</param>
internal sealed class ForgetfulVendor(int seed) : Simulator
{
    /// <summary>How long after its answer a late write is done.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMilliseconds(40);

    private const int FaultyInAHundred = 16;
    private const int FaultyReadsInAHundred = 4;

    private readonly Lock _gate = new();
    private readonly List<Person> _people = [];
    private readonly Dictionary<string, Person?> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private int _late;
    private int _faults;

    public override string Provider => "forgetful";

    public override IReadOnlyList<string> Hosts => ["forgetful.test"];

    /// <summary>Gets how many requests met a fault.</summary>
    public int Played => Volatile.Read(ref _faults);

    /// <summary>Gets whether a write that was answered already is still to be done.</summary>
    public bool IsBusy => Volatile.Read(ref _late) > 0;

    /// <summary>Gives the writes that were done, one entry for each time.</summary>
    public IReadOnlyList<Person> Done()
    {
        lock (_gate)
        {
            return [.. _people.Where(static person => !person.WasThere)];
        }
    }

    /// <summary>Puts a record there that no write made.</summary>
    public void Put(Person person)
    {
        lock (_gate)
        {
            _people.Add(person with { WasThere = true });
        }
    }

    protected override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{way}/people", WriteAsync);
        routes.MapGet("/{way}/people", ReadAsync);
    }

    protected override void Populate(SeededRandom random)
    {
    }

    protected override Task WriteErrorAsync(HttpContext context, int status) => Answer.JsonAsync(context, status, new { message = "no" });

    private SeededRandom Chance(string subject) => new(seed, $"{subject}/{_asked.AddOrUpdate(subject, 1, static (_, count) => count + 1)}");

    private async Task WriteAsync(HttpContext context)
    {
        var way = (string)context.Request.RouteValues["way"]!;
        var asked = (await JsonSerializer.DeserializeAsync(context.Request.Body, WriteJson.Default.Person, context.RequestAborted))!;
        var random = Chance($"{way} {asked.Name}");
        var fate = random.Next(100) < FaultyInAHundred ? (Fate)(1 + random.Next(Enum.GetValues<Fate>().Length - 1)) : Fate.Good;
        var write = asked with { Id = NextUuid(), Way = way, CreatedAt = State.Clock.GetUtcNow() };
        var key = way == "keyed" ? context.Request.Headers["Idempotency-Key"].ToString() : null;
        Interlocked.Add(ref _faults, fate == Fate.Good ? 0 : 1);
        switch (fate)
        {
            case Fate.ResetAndNotDone:
                context.Abort();
                return;
            case Fate.BadGatewayAndNotDone or Fate.UnavailableAndNotDone:
                await WriteErrorAsync(context, fate == Fate.BadGatewayAndNotDone ? StatusCodes.Status502BadGateway : StatusCodes.Status503ServiceUnavailable);
                return;
            case Fate.ResetThenDone:
                DoLater(write, key);
                context.Abort();
                return;
        }

        var (status, done) = Do(write, key);
        switch (fate)
        {
            case Fate.DoneThenReset:
                context.Abort();
                break;
            case Fate.DoneThenBadGateway:
                await WriteErrorAsync(context, StatusCodes.Status502BadGateway);
                break;
            case Fate.DoneThenCutAnswer or Fate.DoneThenTornAnswer when done is not null:
                var body = JsonSerializer.SerializeToUtf8Bytes(done, WriteJson.Default.Person);
                (context.Response.StatusCode, context.Response.ContentType) = (status, "application/json");
                context.Response.ContentLength = fate == Fate.DoneThenCutAnswer ? body.Length : body.Length / 2;
                await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
                break;
            default:
                await (done is null ? WriteErrorAsync(context, status) : Answer.JsonAsync(context, status, done));
                break;
        }
    }

    private void DoLater(Person write, string? key)
    {
        lock (_gate)
        {
            if (key is not null && !_keys.TryAdd(key, null))
            {
                return;
            }
        }

        Interlocked.Increment(ref _late);
        _ = Task.Delay(Late).ContinueWith(
            _ =>
            {
                lock (_gate)
                {
                    if (key is not null)
                    {
                        _keys.Remove(key);
                    }
                }

                Do(write with { CreatedAt = State.Clock.GetUtcNow() }, key);
                Interlocked.Decrement(ref _late);
            },
            TaskScheduler.Default);
    }

    /// <summary>Does a write, unless its key was there or its address is taken.</summary>
    private (int Status, Person? Done) Do(Person write, string? key)
    {
        lock (_gate)
        {
            if (key is not null && _keys.TryGetValue(key, out var before))
            {
                return before is null ? (StatusCodes.Status409Conflict, null) : (StatusCodes.Status201Created, before);
            }

            if (write.Way == "unique" && _people.Exists(person => person.Way == write.Way && person.Email == write.Email))
            {
                return (StatusCodes.Status409Conflict, null);
            }

            _people.Add(write);
            if (key is not null)
            {
                _keys[key] = write;
            }

            return (StatusCodes.Status201Created, write);
        }
    }

    private async Task ReadAsync(HttpContext context)
    {
        var (way, email, mark) = ((string)context.Request.RouteValues["way"]!, context.Request.Query["email"].ToString(), context.Request.Query["mark"].ToString());
        var random = Chance($"read {way} {email}{mark}");
        if (random.Next(100) < FaultyReadsInAHundred)
        {
            Interlocked.Increment(ref _faults);
            context.Abort();
            return;
        }

        List<Person> found;
        lock (_gate)
        {
            found = _people.FindAll(person => person.Way == way && (email.Length == 0 || person.Email == email) && (mark.Length == 0 || person.Mark == mark));
        }

        await Answer.JsonAsync(context, StatusCodes.Status200OK, new PersonPage(found));
    }
}

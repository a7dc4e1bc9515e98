using Connectors.Auth;
using Connectors.Http;
using Connectors.Storage;

namespace Connectors.Proofs.Interleavings;

/// <summary>
/// One process of an app: a keeper of its own over the shared stores. It runs only when the explorer lets it, from one step to the
/// next, and when it has crashed, never again.
/// </summary>
internal sealed class Actor : IHttpClientFactory
{
    private readonly Schedule _schedule;
    private readonly ActorTime _time;
    private readonly CredentialKeeper _keeper;
    private readonly ConnectorRuntime _runtime;
    private ActorTime.ActorTimer? _sleep;

    public Actor(Schedule schedule, int number)
    {
        (_schedule, Number) = (schedule, number);
        _time = new(this, schedule.Clock);
        ICredentialStore credentials = new SteppedCredentialStore(this, schedule.CredentialsOf(this));
        IConnectionStore connections = new SteppedConnectionStore(this, schedule.Connections);
        _keeper = new(credentials, Schedule.Protector, new ConnectionRows(connections, credentials, _time), _time, jitter: 0);
        _runtime = new(schedule.Scenario.Definition, Scenario.Options, this, _time);
    }

    public int Number { get; }

    public Standing Standing { get; private set; } = Standing.Running;

    /// <summary>Gets the step at which it stands.</summary>
    public Step? Step { get; private set; }

    /// <summary>Gets until when it sleeps.</summary>
    public DateTimeOffset SleepsUntil { get; private set; }

    /// <summary>Gets what had been written when it fell asleep: until more is, it would only find the same again.</summary>
    public int SleepsSince { get; private set; }

    /// <summary>Gets what went wrong with its calls, beside that the customer must connect again.</summary>
    public List<Exception> Failures { get; } = [];

    public bool IsAlive => Standing is not (Standing.Crashed or Standing.Done);

    /// <summary>Begins its calls; comes back when it stands at its first step.</summary>
    public void Start(int calls, bool isRejected) => _ = LiveAsync(calls, isRejected);

    /// <summary>Does what it stands before, in one of the ways; told of it, it goes on to its next step.</summary>
    public void Go(int way)
    {
        if (Standing == Standing.AtStep)
        {
            Step!.Do(way);
        }

        Resume();
        if (_sleep is { } sleep)
        {
            _sleep = null;
            sleep.Fire();
        }
        else
        {
            Step!.Tell();
        }
    }

    /// <summary>Does what it stands before, but its answer takes long.</summary>
    public void DoWithoutAnswer()
    {
        Step!.Do(0);
        Standing = Standing.Unanswered;
    }

    public void Crash() => Standing = Standing.Crashed;

    /// <summary>Lets the next time limit go off that is over; <see langword="false"/> when there is none. Who sleeps is woken first.</summary>
    public bool EndLimit()
    {
        if (Standing is not (Standing.AtStep or Standing.Unanswered) || _time.TakeOver() is not { } limit)
        {
            return false;
        }

        limit.Fire();
        return true;
    }

    /// <summary>Stands at a step until the explorer lets it go on.</summary>
    public async Task<T> StepAsync<T>(string what, CancellationToken cancellationToken, params Func<T>[] ways)
    {
        var step = new Step<T>(what, ways);
        Step = step;
        using var limit = cancellationToken.UnsafeRegister(_ => GiveUp(step, cancellationToken), null);
        Arrive(Standing.AtStep);
        return await step.Told.ConfigureAwait(false);
    }

    public void Sleep(ActorTime.ActorTimer timer, DateTimeOffset until)
    {
        (_sleep, SleepsUntil, SleepsSince) = (timer, until, _schedule.Leases.Writes);
        Arrive(Standing.Sleeping);
    }

    public HttpClient CreateClient(string name) => new(new SteppedVendor(this, _schedule.Vendor)) { Timeout = Timeout.InfiniteTimeSpan };

    private void GiveUp(Step step, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(step, Step) && Standing is Standing.AtStep or Standing.Unanswered)
        {
            Resume();
            step.GiveUp(cancellationToken);
        }
    }

    private async Task LiveAsync(int calls, bool isRejected)
    {
        _schedule.Begin();
        var version = 1L;
        for (var call = 0; call < calls; call++)
        {
            try
            {
                var live = isRejected || call > 0
                    ? await _keeper.RenewAsync(_schedule.Connection, _runtime, version, CancellationToken.None).ConfigureAwait(false)
                    : await _keeper.GetAsync(_schedule.Connection, _runtime, CancellationToken.None).ConfigureAwait(false);
                version = live.Version;
            }
            catch (ReconnectRequiredException)
            {
                // Said to the customer: nothing is lost behind anybody's back.
            }
            catch (Exception error)
            {
                Failures.Add(error);
            }
        }

        Arrive(Standing.Done);
    }

    private void Resume()
    {
        Standing = Standing.Running;
        _schedule.Begin();
    }

    private void Arrive(Standing standing)
    {
        Standing = standing;
        _schedule.End();
    }
}

/// <summary>What a process is doing.</summary>
internal enum Standing
{
    /// <summary>It runs to its next step.</summary>
    Running,

    /// <summary>It stands at a step that is not done yet.</summary>
    AtStep,

    /// <summary>Its step is done, and it has not been told.</summary>
    Unanswered,

    /// <summary>It waits for a time.</summary>
    Sleeping,

    /// <summary>It has made its calls.</summary>
    Done,

    /// <summary>It is gone.</summary>
    Crashed,
}

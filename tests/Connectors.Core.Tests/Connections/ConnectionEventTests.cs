using System.Net;
using Connectors.Core.Tests.Testing;
using Connectors.Definitions;
using Connectors.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RichardSzalay.MockHttp;

namespace Connectors.Core.Tests.Connections;

public sealed class ConnectionEventTests
{
    private static readonly ConnectionKey s_key = new("acme", "tenant");

    [Fact]
    public async Task EveryVerb_TellsItsKind_WithTheStatusesAndTheMoment()
    {
        await using var app = New();
        await app.Service.ConnectAsync(s_key, new BearerCredential("one"));
        await app.Service.ConnectAsync(s_key, new BearerCredential("two"));
        await app.Service.PauseAsync(s_key);
        await app.Service.PauseAsync(s_key);
        await app.Service.ResumeAsync(s_key);
        await app.Service.DisconnectAsync(s_key);
        await app.Service.ConnectAsync(s_key, new BearerCredential("three"));
        await app.Service.ForgetAsync(s_key);
        await app.Service.ForgetAsync(s_key);
        await app.Service.ConnectAsync(s_key, new BearerCredential("four"));

        var now = app.Time.GetUtcNow();
        ConnectionEvent[] expected =
        [
            new() { Key = s_key, Kind = ConnectionEventKind.Connected, Status = ConnectionStatus.Active, At = now },
            new() { Key = s_key, Kind = ConnectionEventKind.Reconnected, OldStatus = ConnectionStatus.Active, Status = ConnectionStatus.Active, At = now },
            new() { Key = s_key, Kind = ConnectionEventKind.Paused, OldStatus = ConnectionStatus.Active, Status = ConnectionStatus.Paused, Reason = "The app paused it.", At = now },
            new() { Key = s_key, Kind = ConnectionEventKind.Resumed, OldStatus = ConnectionStatus.Paused, Status = ConnectionStatus.Active, At = now },
            new() { Key = s_key, Kind = ConnectionEventKind.Disconnected, OldStatus = ConnectionStatus.Active, At = now },
            new() { Key = s_key, Kind = ConnectionEventKind.Connected, Status = ConnectionStatus.Active, At = now },
            new() { Key = s_key, Kind = ConnectionEventKind.Forgotten, OldStatus = ConnectionStatus.Active, At = now },
            new() { Key = s_key, Kind = ConnectionEventKind.Connected, Status = ConnectionStatus.Active, At = now },
        ];
        foreach (var one in expected)
        {
            Assert.Equal(one, await app.EventAsync());
        }
    }

    [Fact]
    public async Task RefusedKey_TellsThatItFails_AndThatItWorksAgain()
    {
        await using var app = New();
        await app.Service.ConnectAsync(s_key, new BearerCredential("one"));
        app.Wire.ResetBackendDefinitions();
        app.Wire.When("*").Respond(HttpStatusCode.Unauthorized);

        await Assert.ThrowsAsync<ReconnectRequiredException>(() => app.CallAsync(s_key));
        app.Wire.ResetBackendDefinitions();
        app.Wire.When("*").Respond("application/json", "{}");
        await app.Service.VerifyAsync(s_key);

        Assert.Equal(ConnectionEventKind.Connected, (await app.EventAsync()).Kind);
        var failing = await app.EventAsync();
        Assert.Equal((ConnectionEventKind.StatusChanged, ConnectionStatus.Failing), (failing.Kind, failing.Status));
        Assert.NotNull(failing.Reason);
        var good = await app.EventAsync();
        Assert.Equal((ConnectionEventKind.StatusChanged, ConnectionStatus.Failing, ConnectionStatus.Active), (good.Kind, good.OldStatus, good.Status));
    }

    [Fact]
    public async Task RenewalRefusedForGood_TellsThatTheCustomerMustSignInAgain_OnceOverAllProcesses()
    {
        await using var one = new App(The.Definition());
        await using var two = new App(The.Definition(), sharing: one);
        one.Wire.When(The.TokenEndpoint).Respond(HttpStatusCode.BadRequest, "application/json", """{"error":"invalid_grant"}""");
        await one.Service.ConnectAsync(s_key, Grant(one));
        var (first, second) = (await one.OpenAsync(s_key), await two.OpenAsync(s_key));
        one.Time.Advance(TimeSpan.FromHours(2));

        var calls = await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(async () =>
            await Record.ExceptionAsync(() => (index % 2 == 0 ? first : second).SendAsync(HttpMethod.Get, "/x")))));
        Assert.All(calls, error => Assert.IsType<ReconnectRequiredException>(error));
        await one.Service.DisconnectAsync(s_key);
        await two.Service.ConnectAsync(s_key, Grant(two));

        List<ConnectionEventKind> told = [(await one.EventAsync()).Kind, (await one.EventAsync()).Kind];
        if (told[1] == ConnectionEventKind.ReconnectRequired)
        {
            told.Add((await one.EventAsync()).Kind);
        }
        else
        {
            Assert.Equal(ConnectionEventKind.ReconnectRequired, (await two.EventAsync()).Kind);
        }

        Assert.Equal(ConnectionEventKind.Disconnected, told[^1]);
        Assert.Equal(ConnectionEventKind.Connected, (await two.EventAsync()).Kind);
    }

    [Fact]
    public async Task Change_IsToldByTheProcessThatMadeIt_AndByNoOther()
    {
        await using var one = New();
        await using var two = new App(The.Definition(new BearerScheme()), sharing: one);

        await one.Service.ConnectAsync(s_key, new BearerCredential("one"));
        await two.Service.PauseAsync(s_key);
        await one.Service.ResumeAsync(s_key);

        Assert.Equal(ConnectionEventKind.Connected, (await one.EventAsync()).Kind);
        Assert.Equal(ConnectionEventKind.Resumed, (await one.EventAsync()).Kind);
        Assert.Equal(ConnectionEventKind.Paused, (await two.EventAsync()).Kind);
    }

    [Fact]
    public async Task HandlerThatThrows_IsLogged_AndBreaksNothing()
    {
        var log = new ListLogger();
        var told = 0;
        await using var app = New(builder =>
        {
            builder.Services.AddSingleton<ILoggerFactory>(log);
            builder.AddConnectionHandler((_, _) =>
            {
                Interlocked.Increment(ref told);
                throw new InvalidOperationException("canary of the handler");
            });
        });

        await app.Service.ConnectAsync(s_key, new BearerCredential("one"));
        await app.Service.PauseAsync(s_key);
        await app.Service.DisconnectAsync(s_key);

        for (var index = 0; index < 3; index++)
        {
            await app.EventAsync();
        }

        await log.UntilAsync(1012, 3);
        Assert.Equal(3, Volatile.Read(ref told));
        Assert.Equal(3, log.Count(1010));
    }

    [Fact]
    public async Task HandlerThatHangs_DelaysNoCallAndNoOtherHandler_AndIsLeftAfterItsTime()
    {
        var hangs = new TaskCompletionSource();
        var told = System.Threading.Channels.Channel.CreateUnbounded<(ConnectionEventKind, CancellationToken)>();
        await using var app = New(builder => builder.AddConnectionHandler(async (happened, token) =>
        {
            await told.Writer.WriteAsync((happened.Kind, token), CancellationToken.None);
            await (happened.Kind == ConnectionEventKind.Connected ? hangs.Task : Task.CompletedTask);
        }));

        await app.Service.ConnectAsync(s_key, new BearerCredential("one"));
        var (_, patience) = await told.Reader.ReadAsync();
        await app.Service.PauseAsync(s_key);
        await app.EventAsync();
        Assert.Equal(ConnectionEventKind.Paused, (await app.EventAsync()).Kind);
        Assert.False(told.Reader.TryPeek(out _));

        // The timer may be set a moment after the handler was called.
        var next = told.Reader.ReadAsync().AsTask();
        Assert.Equal(ConnectionEventKind.Paused, (await app.Time.RunAsync(next, TimeSpan.FromSeconds(1))).Item1);
        Assert.True(patience.IsCancellationRequested);
    }

    [Fact]
    public async Task QueueThatIsFull_DropsFurtherEvents_ButNeverASignInThatIsNeeded()
    {
        var open = new TaskCompletionSource();
        var done = new TaskCompletionSource();
        List<ConnectionEvent> told = [];
        var log = new ListLogger();
        await using var services = new ServiceCollection().BuildServiceProvider();
        var handler = new DelegateConnectionHandler(async (happened, _) =>
        {
            await open.Task;
            told.Add(happened);
            if (happened.Kind == ConnectionEventKind.ReconnectRequired)
            {
                done.SetResult();
            }
        });
        var queue = new ConnectionHandlerQueue(new("test", _ => handler), services.GetRequiredService<IServiceScopeFactory>(), new ManualTimeProvider(), log.CreateLogger("test"), default);

        for (var index = 0; index < ConnectionHandlerQueue.Capacity + 10; index++)
        {
            queue.Add(new() { Key = s_key, Kind = ConnectionEventKind.Paused });
        }

        queue.Add(new() { Key = s_key, Kind = ConnectionEventKind.ReconnectRequired });
        open.SetResult();
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // One more than the queue holds may be with the handler already.
        Assert.InRange(told.Count(happened => happened.Kind == ConnectionEventKind.Paused), ConnectionHandlerQueue.Capacity, ConnectionHandlerQueue.Capacity + 1);
        Assert.Equal(1, told.Count(happened => happened.Kind == ConnectionEventKind.ReconnectRequired));
        Assert.InRange(log.Count(1013), 9, 10);
    }

    [Fact]
    public async Task Handler_OfAType_IsMadeInAScope_AndAddedTwiceIsToldOnce()
    {
        await using var app = New(builder => builder.AddConnectionHandler<ScopedHandler>().AddConnectionHandler<ScopedHandler>().Services.AddScoped<Marker>().AddSingleton<Told>());

        await app.Service.ConnectAsync(s_key, new BearerCredential("one"));
        await app.Service.PauseAsync(s_key);

        var told = app.Get<Told>();
        await told.TwoAsync();
        Assert.Equal(["Connected", "Paused"], told.Kinds);
        Assert.Equal(2, told.Markers.Distinct().Count());
    }

    private static OAuthCredential Grant(App app) => new(new()
    {
        AccessToken = "access",
        RefreshToken = "refresh",
        IssuedAt = app.Time.GetUtcNow(),
        ExpiresAt = app.Time.GetUtcNow() + TimeSpan.FromHours(1),
    });

    private static App New(Action<IConnectorsBuilder>? build = null)
    {
        var app = new App(The.Definition(new BearerScheme()), build: build);
        app.Wire.When("*").Respond("application/json", "{}");
        return app;
    }

    private sealed class Marker;

    private sealed class Told
    {
        private readonly TaskCompletionSource _two = new();

        public List<string> Kinds { get; } = [];

        public List<Marker> Markers { get; } = [];

        public void Add(ConnectionEventKind kind, Marker marker)
        {
            Kinds.Add(kind.ToString());
            Markers.Add(marker);
            if (Kinds.Count == 2)
            {
                _two.SetResult();
            }
        }

        public Task TwoAsync() => _two.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private sealed class ScopedHandler(Told told, Marker marker) : IConnectionHandler
    {
        public ValueTask HandleAsync(ConnectionEvent connectionEvent, CancellationToken cancellationToken)
        {
            told.Add(connectionEvent.Kind, marker);
            return ValueTask.CompletedTask;
        }
    }
}

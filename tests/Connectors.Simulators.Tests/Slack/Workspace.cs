using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Connectors.Simulators.Slack;

namespace Connectors.Simulators.Tests.Slack;

/// <summary>A Slack workspace with a client, for one test.</summary>
internal sealed class Workspace : IAsyncDisposable
{
    private readonly SimulatorHost _host;

    private Workspace(SimulatorHost host, HttpClient client)
    {
        _host = host;
        Client = client;
        Simulator = host.Get<SlackSimulator>();
    }

    public SlackSimulator Simulator { get; }

    public HttpClient Client { get; }

    public IReadOnlyList<SimulatedRecord> Channels => Simulator.Conversations.Snapshot();

    public SimulatedRecord Channel(string name) => Simulator.Conversations.FindBy("name", name)!;

    public static Workspace Open(ManualTimeProvider clock, string? token = SlackSimulator.DemoToken, string? stateFile = null, Action<SlackSimulator>? configure = null)
    {
        var host = SimulatorHost.Create(options =>
        {
            options.TimeProvider = clock;
            options.StateFile = stateFile;
            options.Add(configure);
        });
        var client = new HttpClient(host.CreateHandler()) { BaseAddress = new Uri("https://slack.com/api/"), Timeout = TimeSpan.FromSeconds(60) };
        var workspace = new Workspace(host, client);
        workspace.Use(token);
        return workspace;
    }

    /// <summary>Calls with another token from now on.</summary>
    public void Use(string? token) =>
        Client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

    /// <summary>Makes a bot token with these scopes and calls with it from now on.</summary>
    public void UseScopes(params string[] scopes)
    {
        Simulator.Tokens.Register("xoxb-scoped", SlackSimulator.DemoTeam, scopes);
        Use("xoxb-scoped");
    }

    public async Task<JsonNode> CallAsync(string method, params (string Name, string Value)[] arguments) =>
        await Client.PostAsync(new Uri(method, UriKind.Relative), Some.Form(arguments)).JsonAsync();

    public async Task<string> ErrorAsync(string method, params (string Name, string Value)[] arguments)
    {
        var answer = await CallAsync(method, arguments);
        Assert.False((bool)answer["ok"]!, answer.ToJsonString());
        return (string)answer["error"]!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}

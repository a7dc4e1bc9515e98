using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Connectors.Simulators.HubSpot;
using Connectors.Simulators.Slack;

namespace Connectors.Simulators.Tests.Killed;

/// <summary>kill -9 in the middle of writes: what was answered is kept, what was not is there whole or not at all.</summary>
public sealed class KillTests : IDisposable
{
    private const int Writers = 4;
    private const int Kills = 3;
    private const int WritesBeforeAKill = 60;
    private readonly string _file = Some.TempFile();
    private readonly CancellationTokenSource _bound = new(TimeSpan.FromMinutes(3));
    private readonly ConcurrentDictionary<string, byte> _sent = new();
    private readonly ConcurrentDictionary<string, string> _contacts = new();
    private readonly ConcurrentDictionary<string, string> _messages = new();
    private string _refreshToken = "";

    public void Dispose()
    {
        _bound.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public async Task EveryAnsweredWrite_OutlivesTheProcess()
    {
        await using (var host = KilledHost.Open(_file))
        {
            _refreshToken = host.Get<SlackSimulator>().OAuth.Issue(SlackSimulator.DemoClientId, null, "users:read").Refresh!.Value;
        }

        for (var round = 1; round <= Kills; round++)
        {
            await WriteUntilKilledAsync(round);
            await using var host = KilledHost.Open(_file);
            Check(host);
        }

        Assert.True(_contacts.Count >= Kills * WritesBeforeAKill);
        Assert.False(_messages.IsEmpty);
    }

    private async Task WriteUntilKilledAsync(int round)
    {
        using var host = await KilledHost.StartAsync(_file, _bound.Token);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var hubspot = Client(host.HubSpot, HubSpotSimulator.DemoToken);
        using var slack = Client(new Uri(host.Slack, "api/"), SlackSimulator.DemoToken);
        var writing = Enumerable.Range(0, Writers).Select(writer => UntilGoneAsync(number => ContactAsync(hubspot, $"{round}-{writer}-{number}", round, enough))).ToList();
        writing.Add(UntilGoneAsync(number => MessageAsync(slack, $"message {round}-{number}")));
        writing.Add(UntilGoneAsync(_ => RenewAsync(slack)));

        await enough.Task.WaitAsync(_bound.Token);
        await host.KillAsync(_bound.Token);

        await Task.WhenAll(writing).WaitAsync(_bound.Token);
    }

    private static HttpClient Client(Uri address, string token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    // Goes on until the other side is gone: the last request of each writer is one that was cut off.
    private static async Task UntilGoneAsync(Func<int, Task> write)
    {
        for (var number = 0; ; number++)
        {
            try
            {
                await write(number);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private async Task ContactAsync(HttpClient client, string name, int round, TaskCompletionSource enough)
    {
        var email = $"kill-{name}@example.com";
        _sent[email] = 0;
        var answer = await client.PostAsync(new Uri("crm/objects/2026-09/contacts", UriKind.Relative), Some.Json($$$"""{"properties":{"email":"{{{email}}}","city":"Ghent"}}""")).JsonAsync(201);
        _contacts[email] = (string)answer["id"]!;
        if (_contacts.Count >= round * WritesBeforeAKill)
        {
            enough.TrySetResult();
        }
    }

    private async Task MessageAsync(HttpClient client, string text)
    {
        var answer = await client.PostAsync(new Uri("chat.postMessage", UriKind.Relative), Some.Form(("channel", "general"), ("text", text))).JsonAsync();
        Assert.True((bool)answer["ok"]!, answer.ToJsonString());
        _messages[text] = (string)answer["ts"]!;
    }

    // A rotation whose answer was lost leaves the app with a spent token: only an answered one is built upon.
    private async Task RenewAsync(HttpClient client)
    {
        JsonNode answer = await client.PostAsync(new Uri("oauth.v2.access", UriKind.Relative), Some.Form(
            ("client_id", SlackSimulator.DemoClientId),
            ("client_secret", SlackSimulator.DemoClientSecret),
            ("grant_type", "refresh_token"),
            ("refresh_token", _refreshToken))).JsonAsync();
        if ((bool)answer["ok"]!)
        {
            _refreshToken = (string)answer["refresh_token"]!;
        }
        else
        {
            Assert.Equal("invalid_refresh_token", (string?)answer["error"]);
        }
    }

    private void Check(SimulatorHost host)
    {
        var contacts = host.Get<HubSpotSimulator>().Contacts;
        var slack = host.Get<SlackSimulator>();
        foreach (var (email, id) in _contacts)
        {
            Assert.Equal(email, contacts.Find(id)?.Text("email"));
        }

        var kept = contacts.Snapshot().Where(contact => contact.Text("email")!.StartsWith("kill-", StringComparison.Ordinal)).ToList();
        Assert.Equal(kept.Count, kept.Select(contact => contact.Text("email")).Distinct().Count());
        Assert.All(kept, contact => Assert.True(_sent.ContainsKey(contact.Text("email")!)));
        Assert.All(kept, contact => Assert.Equal("Ghent", contact.Text("city")));
        var general = slack.Conversations.FindBy("name", "general")!.Id;
        Assert.All(_messages, message => Assert.Equal(message.Key, slack.Messages.Find(general, message.Value)?.Text));
        Assert.NotNull(slack.OAuth.Find(_refreshToken));
    }
}

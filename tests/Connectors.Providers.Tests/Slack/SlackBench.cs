using Microsoft.Extensions.DependencyInjection;
using RichardSzalay.MockHttp;

namespace Connectors.Providers.Slack;

/// <summary>A connection to Slack over a mocked wire: through the real registration and the whole chain. What is not expected fails.</summary>
internal sealed class SlackBench : IDisposable
{
    public const string Api = "https://slack.com/api";
    public static readonly ConnectionKey Key = new("slack", "acme");

    private readonly ServiceProvider _services;

    private SlackBench(ServiceProvider services, IConnector slack, Connection connection) => (_services, Slack, Connection) = (services, slack, connection);

    public IConnector Slack { get; }

    public Connection Connection { get; }

    public static async Task<SlackBench> OpenAsync(MockHttpMessageHandler wire, ConnectionSettings? settings = null, string identity = SlackSamples.Identity)
    {
        wire.When(HttpMethod.Post, $"{Api}/auth.test").Respond("application/json", identity);
        var services = new ServiceCollection();
        services.AddConnectors().AddSlack(options =>
        {
            options.MaxRetries = 0;
            options.KeepLimits = false;
        }).UseTransport(() => wire);
        var provider = services.BuildServiceProvider(validateScopes: true);
        var connection = await provider.GetRequiredService<IConnections>().ConnectAsync(Key, new BearerCredential("xoxb-secret"), settings);
        return new(provider, await provider.GetRequiredService<IConnectorFactory>().OpenAsync(Key), connection);
    }

    public void Dispose() => _services.Dispose();
}

/// <summary>Answers of Slack, as its documents show them.</summary>
internal static class SlackSamples
{
    public const string Identity = """{"ok":true,"team":"Subarachnoid Workspace","team_id":"T12345678","url":"https://subarachnoid.slack.com/","user":"grace","user_id":"W12345678"}""";

    public const string Users = """
        {"ok":true,"cache_ts":1498777272,"members":[
          {"id":"W012A3CDE","team_id":"T012AB3C4","name":"spengler","real_name":"spengler","deleted":false,"color":"9f69e7","tz":"America/Los_Angeles","tz_label":"Pacific Daylight Time","tz_offset":-25200,"updated":1502138686,
           "is_admin":true,"is_owner":false,"is_primary_owner":false,"is_restricted":false,"is_ultra_restricted":false,"is_bot":false,"is_app_user":false,
           "profile":{"display_name":"spengler","real_name":"Egon Spengler","email":"spengler@ghostbusters.example.com","phone":"","title":"Dr","image_512":"https://example.com/512.jpg","status_text":"Print is dead","status_emoji":":books:"}},
          {"id":"W07QCRPA4","team_id":"T0G9PQBBK","name":"glinda","real_name":"Glinda Southgood","deleted":true,"is_bot":true,"updated":1480527098,"profile":{"first_name":"Glinda","last_name":"Southgood"}}],
         "response_metadata":{"next_cursor":"dXNlcjpVMEc5V0ZYTlo="}}
        """;

    public const string Conversations = """
        {"ok":true,"channels":[{"id":"C012AB3CD","name":"general","is_channel":true,"is_group":false,"is_im":false,"is_mpim":false,"is_private":false,"is_archived":false,"is_general":true,"is_member":true,"is_shared":false,"is_ext_shared":false,
          "created":1449252889,"updated":1678229664302,"creator":"U012A3CDE","num_members":4,"topic":{"value":"Company-wide","creator":"","last_set":0},"purpose":{"value":"Team","creator":"","last_set":0},"previous_names":[],"unlinked":0}],
         "response_metadata":{"next_cursor":""}}
        """;
}

using System.Globalization;

namespace Connectors.Simulators.Slack;

/// <summary>Plants the workspace's data: members, channels, a few messages.</summary>
internal sealed class SlackSeed(SlackSimulator simulator, SeededRandom random)
{
    private const int Seldom = 17;
    private static readonly DateTimeOffset s_to = new(2026, 10, 31, 18, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_titles = ["Account Executive", "Accountant", "Backend Engineer", "Data Analyst", "Designer", "Head of People", "Office Manager", "Product Manager", "Recruiter", "Support Lead"];
    private static readonly string[] s_statuses = ["", "", "", "In a meeting", "On holiday", "Focus time"];
    private static readonly string[] s_words = ["agenda", "budget", "deadline", "draft", "feedback", "interview", "launch", "lunch", "notes", "offer", "release", "review", "roadmap", "schedule", "ticket"];
    private static readonly (string Tz, string Label, int Offset)[] s_zones =
    [
        ("America/New_York", "Eastern Daylight Time", -14_400), ("America/Los_Angeles", "Pacific Daylight Time", -25_200), ("Europe/Berlin", "Central European Time", 3_600),
        ("Europe/London", "Greenwich Mean Time", 0), ("Africa/Nairobi", "East Africa Time", 10_800), ("Asia/Kolkata", "India Standard Time", 19_800), ("Asia/Tokyo", "Japan Standard Time", 32_400),
    ];

    private static readonly string[] s_names = ["general", "random", "hiring", "people", "onboarding", "engineering", "design", "sales", "support", "finance", "marketing", "office", "announcements", "it-help", "releases"];

    private readonly List<string> _people = [];

    /// <summary>Gets the time before which nothing was there.</summary>
    public static DateTimeOffset From { get; } = new(2021, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public void Plant(int users, int channels)
    {
        PlantMember("slackbot", "Slackbot", "Slack", "bot", null, []);
        PlantBot(2, "connectors");
        PlantPerson(3, ("is_admin", true), ("is_owner", true), ("is_primary_owner", true));
        for (var number = 4; number <= users; number++)
        {
            if (number % 41 == 0)
            {
                PlantBot(number, $"helper-{number}");
            }
            else
            {
                PlantPerson(number, ("is_admin", number % 50 == 0), ("is_restricted", number % 37 == 0), ("is_ultra_restricted", number % 74 == 0));
            }
        }

        for (var number = 0; number < channels; number++)
        {
            PlantChannel(number, isPrivate: false);
        }

        for (var number = 0; number < 4; number++)
        {
            PlantChannel(number, isPrivate: true);
        }

        foreach (var person in _people.Skip(1).Take(3))
        {
            simulator.DirectMessages.Create(Fields(("user", person)), random.Between(From, s_to));
        }
    }

    private void PlantBot(int number, string name) =>
        PlantMember(name, name, name, "", null, [("is_bot", true), ("bot_id", SlackIds.Bot(number)), ("api_app_id", SlackIds.App(number))]);

    private void PlantPerson(int number, params (string, object?)[] more)
    {
        var (first, last) = (People.FirstName(random), People.LastName(random));
        var gone = number > 3 && number % Seldom == 0;
        var id = PlantMember($"{People.Slug(first)}.{People.Slug(last)}{number}", $"{first} {last}", first, last, People.Email(random, first, last, number), more, gone);
        if (!gone)
        {
            _people.Add(id);
        }
    }

    private string PlantMember(string name, string realName, string first, string last, string? email, (string, object?)[] more, bool gone = false)
    {
        var zone = random.Pick(s_zones);
        var status = email is null ? "" : random.Pick(s_statuses);
        var created = random.Between(From, s_to);
        var user = simulator.Users.Create(
            Fields([
                ("name", name),
                ("real_name", realName),
                ("first_name", first),
                ("last_name", last),
                ("display_name", email is not null && random.Chance(0.4) ? "" : first),
                ("email", email),
                ("title", email is null ? "" : random.Pick(s_titles)),
                ("phone", email is not null && random.Chance(0.5) ? People.Phone(random) : ""),
                ("status_text", status),
                ("status_emoji", status.Length == 0 ? "" : ":speech_balloon:"),
                ("color", Deterministic.Hex(simulator.State.Seed, name, 0, 6)),
                ("tz", zone.Tz),
                ("tz_label", zone.Label),
                ("tz_offset", zone.Offset),
                .. more]),
            created,
            random.Between(created, s_to),
            gone ? s_to : null);
        return user.Id;
    }

    private void PlantChannel(int number, bool isPrivate)
    {
        var name = isPrivate ? $"private-{s_names[(number + 5) % s_names.Length]}"
            : number < s_names.Length ? s_names[number]
            : $"project-{People.Slug(People.Company(random, number))}-{number.ToString(CultureInfo.InvariantCulture)}";
        var isGeneral = !isPrivate && number == 0;
        var isArchived = !isPrivate && number > 4 && number % 6 == 0;
        var created = random.Between(From, s_to.AddDays(-60));
        var members = isGeneral ? _people : [.. _people.Where(_ => random.Chance(0.15))];
        var withBot = isGeneral || number % 2 == 0 || string.Equals(name, "people", StringComparison.Ordinal);
        var channel = simulator.Conversations.Create(
            Fields(
                ("name", name),
                ("is_private", isPrivate),
                ("is_general", isGeneral),
                ("is_archived", isArchived),
                ("creator", SlackSimulator.DemoUser),
                ("topic", random.Chance(0.5) ? $"All about {name}" : ""),
                ("purpose", isGeneral ? "Announcements and matters for everybody" : ""),
                ("members", (string[])[.. withBot ? members.Prepend(SlackSimulator.DemoBotUser) : members])),
            created,
            random.Between(created, s_to));
        PlantMessages(channel.Id, members, created, isGeneral ? 130 : 3);
    }

    private void PlantMessages(string channel, List<string> members, DateTimeOffset from, int count)
    {
        var writers = members.Count == 0 ? _people : members;
        var step = (s_to - from) / (count + 1);
        SlackMessage? first = null;
        for (var i = 1; i <= count; i++)
        {
            var at = from + (step * i) + TimeSpan.FromMicroseconds(random.Next(900_000));
            var reply = first is not null && i % 20 == 3 ? first.Ts : null;
            var message = simulator.Messages.Post(channel, random.Pick(writers), $"About the {random.Pick(s_words)}: {random.Pick(s_words)}, then {random.Pick(s_words)}.", reply, at);
            first ??= message;
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Fields(params IReadOnlyList<(string Name, object? Value)> fields) =>
        fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value));
}

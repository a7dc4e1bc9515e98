namespace Connectors.Simulators.Slack;

/// <summary>Makes ids as Slack's look: a letter for the kind, then upper-case letters and digits.</summary>
internal static class SlackIds
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Slackbot is the workspace's first member; the app's bot and the person who installed it follow.</summary>
    public static string User(long sequence) => sequence switch
    {
        1 => "USLACKBOT",
        2 => SlackSimulator.DemoBotUser,
        3 => SlackSimulator.DemoUser,
        _ => Make('U', sequence),
    };

    public static string Bot(long sequence) => sequence == 2 ? SlackSimulator.DemoBotId : Make('B', sequence);

    public static string App(long sequence) => sequence == 2 ? SlackSimulator.DemoAppId : Make('A', sequence);

    public static string Channel(long sequence) => Make('C', sequence);

    public static string DirectMessage(long sequence) => Make('D', sequence);

    private static string Make(char kind, long sequence)
    {
        const long First = 282_175_488_000; // a number of eight digits in base 36, with a step that lets neighbours look unalike
        const long Step = 48_271_007;
        Span<char> text = stackalloc char[10];
        var rest = First + (sequence * Step);
        for (var i = 9; i > 1; i--)
        {
            text[i] = Digits[(int)(rest % Digits.Length)];
            rest /= Digits.Length;
        }

        (text[0], text[1]) = (kind, '0');
        return new string(text);
    }
}

namespace Connectors.Proofs.Pagers;

/// <summary>The servers: each vendor's way to list with each trouble that fits it.</summary>
internal static class Servers
{
    private static readonly IReadOnlyList<Dialect> s_dialects = [.. CursorDialects.All, .. LinkDialects.All, .. PositionDialects.All, .. KeyDialects.All, .. DeltaDialects.All, .. WindowDialects.All, .. StreamDialects.All];

    private static readonly IReadOnlyList<Trouble> s_troubles =
        [.. AnswerTroubles.All, .. BodyTroubles.All, .. CursorTroubles.All, .. PositionTroubles.All, .. KeyTroubles.All, .. StreamTroubles.All, .. Oddities.All];

    public static IReadOnlyList<PagerCase> All { get; } =
        [.. from trouble in s_troubles from dialect in s_dialects where trouble.Fits(dialect) select new PagerCase(dialect, trouble, Manner.Straight)];

    /// <summary>Gets the same servers, read in other manners where that makes a difference.</summary>
    public static IReadOnlyList<PagerCase> InOtherManners { get; } =
    [
        .. from server in All where Fitting.Window(server.Dialect) || (Fitting.Total(server.Dialect) && Fitting.Position(server.Dialect)) select server with { Manner = Manner.Parallel },
        .. from server in All where Fitting.Paged(server.Dialect) && (server.Trouble.IsHealthy || server.Trouble.Passes) select server with { Manner = Manner.Resumed },
    ];
}

namespace Connectors.Definitions;

/// <summary>How a pager asks for a page's size: the query parameter, where there is one, and the largest size.</summary>
internal readonly record struct SizeRule(string? Parameter, int? Max)
{
    internal RequestSpec Add(RequestSpec request, int? wished) => Parameter is null ? request : request.Query(Parameter, Of(wished));

    /// <summary>The size that is asked for, where one is.</summary>
    internal int? Of(int? wished) => Max is { } max ? Math.Clamp(wished ?? max, 1, max) : wished;
}

using Connectors.Definitions;

namespace Connectors;

/// <summary>What a grant allows: the scopes that were granted, and those that they cover.</summary>
internal static class CoveredScopes
{
    public static HashSet<string> Of(AuthScheme? scheme, IReadOnlyList<string> granted)
    {
        var all = new HashSet<string>(granted, StringComparer.Ordinal);
        if (scheme is OAuth2Scheme { ScopesCovered: { Count: > 0 } covers })
        {
            var open = new Queue<string>(granted);
            while (open.TryDequeue(out var scope))
            {
                foreach (var covered in covers.GetValueOrDefault(scope) ?? [])
                {
                    if (all.Add(covered))
                    {
                        open.Enqueue(covered);
                    }
                }
            }
        }

        return all;
    }
}

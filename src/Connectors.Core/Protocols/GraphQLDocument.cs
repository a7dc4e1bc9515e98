using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Definitions;

/// <summary>
/// One operation's text, read once when its endpoint is made: what kind it is, its name, and that each list in it asks whether there is
/// more. Not validated against a schema; that is the test's.
/// </summary>
internal sealed class GraphQLDocument
{
    private GraphQLDocument(string text, Walk walk)
    {
        Name = walk.Name;
        HasLists = walk.PageInfos > 0;
        HasNestedLists = walk.PageInfos > (walk.HasFragments ? 0 : 1);
        Text = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public JsonEncodedText Text { get; }

    public string? Name { get; }

    /// <summary>SHA-256 of the text, for persisted queries.</summary>
    public string Hash { get; }

    /// <summary>Whether an answer holds a list at all.</summary>
    public bool HasLists { get; }

    /// <summary>Whether an answer holds more lists than the one that is paged.</summary>
    public bool HasNestedLists { get; }

    /// <summary>Reads an operation's text.</summary>
    /// <param name="endpoint">The endpoint's name, for the message.</param>
    /// <param name="text">The text.</param>
    /// <param name="kind">The kind that it must be: <c>query</c> or <c>mutation</c>.</param>
    /// <param name="open">The lists that need not ask for <c>pageInfo</c>.</param>
    /// <exception cref="ArgumentException">It is not one whole operation of that kind, or a list in it does not ask whether there is more.</exception>
    public static GraphQLDocument Parse(string endpoint, string text, string kind, IReadOnlyList<string> open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var tokens = new GraphQLTokens(text);
        var walk = new Walk(open);
        while (tokens.Read())
        {
            walk.Take(in tokens);
        }

        var problem = walk.Problem
            ?? (walk.IsOpen ? "does not end: a brace or parenthesis is not closed" : null)
            ?? (walk.Operations != 1 ? $"holds {walk.Operations} operations, and an endpoint is one" : null)
            ?? (walk.Kind != kind ? $"is a {walk.Kind}, and the endpoint is made as a {kind}" : null);
        return problem is null ? new(text, walk) : throw new ArgumentException($"The GraphQL document of '{endpoint}' {problem}.", nameof(text));
    }

    /// <summary>Goes over the tokens once, keeping the selection sets that are open.</summary>
    private sealed class Walk(IReadOnlyList<string> open)
    {
        private readonly Stack<Selection> _selections = [];
        private int _parentheses;
        private string _field = "";
        private string _before = "";
        private bool _isFragment;
        private bool _awaitsName;

        public int Operations { get; private set; }

        public string Kind { get; private set; } = "query";

        public string? Name { get; private set; }

        public int PageInfos { get; private set; }

        /// <summary>Whether there are fragments, which may stand in several places.</summary>
        public bool HasFragments { get; private set; }

        public string? Problem { get; private set; }

        public bool IsOpen => _selections.Count > 0 || _parentheses > 0;

        public void Take(in GraphQLTokens tokens)
        {
            var token = tokens.Current;
            if (token is "(" or ")")
            {
                _parentheses += token is "(" ? 1 : -1;
            }
            else if (_parentheses == 0)
            {
                if (token is "{")
                {
                    Open();
                }
                else if (token is "}")
                {
                    Close();
                }
                else if (_selections.Count == 0)
                {
                    Head(in tokens);
                }
                else
                {
                    Field(in tokens);
                }
            }

            _before = token.ToString();
        }

        private void Head(in GraphQLTokens tokens)
        {
            var token = tokens.Current;
            if (_awaitsName && tokens.IsAtName)
            {
                Name = token.ToString();
            }

            _awaitsName = false;
            if (token is "query" or "mutation" or "subscription" && _before is not ("$" or "on" or "fragment" or "query" or "mutation" or "subscription"))
            {
                (Kind, _awaitsName, _isFragment) = (token.ToString(), true, false);
                Operations++;
            }
            else if (token is "fragment" && _before is not ("query" or "mutation" or "subscription"))
            {
                _isFragment = HasFragments = true;
            }
        }

        private void Field(in GraphQLTokens tokens)
        {
            var selection = _selections.Peek();
            if (tokens.Current is "...")
            {
                selection.HasSpread = true;
                _field = "...";
            }
            else if (tokens.IsAtName && _before is not ("@" or "..." or "on" or ":"))
            {
                _field = tokens.Current.ToString();
                selection.HasPageInfo |= _field == "pageInfo";
                PageInfos += _field == "pageInfo" ? 1 : 0;
            }
        }

        private void Open()
        {
            if (_selections.TryPeek(out var parent))
            {
                parent.HasList |= _field is "nodes" or "edges" && !parent.IsRoot;
                _selections.Push(new() { Owner = _field, HasSpread = _field == "..." });
            }
            else
            {
                // A set that stands alone is a query without a name.
                Operations += _before is "" or "}" ? 1 : 0;
                _selections.Push(new() { IsRoot = !_isFragment, HasSpread = _isFragment });
                _isFragment = false;
            }

            _field = "";
        }

        private void Close()
        {
            if (!_selections.TryPop(out var done))
            {
                Problem ??= "closes a brace that is not open";
                return;
            }

            if (done is { HasList: true, HasPageInfo: false, HasSpread: false } && !open.Contains(done.Owner, StringComparer.Ordinal))
            {
                Problem ??= $"asks for the list '{done.Owner}' without pageInfo {{ hasNextPage endCursor }}, so a list that is longer would be silently short";
            }
        }
    }

    private sealed class Selection
    {
        public string Owner { get; init; } = "";

        public bool IsRoot { get; init; }

        public bool HasSpread { get; set; }

        public bool HasList { get; set; }

        public bool HasPageInfo { get; set; }
    }
}

using System.Net;

namespace Connectors.Proofs.Pagers;

/// <summary>A vendor with one list and one trouble. Keeps the ledger: what was asked, what it answered, what was wrong with it.</summary>
internal sealed class PagerVendor(Dialect dialect, Trouble trouble, Dataset data, int size, PagerTime time) : HttpMessageHandler
{
    public static readonly Uri Address = new("https://api.pager.test/v1");

    private const int MaxRequests = 8000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _attempts = [];
    private readonly Dictionary<string, int> _served = new(StringComparer.Ordinal);

    /// <summary>Gets the clock, for troubles that take time.</summary>
    public PagerTime Time => time;

    /// <summary>Gets how many records a page has.</summary>
    public int Size => size;

    /// <summary>Gets the vendor's way to list.</summary>
    public Dialect Dialect => dialect;

    /// <summary>Gets how many requests came.</summary>
    public int Requests { get; private set; }

    /// <summary>Gets how many of them were answered with a fault.</summary>
    public int Faults { get; private set; }

    /// <summary>Gets how many requests went to another place than the vendor's.</summary>
    public int Strayed { get; private set; }

    /// <summary>Gets how often each record was on a good answer.</summary>
    public IReadOnlyDictionary<string, int> Served => _served;

    /// <summary>Gets whether the list is asked for without end, which this vendor stops.</summary>
    public CancellationTokenSource TooMany { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        HttpResponseMessage answer;
        lock (_gate)
        {
            if (++Requests > MaxRequests)
            {
                TooMany.Cancel();
            }

            answer = Answer(request, body);
        }

        cancellationToken.ThrowIfCancellationRequested();
        answer.RequestMessage = request;
        return answer;
    }

    protected override void Dispose(bool disposing)
    {
        TooMany.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, string body)
    {
        var uri = request.RequestUri!;
        if (!uri.AbsoluteUri.StartsWith(Address.AbsoluteUri, StringComparison.Ordinal) || uri.UserInfo.Length > 0)
        {
            Strayed++;
            return new(HttpStatusCode.NotFound) { Content = new StringContent("") };
        }

        var ask = dialect.Read(Numbered(request, body));
        ask = trouble.Misread?.Invoke(ask) ?? ask;
        if (ask.Attempt == 1)
        {
            trouble.Before?.Invoke(data, ask);
        }

        var view = dialect.Page(data, ask);
        view = trouble.Page?.Invoke(data, ask, view) ?? view;
        var good = dialect.Write(ask, view);
        Faults++;
        if (trouble.Damage?.Invoke(this, ask, good) is { } damaged)
        {
            return damaged;
        }

        Faults--;

        data.Edge = Math.Max(data.Edge, (int)Math.Min(ask.Index + view.Rows.Count, data.Rows.Count));
        foreach (var row in view.Rows)
        {
            _served[row.Id] = _served.GetValueOrDefault(row.Id) + 1;
        }

        return trouble.Dress?.Invoke(this, ask, good) ?? good;
    }

    private Ask Numbered(HttpRequestMessage request, string body)
    {
        var what = $"{request.RequestUri!.PathAndQuery} {body}";
        if (!_places.TryGetValue(what, out var place))
        {
            _places[what] = place = _places.Count + 1;
        }

        _attempts[place] = _attempts.GetValueOrDefault(place) + 1;
        return new(request, body, place, _attempts[place], dialect.Name) { Size = size };
    }
}

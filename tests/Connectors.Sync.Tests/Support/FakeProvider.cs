using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using Connectors.Definitions;

namespace Connectors.Sync.Tests;

/// <summary>A provider's data, and its list, its feed of changes and its list of removed records, page by page.</summary>
internal sealed class FakeProvider(TimeProvider time)
{
    public SortedDictionary<string, Person> People { get; } = new(StringComparer.Ordinal);

    public List<(string Id, DateTimeOffset? At)> Archived { get; } = [];

    /// <summary>The account that the connection is to.</summary>
    public string? AccountId { get; set; }

    public int PageSize { get; set; } = 10;

    /// <summary>How late changes show up in the feed.</summary>
    public TimeSpan Lag { get; set; }

    public bool OffersChanges { get; init; } = true;

    public bool OffersRemovals { get; init; } = true;

    public bool TellsEmailInChanges { get; set; } = true;

    /// <summary>What was asked for: <c>list</c>, <c>changes</c>, <c>removals</c>, with the state of the page.</summary>
    public List<string> Asked { get; } = [];

    public List<CallOptions> Calls { get; } = [];

    public DateTimeOffset? Since { get; private set; }

    /// <summary>Runs before a page is given; may throw or wait.</summary>
    public Func<string, string?, CancellationToken, Task>? BeforePage { get; set; }

    public void Put(string id, string name, string? email = null) =>
        People[id] = new() { RemoteId = id, Name = name, Email = email, RemoteModifiedAt = time.GetUtcNow() };

    public void PutMany(int count, int from = 0)
    {
        for (var index = from; index < from + count; index++)
        {
            Put($"p{index:D4}", $"Name {index}", $"{index}@example.com");
        }
    }

    public void Archive(string id, DateTimeOffset? at)
    {
        People.Remove(id);
        Archived.Add((id, at));
    }

    public Pageable<Person> List(CallOptions call) => Pages("list", call, People.Values, person => person with { Raw = call.IncludeRaw ? RawOf(person) : null });

    public Pageable<ModelChange<Person>> Changes(DateTimeOffset since, CallOptions call)
    {
        Since = since;
        var visible = People.Values.Where(person => person.RemoteModifiedAt >= since && person.RemoteModifiedAt + Lag <= time.GetUtcNow());
        return Pages("changes", call, visible, person => new ModelChange<Person>(person.RemoteId!, TellsEmailInChanges ? person : new() { RemoteId = person.RemoteId, Name = person.Name, RemoteModifiedAt = person.RemoteModifiedAt }, person.RemoteModifiedAt));
    }

    public Pageable<ModelChange<Person>> Removals(CallOptions call) => Pages("removals", call, Archived, entry => new ModelChange<Person>(entry.Id, null, entry.At));

    private static RawRecord RawOf(Person person) => new(Encoding.UTF8.GetBytes($$"""{"id":"{{person.RemoteId}}","n":"{{person.Name}}"}"""));

    private Pageable<TOut> Pages<T, TOut>(string list, CallOptions call, IEnumerable<T> items, Func<T, TOut> map)
    {
        Calls.Add(call);
        return new((from, size, token) => Walk(list, items, map, from, size ?? PageSize, token));
    }

    private async IAsyncEnumerable<Page<TOut>> Walk<T, TOut>(string list, IEnumerable<T> items, Func<T, TOut> map, ContinuationToken? from, int size, [EnumeratorCancellation] CancellationToken token)
    {
        var state = from is { } resumed ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(resumed.Text.Split('~')[2])) : null;
        while (true)
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            if (BeforePage is not null)
            {
                await BeforePage(list, state, token);
            }

            Asked.Add(state is null ? list : $"{list} {state}");
            var skip = state is null ? 0 : int.Parse(state);
            var page = items.Skip(skip).Take(size + 1).Select(map).ToList();
            state = page.Count > size ? $"{skip + size}" : null;
            yield return new()
            {
                Items = [.. page.Take(size)],
                Next = state is null ? null : ContinuationToken.Parse($"1~{list}~{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(state))}"),
            };

            if (state is null)
            {
                yield break;
            }
        }
    }
}

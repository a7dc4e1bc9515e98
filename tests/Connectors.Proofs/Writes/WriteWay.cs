using Connectors.Definitions;
using Endpoint = Connectors.Definitions.Endpoint;

namespace Connectors.Proofs.Writes;

/// <summary>One way in which a provider lets a write be known.</summary>
/// <param name="Name">Its path at the provider: <c>keyed</c>, <c>unique</c>, <c>marked</c> or <c>plain</c>.</param>
internal sealed record WriteWay(string Name)
{
    /// <summary>How long a read-back gives the provider to do what it took; ten times what it needs.</summary>
    public static readonly TimeSpan Settle = ForgetfulVendor.Late * 10;

    public static IReadOnlyList<WriteWay> All { get; } = [new("keyed"), new("unique"), new("marked"), new("plain")];

    /// <summary>Gets whether a key or a read-back lets the outcome be known.</summary>
    public bool IsKnowable => Name != "plain";

    /// <summary>Gets the provider's id, one for each way.</summary>
    public string Provider => $"forgetful-{Name}";

    public ConnectorDefinition Definition()
    {
        var create = Endpoint.Write<Person, Person>(
            "people.create",
            (person, context) => RequestSpec.Post($"/{Name}/people")
                .Header("Idempotency-Key", Name == "keyed" ? context.IdempotencyKey : null)
                .Json(Name == "marked" ? person with { Mark = context.IdempotencyKey } : person, WriteJson.Default.Person),
            Body.Json(WriteJson.Default.Person),
            takesKey: Name == "keyed");
        var find = Endpoint.List<Tuple<string, string>, PersonPage, Person>(
            "people.find",
            (by, _) => RequestSpec.Get($"/{Name}/people").Query(by.Item1, by.Item2),
            PageOf.Json(WriteJson.Default.PersonPage, static page => page.Items, "items"),
            PageBy.Single<PersonPage>());
        var binding = Model.Of<Friend, Person>(
                Friend.Type, static person => new() { RemoteId = person.Id, RemoteCreatedAt = person.CreatedAt, Name = person.Name, Email = person.Email }, Friend.Type.All)
            .Create(create, static friend => new(null, friend.Name!, friend.Email!, null, null), Friend.Type.All);
        binding = Name switch
        {
            "unique" => binding.ReadBackCreate(find, static write => Tuple.Create("email", write.Model.Email!), ReadBackBy.UniqueKey, Settle),
            "marked" => binding.ReadBackCreate(find, static write => Tuple.Create("mark", write.IdempotencyKey!), ReadBackBy.OwnMark, Settle),
            _ => binding,
        };
        return new()
        {
            Id = Provider,
            DisplayName = "Forgetful",
            Hosts = "https://forgetful.test",
            Auth = [new BearerScheme()],
            Endpoints = [create, find],
            Models = [binding],
        };
    }
}

using Connectors.Definitions;
using static Connectors.Definitions.RequestSpec;

namespace Connectors.Sync.Tests;

/// <summary>A connection to a <see cref="FakeProvider"/>, opened by the factory that it is.</summary>
internal sealed class FakeConnector : IConnector, IModelClient<Person>, IConnectorFactory
{
    public static readonly ConnectionKey Acme = new("fake", "acme");
    public static readonly StreamKey Stream = new(Acme, "test.person");

    private readonly FakeProvider _provider;

    public FakeConnector(FakeProvider provider, TimeSpan settleLag = default)
    {
        _provider = provider;
        var list = List("people.list");
        var binding = Definitions.Model.Of<Person, Person>(Person.Type, person => person, Person.Type.All).List(list);
        if (provider.OffersChanges)
        {
            binding.Changes(Endpoint.List<DateTimeOffset, List<Person>, Person>("people.changes", (since, _) => Get("/people"), PageOf.JsonArray(PersonJson.Default.ListPerson), PageBy.Single<List<Person>>()), since => since, settleLag);
        }

        if (provider.OffersRemovals)
        {
            binding.Removals(List("people.archived"));
        }

        Binding = binding;
        Definition = new() { Id = "fake", DisplayName = "Fake", Hosts = "https://fake.example", Auth = [], Endpoints = [], Models = [binding] };
    }

    public Connection Connection => new() { Key = Acme, CredentialId = "c", AuthScheme = "none", AccountId = _provider.AccountId };

    public Capabilities Capabilities => new(Definition, Connection);

    public ConnectorDefinition Definition { get; }

    public ModelBinding<Person> Binding { get; }

    IReadOnlyDictionary<string, ConnectorDefinition> IConnectorFactory.Definitions => new Dictionary<string, ConnectorDefinition>(StringComparer.Ordinal) { ["fake"] = Definition };

    public ValueTask<IConnector> OpenAsync(ConnectionKey key, CancellationToken cancellationToken = default) => new(this);

    public IModelClient<TModel> Model<TModel>()
        where TModel : CommonModel => (IModelClient<TModel>)(object)this;

    public Pageable<Person> ListAsync(ModelQuery? query = null, CallOptions? options = null) => _provider.List(options!);

    public Pageable<ModelChange<Person>> ChangesAsync(DateTimeOffset since, CallOptions? options = null) => _provider.Changes(since, options!);

    public Pageable<ModelChange<Person>> RemovalsAsync(CallOptions? options = null) => _provider.Removals(options!);

    public Pageable<TRecord> ListAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions? options = null) => throw new NotSupportedException();

    public Task<TOut> CallAsync<TIn, TOut>(Endpoint<TIn, TOut> endpoint, TIn input, CallOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<RawResponse> SendAsync(RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Person?> GetAsync(string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Person> CreateAsync(Person model, CallOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<Person> UpdateAsync(string remoteId, Person fields, CallOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task DeleteAsync(string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<WriteOutcome<Person>> WriteAsync(IAsyncEnumerable<ModelWrite<Person>> writes, CallOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    private static ListEndpoint<Person> List(string name) => Endpoint.List(name, _ => Get("/people"), PageOf.JsonArray(PersonJson.Default.ListPerson), PageBy.Single<List<Person>>());
}

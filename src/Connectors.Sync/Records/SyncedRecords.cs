using System.Runtime.CompilerServices;
using Connectors.Storage;

namespace Connectors;

/// <summary>Reads the store's records as models.</summary>
internal sealed class SyncedRecords(IConnectorFactory connectors, ISyncStore store) : ISyncedRecords
{
    public IAsyncEnumerable<TModel> ListAsync<TModel>(ConnectionKey connection, CancellationToken cancellationToken = default)
        where TModel : CommonModel => ListAsync(KnownModels.Of<TModel>(connectors), connection, cancellationToken);

    public async ValueTask<TModel?> GetAsync<TModel>(ConnectionKey connection, string remoteId, CancellationToken cancellationToken = default)
        where TModel : CommonModel
    {
        ArgumentException.ThrowIfNullOrEmpty(remoteId);
        var model = KnownModels.Of<TModel>(connectors);
        var record = await store.ReadAsync(new(connection, model.Id), remoteId, cancellationToken).ConfigureAwait(false);
        return record is null or { IsRemoved: true } ? null : model.Read(record.Json.Span) with { Raw = record.Raw };
    }

    public ValueTask<long> CountAsync<TModel>(ConnectionKey connection, CancellationToken cancellationToken = default)
        where TModel : CommonModel => store.CountAsync(new(connection, KnownModels.Of<TModel>(connectors).Id), cancellationToken);

    public ValueTask ForgetAsync(ConnectionKey connection, CancellationToken cancellationToken = default) => store.ForgetAsync(connection, cancellationToken);

    private async IAsyncEnumerable<TModel> ListAsync<TModel>(ModelType<TModel> model, ConnectionKey connection, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TModel : CommonModel
    {
        await foreach (var record in store.ListAsync(new(connection, model.Id), RecordQuery.Default, cancellationToken).ConfigureAwait(false))
        {
            yield return model.Read(record.Json.Span);
        }
    }
}

/// <summary>Finds a model's id and form by what the registered connectors state.</summary>
internal static class KnownModels
{
    public static ModelType<TModel> Of<TModel>(IConnectorFactory connectors)
        where TModel : CommonModel
    {
        foreach (var definition in connectors.Definitions.Values)
        {
            if (definition.Binding<TModel>() is { } binding)
            {
                return binding.Model;
            }
        }

        throw new ConnectorException(new()
        {
            Kind = ErrorKind.NotSupported,
            What = $"No registered connector knows the model {typeof(TModel).Name}",
            ToDo = "Register a connector that does, such as AddConnectors().AddHubSpot() for contacts.",
        });
    }
}

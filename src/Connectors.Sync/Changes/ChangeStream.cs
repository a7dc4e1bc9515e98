using System.Runtime.CompilerServices;
using Connectors.Storage;

namespace Connectors;

/// <summary>Reads the store's changes a page at a time, as models.</summary>
internal sealed class ChangeStream(IConnectorFactory connectors, ISyncStore store) : IChangeStream
{
    private const int MaxConsumer = 200;

    public IAsyncEnumerable<Change<TModel>> ReadAsync<TModel>(string consumer, CancellationToken cancellationToken = default)
        where TModel : CommonModel
    {
        Check(consumer);
        return ReadAsync(KnownModels.Of<TModel>(connectors), consumer, cancellationToken);
    }

    public ValueTask RewindAsync<TModel>(string consumer, CancellationToken cancellationToken = default)
        where TModel : CommonModel
    {
        Check(consumer);
        return store.SaveOffsetAsync(consumer, KnownModels.Of<TModel>(connectors).Id, ChangeOffset.Beginning, cancellationToken);
    }

    private async IAsyncEnumerable<Change<TModel>> ReadAsync<TModel>(ModelType<TModel> model, string consumer, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TModel : CommonModel
    {
        var saved = await store.ReadOffsetAsync(consumer, model.Id, cancellationToken).ConfigureAwait(false);
        var hasMore = true;
        while (hasMore)
        {
            var page = await store.ReadChangesAsync(new(model.Id, saved), cancellationToken).ConfigureAwait(false);
            for (var index = 0; index < page.Changes.Count; index++)
            {
                var change = page.Changes[index];
                yield return ToChange(model, change);

                // The consumer asked for more, so it is done with this one, whether it is being stopped or not.
                saved = index == page.Changes.Count - 1 ? page.Next : saved with { Sequence = change.Sequence };
                await store.SaveOffsetAsync(consumer, model.Id, saved, CancellationToken.None).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (saved != page.Next)
            {
                saved = page.Next;
                await store.SaveOffsetAsync(consumer, model.Id, saved, cancellationToken).ConfigureAwait(false);
            }

            hasMore = page.HasMore;
        }
    }

    private static Change<TModel> ToChange<TModel>(ModelType<TModel> model, StoredChange change)
        where TModel : CommonModel => new()
        {
            Sequence = change.Sequence,
            Kind = change.Kind,
            Connection = change.Stream.Connection,
            RemoteId = change.RemoteId,
            Model = change.Kind == ChangeKind.Removed ? null : model.Read(change.Json.Span),
            ChangedFields = [.. change.Fields.Select(static name => char.ToUpperInvariant(name[0]) + name[1..])],
            At = change.At,
        };

    private static void Check(string consumer)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(consumer);
        if (consumer.Length > MaxConsumer || consumer.Any(char.IsControl))
        {
            throw new ArgumentException($"A consumer's name has 1 to {MaxConsumer} characters, none of them a control character.", nameof(consumer));
        }
    }
}

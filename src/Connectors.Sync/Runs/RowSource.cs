using System.Buffers;
using System.Runtime.CompilerServices;
using Connectors.Storage;

namespace Connectors;

/// <summary>One page as rows for the store.</summary>
internal sealed record RowPage(IReadOnlyList<RecordRow> Rows, ContinuationToken? Next);

/// <summary>Reads the stages of a run as pages of rows.</summary>
internal sealed class RowSource<TModel>(IModelClient<TModel> client, ConnectionKey connection, CallOptions call, int? pageSize)
    where TModel : CommonModel
{
    public IAsyncEnumerable<RowPage> ReadAsync(RunState run, ContinuationToken? from, CancellationToken cancellationToken) => run.Stage switch
    {
        SyncStage.List => Pages(client.ListAsync(options: call), static model => new(model.RemoteId ?? "", model.IsDeleted ? null : model, model.RemoteModifiedAt), from, cancellationToken),
        SyncStage.Changes => Pages(client.ChangesAsync(run.Since!.Value, call), static change => change, from, cancellationToken),
        _ => Pages(client.RemovalsAsync(call), static change => change, from, cancellationToken),
    };

    private async IAsyncEnumerable<RowPage> Pages<T>(Pageable<T> list, Func<T, ModelChange<TModel>> change, ContinuationToken? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in list.AsPages(from, pageSize, cancellationToken).ConfigureAwait(false))
        {
            yield return new(Rows(page.Items, change), page.Next);
        }
    }

    private RecordRow[] Rows<T>(IReadOnlyList<T> items, Func<T, ModelChange<TModel>> change)
    {
        var rows = new RecordRow[items.Count];
        var ends = new int[items.Count];
        var buffer = new ArrayBufferWriter<byte>();
        for (var index = 0; index < rows.Length; index++)
        {
            var item = change(items[index]);
            rows[index] = new(Id(item)) { ModifiedAt = item.At, Raw = item.Model?.Raw, IsRemoved = item.IsRemoved };
            if (item.Model is { } model)
            {
                client.Binding.Model.Write(model, buffer);
            }

            ends[index] = buffer.WrittenCount;
        }

        // The buffer moves while it grows, so it is cut up at the end.
        for (var (index, start) = (0, 0); index < rows.Length; start = ends[index++])
        {
            rows[index] = rows[index] with { Json = buffer.WrittenMemory[start..ends[index]] };
        }

        return rows;
    }

    private string Id(ModelChange<TModel> change) => change.RemoteId is { Length: > 0 } id ? id : throw new ConnectorException(new()
    {
        Kind = ErrorKind.Protocol,
        Connection = connection,
        What = $"A record of '{client.Binding.Model.Id}' came without an id, so it cannot be kept",
        ToDo = "Check that the connector's mapping sets RemoteId.",
    });
}

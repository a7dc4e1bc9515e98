using Connectors.Definitions;
using Connectors.Http;
using Connectors.Paging;

namespace Connectors;

/// <content>Lists whose records go out as they are read.</content>
internal sealed partial class Connector : IRecordOpener
{
    async Task<RecordStream<TRecord>> IRecordOpener.OpenAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions options, CancellationToken cancellationToken)
    {
        var source = list.Stream!;
        var live = await watch.CurrentAsync(Connection, cancellationToken).ConfigureAwait(false);
        var spec = Build(list, static (context, from) => from.Request(context), source, new(live, runtime.Definition, runtime.Time.GetUtcNow(), options));
        var records = new RecordStream<TRecord>(source.Reader, options.IncludeRaw, runtime.Options.MaxRecordBytes);
        try
        {
            var call = new CallState(runtime, live, list, spec, Host(live, list, spec), options) { Format = list.Format, Streamed = true, Records = records };
            var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
            records.Take(response, cancellationToken);
            records.Call = call;
            if (response.Content is PooledContent)
            {
                await BeginForeignAsync(call, response, records, cancellationToken).ConfigureAwait(false);
            }

            return records;
        }
        catch
        {
            await records.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A handler of the app answered in the provider's place, so that no attempt has begun with the records.</summary>
    private static async ValueTask BeginForeignAsync<TRecord>(CallState call, HttpResponseMessage response, RecordStream<TRecord> records, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (await records.BeginAsync(response, body).ConfigureAwait(false) is { } unreadable)
        {
            throw Unreadable(call, response, unreadable);
        }
    }
}

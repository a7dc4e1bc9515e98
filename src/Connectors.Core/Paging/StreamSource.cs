namespace Connectors.Definitions;

/// <summary>One streamed list with its input bound: makes its one request and reads the answer. Knows nothing of sending.</summary>
internal sealed record StreamSource<TRecord>(Func<EndpointContext, RequestSpec> Request, RecordReader<TRecord> Reader);

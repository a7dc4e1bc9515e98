using Connectors.Definitions;

namespace Connectors.Paging;

/// <summary>Records' ids as the walk uses them: empty where a record has none, and a definition's failure is one of the answer.</summary>
internal static class RecordId
{
    internal static Func<TRecord, string>? Of<TRecord>(ListEndpoint<TRecord> list) => list.Id is not { } id ? null : record =>
    {
        try
        {
            return id(record) ?? "";
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException))
        {
            throw new ConnectorException(
                new()
                {
                    Kind = ErrorKind.Protocol,
                    Endpoint = list.Name,
                    What = $"The answer cannot be read: a record has no id that can be told ({error.GetType().Name})",
                },
                error);
        }
    };
}

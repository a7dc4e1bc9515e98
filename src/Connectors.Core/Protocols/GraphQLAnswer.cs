using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Connectors.Paging;

namespace Connectors.Definitions;

/// <summary>Reads <c>data</c> and <c>errors</c> out of an answer in one pass.</summary>
internal sealed class GraphQLAnswer<TData>(JsonTypeInfo<TData> type)
    where TData : class
{
    private readonly JsonTypeInfo<TData> _type = TextPool.Over(type);

    public (TData? Data, IReadOnlyList<GraphQLError> Errors) Read(ReadOnlySpan<byte> body)
    {
        TData? data = null;
        IReadOnlyList<GraphQLError> errors = [];
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = _type.Options.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                data = JsonSerializer.Deserialize(ref reader, _type);
            }
            else if (reader.ValueTextEquals("errors"u8))
            {
                reader.Read();
                errors = GraphQLErrors.Entries(JsonElement.ParseValue(ref reader));
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return (data, errors);
    }

    /// <summary>Reads the data of an answer that has no errors.</summary>
    public TData ReadData(ReadOnlySpan<byte> body)
    {
        var (data, errors) = Read(body);
        return errors.Count > 0 ? throw new UnreadableAnswerException("it has errors that were not noticed before")
            : data ?? throw new UnreadableAnswerException("it has neither data nor errors");
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Connectors;

/// <summary>Where a stream stands: until when it is complete, and the run in progress. Kept as JSON text with a version.</summary>
internal sealed record Checkpoint
{
    private const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>The start of the last complete run, by this side's clock; never the newest time seen at the provider.</summary>
    public DateTimeOffset? Watermark { get; init; }

    public RunState? Run { get; init; }

    /// <summary>The provider's id of the account whose records the stream holds, once it is known.</summary>
    public string? AccountId { get; init; }

    /// <summary>A text of another version counts as none: the stream is listed anew, and nothing is lost.</summary>
    public static Checkpoint Read(string? text)
    {
        try
        {
            return text is not null && JsonSerializer.Deserialize(text, CheckpointJson.Default.Checkpoint) is { Version: CurrentVersion } checkpoint ? checkpoint : new();
        }
        catch (JsonException)
        {
            return new();
        }
    }

    /// <summary>Gives the checkpoint for a connection; records of another account never go into the stream.</summary>
    /// <exception cref="ConnectorException">The stream holds another account's records (<see cref="ErrorKind.Conflict"/>).</exception>
    public Checkpoint For(Connection connection, string list) => (AccountId, connection.AccountId) switch
    {
        (_, null) => this,
        (null, var account) => this with { AccountId = account },
        var (known, account) when known == account => this,
        var (known, account) => throw new ConnectorException(new()
        {
            Kind = ErrorKind.Conflict,
            Connection = connection.Key,
            What = $"The synced records of '{list}' belong to the account '{known}', and the connection is to the account '{account}' now",
            ToDo = "Call ISyncedRecords.ForgetAsync to let the other account's records go, then run the sync again.",
        }),
    };

    public string ToText() => JsonSerializer.Serialize(this, CheckpointJson.Default.Checkpoint);
}

/// <summary>A run in progress.</summary>
internal sealed record RunState
{
    public required RunKind Kind { get; init; }

    public required SyncStage Stage { get; init; }

    /// <summary>The token of the next page; none at the beginning of the stage.</summary>
    public string? Token { get; init; }

    /// <summary>From when on an incremental run reads.</summary>
    public DateTimeOffset? Since { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext;

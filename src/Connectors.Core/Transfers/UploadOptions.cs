namespace Connectors;

/// <summary>How a file is uploaded. Everything has a default.</summary>
public sealed record UploadOptions
{
    /// <summary>The options of an upload that says nothing.</summary>
    public static UploadOptions Default { get; } = new();

    /// <summary>Gets the size of a piece in bytes: what is held in memory, and at most sent again.</summary>
    /// <value>The default is the provider's. It is rounded to what the provider takes.</value>
    public int? ChunkSize { get; init; }

    /// <summary>Gets the session to go on with, as an earlier upload of the same file gave it to <see cref="SaveSession"/>.</summary>
    public UploadSession? Resume { get; init; }

    /// <summary>Gets what keeps the session, so that the upload can go on after a restart. Called once, before the first piece is sent; a small file that goes in one request has none.</summary>
    public Func<UploadSession, CancellationToken, ValueTask>? SaveSession { get; init; }

    /// <summary>Gets how often in a row the provider may be asked where it is without having got on.</summary>
    /// <value>The default is 5. Range: 1 to 100.</value>
    public int MaxLostPieces { get; init; } = 5;

    /// <summary>Gets who is told how much the provider has, after each piece.</summary>
    public IProgress<TransferProgress>? Progress { get; init; }
}

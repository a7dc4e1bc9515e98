using Connectors.Definitions;

namespace Connectors.Transfers;

/// <summary>One upload: pieces in turn, and where an answer is lost the provider is asked where it is.</summary>
internal sealed class Uploader<TIn, TOut>(IConnector connector, ResumableUpload<TIn, TOut> upload, TIn input, UploadSource source, UploadOptions options, CallOptions? call, TransferErrors errors) : IAsyncDisposable
{
    private readonly SourceReader _reader = new(source, upload.PieceSize(options.ChunkSize), upload.Hash, errors);

    public async Task<TOut> RunAsync(CancellationToken cancellationToken)
    {
        var (session, step) = options.Resume is { } resume ? await ResumeAsync(resume, cancellationToken).ConfigureAwait(false) : (null, UploadStep<TOut>.At(0));
        if (step.IsDone)
        {
            return step.Result!;
        }

        await _reader.MoveToAsync(step.Offset ?? 0, cancellationToken).ConfigureAwait(false);
        if (session is null)
        {
            if (upload.Whole is { } whole && _reader.IsLast && _reader.Length <= upload.MaxWhole)
            {
                return await EndAsync(whole, Part(""), cancellationToken).ConfigureAwait(false);
            }

            session = await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        var (isDone, result) = await SendAllAsync(session, cancellationToken).ConfigureAwait(false);
        return isDone ? Checked(result!)
            : upload.Finish is { } finish ? await EndAsync(finish, Bare(session, _reader.Length!.Value), cancellationToken).ConfigureAwait(false)
            : await FindAsync(errors.Unknown("The provider has all bytes, and does not say what became of the file", null), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private async Task<(string, UploadStep<TOut>)> ResumeAsync(UploadSession session, CancellationToken cancellationToken)
    {
        if (session.Upload != upload.Name)
        {
            throw errors.Input($"The session belongs to '{session.Upload}'", "Pass a session that this upload gave.");
        }

        return (session.Id, await AskAsync(session.Id, 0, cancellationToken).ConfigureAwait(false));
    }

    private async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        if (upload.NeedsLength && _reader.Length is null)
        {
            throw errors.Input("The provider must know the file's length before", "Pass it with the source.");
        }

        var session = await connector.CallAsync(upload.Start, Bare("", 0), call, cancellationToken).ConfigureAwait(false);
        if (options.SaveSession is { } save)
        {
            await save(UploadSession.Create(upload.Name, session), cancellationToken).ConfigureAwait(false);
        }

        return session;
    }

    /// <summary>Sends piece after piece until the provider has them all.</summary>
    private async Task<(bool IsDone, TOut? Result)> SendAllAsync(string session, CancellationToken cancellationToken)
    {
        var idle = 0;
        while (!(_reader.IsLast && _reader.Piece.IsEmpty && (_reader.Offset > 0 || upload.Finish is not null)))
        {
            var part = Part(session);
            var step = await SendAsync(part, cancellationToken).ConfigureAwait(false);
            if (step.IsDone)
            {
                Tell(_reader.Length);
                return (true, step.Result);
            }

            if (step.Offset is not { } offset || offset < 0 || offset > part.End)
            {
                throw errors.Wrong($"The provider says that it has {step.Offset} bytes, and was sent {part.End}");
            }

            idle = offset > part.Offset ? 0 : idle + 1;
            if (idle > options.MaxLostPieces)
            {
                throw errors.Make(ErrorKind.Transport, $"The upload does not get on after {part.Offset} bytes", "Go on later with the session that was kept.", isTransient: true);
            }

            Tell(offset);
            if (offset == part.End && part.IsLast)
            {
                break;
            }

            await _reader.MoveToAsync(offset, cancellationToken).ConfigureAwait(false);
        }

        return (false, default);
    }

    /// <summary>Sends one piece, once. Where it is not known what became of it, the provider tells.</summary>
    private async Task<UploadStep<TOut>> SendAsync(UploadPart<TIn> part, CancellationToken cancellationToken)
    {
        OutcomeUnknownException? lost = null;
        try
        {
            var step = Placed(await connector.CallAsync(upload.Append, part, call, cancellationToken).ConfigureAwait(false), part.End);
            if (step.IsDone || step.Offset is not null)
            {
                return step;
            }
        }
        catch (OutcomeUnknownException error)
        {
            lost = error;
        }
        catch (WriteCanceledException error)
        {
            // A piece is no file yet, so that nothing is unknown about one.
            throw new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (ConnectorException error) when (IsGone(error))
        {
            throw Gone(error);
        }

        try
        {
            return await AskAsync(part.Session, part.End, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectorException error) when (error.Kind == ErrorKind.NotFound && part.IsLast && upload.Finish is null)
        {
            // The session ends with the file: it may be there.
            return UploadStep<TOut>.Done(await FindAsync(lost ?? errors.Unknown("The session is over, and what became of the file is not known", error), cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<UploadStep<TOut>> AskAsync(string session, long offset, CancellationToken cancellationToken)
    {
        try
        {
            return Placed(await connector.CallAsync(upload.Ask, Bare(session, offset), call, cancellationToken).ConfigureAwait(false), offset);
        }
        catch (ConnectorException error) when (IsGone(error))
        {
            throw Gone(error);
        }
    }

    /// <summary>Makes the file, once. An answer that is lost is made up for by what is there.</summary>
    private async Task<TOut> EndAsync(Endpoint<UploadPart<TIn>, TOut> end, UploadPart<TIn> part, CancellationToken cancellationToken)
    {
        try
        {
            var result = Checked(await connector.CallAsync(end, part, call, cancellationToken).ConfigureAwait(false));
            Tell(_reader.Length);
            return result;
        }
        catch (OutcomeUnknownException lost)
        {
            return await FindAsync(lost, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what is there; only the same hash makes it the file that was sent.</summary>
    private async Task<TOut> FindAsync(OutcomeUnknownException lost, CancellationToken cancellationToken)
    {
        if (upload.Find is { } find && _reader.Hash is { } hash)
        {
            try
            {
                var found = await connector.CallAsync(find, Bare("", 0), call, cancellationToken).ConfigureAwait(false);
                if (upload.Facts?.Invoke(found) is { Hash: { } stated } && stated.Equals(hash))
                {
                    Tell(_reader.Length);
                    return found;
                }
            }
            catch (ConnectorException)
            {
                // What is there cannot be told, so the outcome stays unknown.
            }
        }

        throw lost;
    }

    private TOut Checked(TOut result)
    {
        var facts = upload.Facts?.Invoke(result);
        return facts?.Hash is { } stated && _reader.Hash is { } hash && stated.Algorithm.Name == hash.Algorithm.Name && !stated.Equals(hash) ? throw errors.WrongHash(hash.Algorithm)
            : facts?.Length is { } length && _reader.Length is { } sent && length != sent ? throw errors.Wrong($"The provider says that the file has {length} bytes, and {sent} were sent")
            : result;
    }

    private static UploadStep<TOut> Placed(UploadStep<TOut> step, long end) => step.HasArrived ? UploadStep<TOut>.At(end) : step;

    /// <summary>An anonymous session that is refused is over; no credential is in doubt for it.</summary>
    private static bool IsGone(ConnectorException error) => error.Kind is ErrorKind.NotFound or ErrorKind.Authorization;

    private ConnectorException Gone(ConnectorException error) => error.Kind == ErrorKind.Authorization && !upload.Append.Anonymous
        ? error
        : errors.Make(ErrorKind.NotFound, "The upload session is over, or was never begun", "Begin the upload anew, without a kept session.", inner: error);

    private UploadPart<TIn> Part(string session) => new()
    {
        Input = input,
        Session = session,
        Offset = _reader.Offset,
        Bytes = _reader.Piece,
        Length = _reader.Length,
        IsLast = _reader.IsLast,
        MediaType = source.MediaType,
        Hash = _reader.Hash,
    };

    private UploadPart<TIn> Bare(string session, long offset) => new()
    {
        Input = input,
        Session = session,
        Offset = offset,
        Length = _reader.Length ?? source.Length,
        IsLast = _reader.IsLast,
        MediaType = source.MediaType,
        Hash = _reader.Hash,
    };

    private void Tell(long? bytes) => options.Progress?.Report(new(bytes ?? 0, _reader.Length));
}

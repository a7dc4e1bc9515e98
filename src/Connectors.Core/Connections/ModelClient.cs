using System.Runtime.CompilerServices;
using Connectors.Definitions;

namespace Connectors;

/// <summary>Checks that an operation is offered, then lets the binding do it.</summary>
internal sealed class ModelClient<TModel>(Connector connector, ModelBinding<TModel> binding) : IModelClient<TModel>
    where TModel : CommonModel
{
    public ModelBinding<TModel> Binding => binding;

    public Pageable<TModel> ListAsync(ModelQuery? query = null, CallOptions? options = null)
    {
        options ??= CallOptions.Default;
        if (query?.ModifiedSince is not { } since)
        {
            Check(Operation.List);
            return binding.List(connector, options);
        }

        Check(Operation.Changes);
        return new((from, size, token) => Present(binding.Changes(connector, since, options), from, size, token));
    }

    public Pageable<ModelChange<TModel>> ChangesAsync(DateTimeOffset since, CallOptions? options = null)
    {
        Check(Operation.Changes);
        return binding.Changes(connector, since, options ?? CallOptions.Default);
    }

    public Pageable<ModelChange<TModel>> RemovalsAsync(CallOptions? options = null)
    {
        Check(Operation.Removals);
        return binding.Removals(connector, binding.RemovalsReach is { } reach ? connector.Now - reach : null, options ?? CallOptions.Default);
    }

    public Pageable<ModelChange<TModel>> RemovalsAsync(DateTimeOffset since, CallOptions? options = null)
    {
        Check(Operation.Removals);
        return binding.Removals(connector, since, options ?? CallOptions.Default);
    }

    public Task<TModel?> GetAsync(string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(Operation.Get, remoteId);
        return binding.GetAsync(connector, remoteId, options ?? CallOptions.Default, cancellationToken);
    }

    public Task<TModel> CreateAsync(TModel model, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(Operation.Create);
        CheckFields(model, Operation.Create, binding.CreateWrites);
        return binding.CreateAsync(connector, model, options ?? CallOptions.Default, cancellationToken);
    }

    public Task<TModel> UpdateAsync(string remoteId, TModel fields, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(Operation.Update, remoteId);
        CheckFields(fields, Operation.Update, binding.UpdateWrites);
        return binding.UpdateAsync(connector, remoteId, fields, options ?? CallOptions.Default, cancellationToken);
    }

    public Task DeleteAsync(string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(Operation.Delete, remoteId);
        return binding.DeleteAsync(connector, remoteId, options ?? CallOptions.Default, cancellationToken);
    }

    public async IAsyncEnumerable<WriteOutcome<TModel>> WriteAsync(IAsyncEnumerable<ModelWrite<TModel>> writes, CallOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        await foreach (var write in writes.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return await WriteOneAsync(write, options, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<WriteOutcome<TModel>> WriteOneAsync(ModelWrite<TModel> write, CallOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            switch (write.Operation)
            {
                case Operation.Create:
                    return new(write, WriteStatus.Succeeded, await CreateAsync(write.Model!, options, cancellationToken).ConfigureAwait(false), null);
                case Operation.Update:
                    return new(write, WriteStatus.Succeeded, await UpdateAsync(write.RemoteId!, write.Model!, options, cancellationToken).ConfigureAwait(false), null);
                case Operation.Delete:
                    await DeleteAsync(write.RemoteId!, options, cancellationToken).ConfigureAwait(false);
                    return new(write, WriteStatus.Succeeded, null, null);
                default:
                    throw Refused(ErrorKind.Validation, $"{write.Operation} is not a write");
            }
        }
        catch (ConnectorException error) when (WriteReconciling.IsOpen(error))
        {
            return new(write, WriteStatus.Unknown, null, error);
        }
        catch (ConnectorException error)
        {
            return new(write, WriteStatus.Failed, null, error);
        }
    }

    private static async IAsyncEnumerable<Page<TModel>> Present(Pageable<ModelChange<TModel>> changes, ContinuationToken? from, int? size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in changes.AsPages(from, size, cancellationToken).ConfigureAwait(false))
        {
            var present = new List<TModel>(page.Items.Count);
            foreach (var change in page.Items)
            {
                if (change.Model is { } model)
                {
                    present.Add(model);
                }
            }

            yield return page.With<TModel>(present);
        }
    }

    private void Check(Operation operation, string remoteId)
    {
        if (string.IsNullOrWhiteSpace(remoteId))
        {
            throw Refused(ErrorKind.Validation, $"{operation} of {binding.Model.Id} needs a remote id");
        }

        Check(operation);
    }

    private void Check(Operation operation)
    {
        var capability = connector.Capabilities.Why<TModel>(operation);
        if (!capability.IsSupported)
        {
            throw Refused(capability.Reason == CapabilityReason.ScopeMissing ? ErrorKind.Permission : ErrorKind.NotSupported, capability.Explanation);
        }
    }

    private void CheckFields(TModel model, Operation operation, FieldSet writes)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Fields.Count == 0 && model.CustomFields.Count == 0)
        {
            throw Refused(ErrorKind.Validation, $"{operation} of {binding.Model.Id} needs at least one field that is set");
        }

        if (!writes.ContainsAll(model.Fields))
        {
            throw CannotWrite([.. binding.Model.Names(model.Fields.Except(writes))], operation);
        }
    }

    /// <summary>A field that is left out of a request looks written: so nothing is sent.</summary>
    private ConnectorException CannotWrite(string[] fields, Operation operation)
    {
        var (other, others) = operation == Operation.Create ? (Operation.Update, binding.UpdateWrites) : (Operation.Create, binding.CreateWrites);
        return new(new()
        {
            Kind = ErrorKind.Validation,
            Connection = connector.Key,
            Endpoint = binding.Endpoints(operation)[0].Name,
            What = $"{operation} of {binding.Model.Id} cannot write {string.Join(", ", fields)}",
            ToDo = $"Nothing was sent. Leave these fields unset and call again: Patch.Between sets only what differs, and Only(Binding.{operation}Writes) keeps what can be written.",
            FieldErrors = [.. fields.Select(field => new FieldError(
                field, others.ContainsAll(binding.Model.Of(field)) ? $"only {other} writes it" : $"{operation} does not write it"))],
        });
    }

    private ConnectorException Refused(ErrorKind kind, string what) => new(new() { Kind = kind, Connection = connector.Key, What = what });
}

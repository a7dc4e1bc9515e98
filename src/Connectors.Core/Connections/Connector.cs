using System.Net;
using Connectors.Definitions;
using Connectors.Diagnostics;
using Connectors.Http;
using Connectors.Paging;

namespace Connectors;

/// <summary>One live connection. Makes the requests and reads the answers; the chain between does the rest.</summary>
internal sealed partial class Connector(ConnectorRuntime runtime, Connection connection, IConnectionWatch watch, Credential? unsaved = null, ConnectionHealth? health = null) : IConnector, IPageFetcher
{
    public Connection Connection { get; } = connection;

    public ConnectionKey Key => Connection.Key;

    public Capabilities Capabilities { get; } = new(runtime.Definition, connection);

    public ConnectorDefinition Definition => runtime.Definition;

    /// <summary>The clock that everything runs on.</summary>
    internal TimeProvider Time => runtime.Time;

    internal Microsoft.Extensions.Logging.ILogger? Logger => runtime.Logger;

    public IModelClient<TModel> Model<TModel>()
        where TModel : CommonModel => runtime.Definition.Binding<TModel>() is { } binding
            ? new ModelClient<TModel>(this, binding)
            : throw NotSupported($"{runtime.Definition.DisplayName} has no {typeof(TModel).Name}");

    public Pageable<TRecord> ListAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(list);
        options ??= CallOptions.Default;
        return list.Stream is null
            ? new((from, size, token) => PageWalker.WalkAsync(this, list, options, from, size, token))
            : new((from, size, token) => StreamWalker.WalkAsync(this, list, options, from, size, token));
    }

    public async Task<TOut> CallAsync<TIn, TOut>(Endpoint<TIn, TOut> endpoint, TIn input, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options = WriteKey.For(endpoint, options);
        var live = await watch.CurrentAsync(Connection, cancellationToken).ConfigureAwait(false);
        var spec = Build(endpoint, static (context, call) => call.endpoint.Request(call.input, context), (endpoint, input), new(live, runtime.Definition, runtime.Time.GetUtcNow(), options));
        var call = new CallState(runtime, live, endpoint, spec, Host(live, endpoint, spec), options)
        {
            Unsaved = unsaved,
            Format = endpoint.Format,
            Streamed = endpoint.Response.ReadStream is not null,
            MayLeave = endpoint.Response.MayLeave,
            Takes = endpoint.Response.Takes,
        };
        var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (endpoint.Response.ReadStream is { } readStream)
        {
            return await ReadStreamAsync(call, response, readStream, cancellationToken).ConfigureAwait(false);
        }

        using (response)
        {
            options.Answer?.Raw = new(((PooledContent)response.Content).Memory.ToArray(), PooledContent.HeadersOf(response).ContentType?.MediaType ?? "application/json");
            return Read(call, response, endpoint.Response.ReadWhole);
        }
    }

    public async Task<RawResponse> SendAsync(RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var endpoint = Passthrough.Endpoint(request);
        options = WriteKey.For(endpoint, options);
        var live = await watch.CurrentAsync(Connection, cancellationToken).ConfigureAwait(false);
        var spec = Passthrough.Spec(request, runtime.Definition, options.IdempotencyKey);
        var call = new CallState(runtime, live, endpoint, spec, Host(live, endpoint, spec), options) { AllowFailure = request.AllowFailure };
        var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        return new(response, Bytes(response));
    }

    public DateTimeOffset Now => runtime.Time.GetUtcNow();

    async Task<FetchedPage<TRecord>> IPageFetcher.FetchAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions options, PagePlace place, int? pageSize, INextForeteller? early, CancellationToken cancellationToken)
    {
        var state = place.State;
        var live = await watch.CurrentAsync(Connection, cancellationToken).ConfigureAwait(false);
        var spec = Build(
            list,
            static (context, source) => source.Request(context, context.PageState, context.PageSize),
            list.Source,
            new(live, runtime.Definition, runtime.Time.GetUtcNow(), options) { PageState = state, PageSize = pageSize, PageWindow = place.Window });
        var call = new CallState(runtime, live, list, spec, Host(live, list, spec), options) { Unsaved = unsaved, Format = list.Format };
        try
        {
            using var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
            {
                return state is null || (response.StatusCode == HttpStatusCode.NoContent && list.Source.EndsWhenEmpty)
                    ? new(new([], [], null, null, null, 0), 0)
                    : throw new ConnectorException(call.Facts(ErrorKind.Protocol, $"{runtime.Definition.DisplayName} gave no page where it had promised one") with { StatusCode = (int)response.StatusCode, IsTransient = true });
            }

            if (early is not null && list.Source.Foretell(new(response, Bytes(response), list), call.Place, call.Host, state, pageSize) is { } next)
            {
                early.Foretell(next);
            }

            var read = Read(call, response, facts => list.Source.Read(in facts, call.Place, call.Host, state, pageSize, options.IncludeRaw));
            Telemetry.Records(call, read.Items.Count);
            return new(read, Bytes(response).Length, list.Id is null && read.Next is not null ? PagePrint.Of(Bytes(response).Span, read.Next) : 0);
        }
        catch (ConnectorException error) when (state is not null && error.StatusCode == (int)HttpStatusCode.Gone && error.Kind == ErrorKind.NotFound)
        {
            // A page that is gone says that the provider has forgotten the place in the list, not that the list is gone.
            throw new ConnectorException(error.Facts with { Kind = ErrorKind.Expired, What = Judge.WhatExpired(runtime.Definition.DisplayName) }, error);
        }
    }

    private RequestSpec Build<T>(Endpoint endpoint, Func<EndpointContext, T, RequestSpec> build, T input, EndpointContext context)
    {
        try
        {
            return build(context, input);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException))
        {
            throw new ConnectorException(
                new() { Kind = ErrorKind.Validation, Connection = Key, Endpoint = endpoint.Name, What = error is ArgumentException ? $"The request cannot be made: {error.Message}" : $"The request cannot be made ({error.GetType().Name})" }, error);
        }
    }

    private HostAddress Host(Connection live, Endpoint endpoint, RequestSpec spec)
    {
        var host = HostResolver.Find(runtime, live, spec.Host ?? endpoint.Host);
        return spec.Place is null ? host : HostResolver.Given(spec.Place, host, endpoint, Key);
    }

    private ConnectorException NotSupported(string what) => new(new() { Kind = ErrorKind.NotSupported, Connection = Key, What = what });
}

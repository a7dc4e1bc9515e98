using System.Text.Json;
using System.Xml;
using Connectors.Definitions;
using Connectors.Http;
using Connectors.Paging;

namespace Connectors;

/// <summary>One live connection. Makes the requests and reads the answers; the chain between does the rest.</summary>
internal sealed class Connector(ConnectorRuntime runtime, Connection connection, IConnectionWatch watch, Credential? unsaved = null, ConnectionHealth? health = null) : IConnector, IPageFetcher
{
    public Connection Connection { get; } = connection;

    public ConnectionKey Key => Connection.Key;

    public Capabilities Capabilities { get; } = new(runtime.Definition, connection);

    public ConnectorDefinition Definition => runtime.Definition;

    public IModelClient<TModel> Model<TModel>()
        where TModel : CommonModel => runtime.Definition.Binding<TModel>() is { } binding
            ? new ModelClient<TModel>(this, binding)
            : throw NotSupported($"{runtime.Definition.DisplayName} has no {typeof(TModel).Name}");

    public Pageable<TRecord> ListAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new((from, size, token) => PageWalker.WalkAsync(this, list, options ?? CallOptions.Default, from, size, token));
    }

    public async Task<TOut> CallAsync<TIn, TOut>(Endpoint<TIn, TOut> endpoint, TIn input, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        options ??= CallOptions.Default;
        var live = await watch.CurrentAsync(Connection, cancellationToken).ConfigureAwait(false);
        var spec = Build(endpoint, context => endpoint.Request(input, context), live, options);
        var call = new CallState(runtime, live, endpoint, spec, Address(live, endpoint, spec), options)
        {
            Unsaved = unsaved,
            Format = endpoint.Format,
            Streamed = endpoint.Response.ReadStream is not null,
        };
        var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (endpoint.Response.ReadStream is { } readStream)
        {
            return readStream(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        }

        using (response)
        {
            return Read(call, response, endpoint.Response.ReadWhole);
        }
    }

    public async Task<RawResponse> SendAsync(RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        options ??= CallOptions.Default;
        var live = await watch.CurrentAsync(Connection, cancellationToken).ConfigureAwait(false);
        var endpoint = Passthrough.Endpoint(request);
        var spec = Passthrough.Spec(request, runtime.Definition);
        var call = new CallState(runtime, live, endpoint, spec, Address(live, endpoint, spec), options) { AllowFailure = request.AllowFailure };
        var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        return new(response, ((PooledContent)response.Content).Memory);
    }

    async Task<FetchedPage<TRecord>> IPageFetcher.FetchAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions options, string? state, int? pageSize, CancellationToken cancellationToken)
    {
        var live = await watch.CurrentAsync(Connection, cancellationToken).ConfigureAwait(false);
        var spec = Build(list, context => list.Source.Request(context, state, pageSize), live, options);
        var call = new CallState(runtime, live, list, spec, Address(live, list, spec), options) { Format = list.Format };
        using var response = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        var read = Read(call, response, facts => list.Source.Read(in facts, call.Address, state, pageSize, options.IncludeRaw));
        return new(read, ((PooledContent)response.Content).Memory.Length);
    }

    /// <summary>Sends through the chain; gives a good answer or throws from the one error family.</summary>
    private async Task<HttpResponseMessage> SendAsync(CallState call, CancellationToken cancellationToken)
    {
        using var request = call.ToRequest();
        try
        {
            var response = await runtime.CreateClient().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            await NoteHealthAsync(call).ConfigureAwait(false);
            if (call.Action.Verdict == ResponseVerdict.Success || (call.AllowFailure && call.Action.Verdict == ResponseVerdict.Fail))
            {
                return response;
            }

            response.Dispose();
            throw Failed(call, null);
        }
        catch (AttemptException error)
        {
            call.Error = error.Facts;
            throw Failed(call, error.InnerException);
        }
        catch (OperationCanceledException error) when (cancellationToken.IsCancellationRequested)
        {
            throw call.MayHaveBeenDone
                ? new WriteCanceledException(AttemptHandler.Unknown(call), error, cancellationToken)
                : new OperationCanceledException(error.Message, error, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException || error.GetType().Namespace is "Polly.Timeout" or "Polly.CircuitBreaker" or "Polly.RateLimiting")
        {
            call.Error ??= call.Facts(ErrorKind.Transport, "A handler of the app gave the call up") with { IsTransient = true };
            throw Failed(call, error);
        }
    }

    private ValueTask NoteHealthAsync(CallState call) => (health, call.Action) switch
    {
        (null, _) => ValueTask.CompletedTask,
        _ when call.Endpoint.Anonymous => ValueTask.CompletedTask,
        (_, { Verdict: ResponseVerdict.Success }) => health.AcceptedAsync(call.Connection),
        (_, { Verdict: ResponseVerdict.Fail, Kind: ErrorKind.Authorization }) => health.RefusedAsync(call.Connection, Failed(call, null).Message),
        _ => ValueTask.CompletedTask,
    };

    private static ConnectorException Failed(CallState call, Exception? inner)
    {
        if (call.MayHaveBeenDone && !call.IsRepeatable)
        {
            return new OutcomeUnknownException(AttemptHandler.Unknown(call), inner) { IdempotencyKey = call.Options.IdempotencyKey };
        }

        var facts = call.Error ?? call.Facts(ErrorKind.Remote, $"{call.Runtime.Definition.DisplayName} did not answer");

        // A limit that the provider reported to the very end is the caller's to wait for; the kind of a write's failure is its own.
        return ConnectorException.From(call.Action.Verdict == ResponseVerdict.Fail && facts.Kind != call.Action.Kind ? facts with { Kind = call.Action.Kind } : facts, inner);
    }

    private static T Read<T>(CallState call, HttpResponseMessage response, Func<ResponseFacts, T> read)
    {
        try
        {
            return read(new(response, ((PooledContent)response.Content).Memory, call.Endpoint));
        }
        catch (Exception error) when (error is JsonException or FormatException or XmlException or InvalidOperationException or OverflowException)
        {
            var place = error is JsonException { Path: { } path } ? $" at {path}" : error is FormatException ? $": {error.Message}" : "";
            throw new ConnectorException(
                call.Facts(ErrorKind.Protocol, $"The answer of {call.Runtime.Definition.DisplayName} cannot be read{place}") with { StatusCode = (int)response.StatusCode }, error is JsonException ? null : error);
        }
    }

    private RequestSpec Build(Endpoint endpoint, Func<EndpointContext, RequestSpec> build, Connection live, CallOptions options)
    {
        try
        {
            return build(new(live, runtime.Definition, runtime.Time.GetUtcNow(), options));
        }
        catch (ArgumentException error)
        {
            throw new ConnectorException(
                new() { Kind = ErrorKind.Validation, Connection = Key, Endpoint = endpoint.Name, What = $"The request cannot be made: {error.Message}" }, error);
        }
    }

    private Uri Address(Connection live, Endpoint endpoint, RequestSpec spec)
    {
        var host = HostResolver.Resolve(runtime.Definition, runtime.Options, live, spec.Host ?? endpoint.Host);
        return new(host.GetLeftPart(UriPartial.Path).TrimEnd('/') + spec.PathAndQuery);
    }

    private ConnectorException NotSupported(string what) => new(new() { Kind = ErrorKind.NotSupported, Connection = Key, What = what });
}

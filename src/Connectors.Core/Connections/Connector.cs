using System.Net;
using System.Text.Json;
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

    /// <summary>Sends through the chain; gives a good answer or throws from the one error family.</summary>
    private ValueTask<HttpResponseMessage> SendAsync(CallState call, CancellationToken cancellationToken) =>
        call.Options.Cache is { } cache ? SendCachedAsync(call, cache, cancellationToken) : SendAnywayAsync(call, cancellationToken);

    private async ValueTask<HttpResponseMessage> SendAnywayAsync(CallState call, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartCall(call);
        using var request = call.ToRequest();
        var started = runtime.Time.GetTimestamp();
        try
        {
            try
            {
                var response = await runtime.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (response.Content is not (PooledContent or StreamedContent))
                {
                    await JudgeForeignAsync(call, request, response, cancellationToken).ConfigureAwait(false);
                }

                await NoteHealthAsync(call).ConfigureAwait(false);
                call.Options.ServerClock?.Note(response.Headers.Date, runtime.Time.GetUtcNow());
                if (call.Action.Verdict == ResponseVerdict.Success || call.AllowFailure)
                {
                    Telemetry.EndCall(activity, call, started, null);
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
                    ? new WriteCanceledException(call.Unknown(), error, cancellationToken)
                    : new OperationCanceledException(error.Message, error, cancellationToken);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or TimeoutException
                || (call.MayHaveBeenDone && error is not ConnectorException) || error.GetType().Namespace is "Polly.Timeout" or "Polly.CircuitBreaker" or "Polly.RateLimiting")
            {
                call.Error ??= call.Facts(ErrorKind.Transport, "A handler of the app gave the call up") with { IsTransient = true };
                throw Failed(call, error);
            }
        }
        catch (Exception error)
        {
            Telemetry.EndCall(activity, call, started, error);
            throw;
        }
    }

    private ValueTask NoteHealthAsync(CallState call) => (health, call.Action) switch
    {
        (null, _) => ValueTask.CompletedTask,
        _ when call.Endpoint.Anonymous => ValueTask.CompletedTask,
        (_, { Verdict: ResponseVerdict.Success }) => health.AcceptedAsync(call.Connection),
        (_, { Verdict: ResponseVerdict.Fail, Kind: ErrorKind.Authorization }) => health.RefusedAsync(call.Connection, Failed(call, null).Facts.ToReason()),
        _ => ValueTask.CompletedTask,
    };

    private static ConnectorException Failed(CallState call, Exception? inner)
    {
        if (call.MayHaveBeenDone && call.Endpoint.Effect == Effect.Write)
        {
            return new OutcomeUnknownException(call.Unknown(), inner) { IdempotencyKey = call.IsRepeatable ? call.Options.IdempotencyKey : null };
        }

        var facts = (call.Error ?? call.Facts(ErrorKind.Remote, $"{call.Runtime.Definition.DisplayName} did not answer")) with { MayHaveBeenDone = call.MayHaveBeenDone };
        if (call.IsWithheld)
        {
            facts = facts with { What = $"{facts.What}; it was not sent again, because too many calls to {call.Runtime.Definition.DisplayName} are repeats already" };
        }

        // A limit that the provider reported to the very end is the caller's to wait for; the kind of a write's failure is its own.
        return ConnectorException.From(call.Action.Verdict == ResponseVerdict.Fail && facts.Kind != call.Action.Kind ? facts with { Kind = call.Action.Kind } : facts, inner);
    }

    /// <summary>A handler of the app answered in the provider's place, or put another body in: it is read and judged like any other.</summary>
    private static async Task JudgeForeignAsync(CallState call, HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var clock = new AttemptClock(call, cancellationToken);
        clock.Begin(call.AttemptTimeout);
        var body = await BodyCollector.ReadAsync(response, request.Method, call, clock).ConfigureAwait(false);
        Judging.Judge(response, body, call, null, null, call.MayHaveBeenDone);
    }

    private static async Task<T> ReadStreamAsync<T>(CallState call, HttpResponseMessage response, Func<HttpResponseMessage, Stream, Endpoint, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return read(response, await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), call.Endpoint);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException))
        {
            response.Dispose();
            throw Unreadable(call, response, error);
        }
    }

    private static T Read<T>(CallState call, HttpResponseMessage response, Func<ResponseFacts, T> read)
    {
        try
        {
            return read(new(response, Bytes(response), call.Endpoint));
        }
        catch (IncompleteAnswerException cut)
        {
            throw Cut(call, cut);
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConnectorException))
        {
            throw Unreadable(call, response, error);
        }
    }

    private static ConnectorException Cut(CallState call, IncompleteAnswerException cut) => call.Endpoint.Effect == Effect.Write
        ? new OutcomeUnknownException(call.Facts(ErrorKind.OutcomeUnknown, $"{cut.Message}, although the write seems to be done"))
        : new IncompleteListException(call.Facts(ErrorKind.Incomplete, cut.Message) with { ToDo = "Ask for more of it at once, or read it by a list of its own." }) { Seen = cut.Seen, Pages = 1, Reason = IncompleteReason.Capped };

    /// <summary>Names the place, never the value: what other people's parsers say may quote the answer.</summary>
    private static ConnectorException Unreadable(CallState call, HttpResponseMessage response, Exception error)
    {
        var place = error switch
        {
            JsonException { Path: { } path } => $" at {path}",
            UnreadableAnswerException => $": {error.Message}",
            _ => $" ({error.GetType().Name})",
        };
        var facts = call.Facts(ErrorKind.Protocol, $"The answer of {call.Runtime.Definition.DisplayName} cannot be read{place}") with { StatusCode = (int)response.StatusCode };
        return call.Endpoint.Effect == Effect.Write
            ? new OutcomeUnknownException(facts with { Kind = ErrorKind.OutcomeUnknown, What = facts.What + ", although it seems to have done the write", MayHaveBeenDone = true })
            {
                IdempotencyKey = call.IsRepeatable ? call.Options.IdempotencyKey : null,
            }
            : new ConnectorException(facts);
    }

    private static ReadOnlyMemory<byte> Bytes(HttpResponseMessage response) => ((PooledContent)response.Content).Memory;

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

using System.Runtime.CompilerServices;
using Connectors.Definitions;

namespace Connectors;

/// <summary>
/// One live connection: lists, reads, writes and raw calls, each through the whole chain (sign-in, limits, retries, errors).
/// Thread-safe, cheap, holds no token and no socket; keep it or open it anew as you like.
/// </summary>
public interface IConnector
{
    /// <summary>Gets the connection as it was when this handle was opened.</summary>
    Connection Connection { get; }

    /// <summary>Gets the connection's key.</summary>
    ConnectionKey Key => Connection.Key;

    /// <summary>Gets what the connection can do; known before any call.</summary>
    Capabilities Capabilities { get; }

    /// <summary>Gets the definition of the provider.</summary>
    ConnectorDefinition Definition { get; }

    /// <summary>Gives the operations on one common model.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <returns>The operations.</returns>
    /// <exception cref="ConnectorException">The connector does not know the model (<see cref="ErrorKind.NotSupported"/>).</exception>
    IModelClient<TModel> Model<TModel>()
        where TModel : CommonModel;

    /// <summary>Lists a common model: <c>await foreach (var contact in crm.ListAsync&lt;Contact&gt;())</c>.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="query">Which records; all by default.</param>
    /// <param name="options">How the calls are made.</param>
    /// <returns>The records, or its pages.</returns>
    [OverloadResolutionPriority(1)]
    Pageable<TModel> ListAsync<TModel>(ModelQuery? query = null, CallOptions? options = null)
        where TModel : CommonModel => Model<TModel>().ListAsync(query, options);

    /// <summary>Lists the provider's own records.</summary>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="list">A list endpoint of the connector.</param>
    /// <param name="options">How the calls are made.</param>
    /// <returns>The records, or its pages.</returns>
    Pageable<TRecord> ListAsync<TRecord>(ListEndpoint<TRecord> list, CallOptions? options = null);

    /// <summary>Calls one endpoint.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="endpoint">An endpoint of the connector.</param>
    /// <param name="input">Its input.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its answer. An answer that is a stream must be disposed of by the caller.</returns>
    /// <exception cref="ConnectorException">The call failed.</exception>
    Task<TOut> CallAsync<TIn, TOut>(Endpoint<TIn, TOut> endpoint, TIn input, CallOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Makes a raw call (passthrough): authenticated, limited, retried where safe, observed.</summary>
    /// <param name="request">The request. Its path is relative to the provider's host.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer; dispose of it.</returns>
    /// <exception cref="ConnectorException">The call failed, and the request does not allow failures.</exception>
    Task<RawResponse> SendAsync(RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default);
}

namespace Connectors;

/// <summary>Short forms of the common operations.</summary>
public static class ConnectorExtensions
{
    /// <summary>Gets one record of a common model, or <see langword="null"/> when there is none.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<TModel?> GetAsync<TModel>(this IConnector connector, string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default)
        where TModel : CommonModel => Model<TModel>(connector).GetAsync(remoteId, options, cancellationToken);

    /// <summary>Creates a record and gives it back as the provider holds it.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="model">The fields to write.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<TModel> CreateAsync<TModel>(this IConnector connector, TModel model, CallOptions? options = null, CancellationToken cancellationToken = default)
        where TModel : CommonModel => Model<TModel>(connector).CreateAsync(model, options, cancellationToken);

    /// <summary>Updates a record: sends the fields that are set, and no other.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="fields">The fields to write.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<TModel> UpdateAsync<TModel>(this IConnector connector, string remoteId, TModel fields, CallOptions? options = null, CancellationToken cancellationToken = default)
        where TModel : CommonModel => Model<TModel>(connector).UpdateAsync(remoteId, fields, options, cancellationToken);

    /// <summary>Deletes or archives a record.</summary>
    /// <typeparam name="TModel">The common model.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="remoteId">The provider's id.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task DeleteAsync<TModel>(this IConnector connector, string remoteId, CallOptions? options = null, CancellationToken cancellationToken = default)
        where TModel : CommonModel => Model<TModel>(connector).DeleteAsync(remoteId, options, cancellationToken);

    /// <summary>Lists a list endpoint that takes an input, such as a search.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TRecord">The provider's record.</typeparam>
    /// <param name="connector">The connection.</param>
    /// <param name="list">The list.</param>
    /// <param name="input">The input; <c>default</c> where it is <see cref="Definitions.NoContent"/>.</param>
    /// <param name="options">How the calls are made.</param>
    public static Pageable<TRecord> ListAsync<TIn, TRecord>(this IConnector connector, Definitions.ListEndpoint<TIn, TRecord> list, TIn input, CallOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(list);
        return connector.ListAsync(list.For(input), options);
    }

    /// <summary>Makes a raw call (passthrough) without a body.</summary>
    /// <param name="connector">The connection.</param>
    /// <param name="method">The method. GET and HEAD count as reads; everything else is a write that is not sent twice.</param>
    /// <param name="path">Path and query, relative to the provider's host.</param>
    /// <param name="options">How the call is made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The answer; dispose of it.</returns>
    public static Task<RawResponse> SendAsync(this IConnector connector, HttpMethod method, string path, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connector);
        return connector.SendAsync(new RawRequest(method, path), options, cancellationToken);
    }

    private static IModelClient<TModel> Model<TModel>(IConnector connector)
        where TModel : CommonModel
    {
        ArgumentNullException.ThrowIfNull(connector);
        return connector.Model<TModel>();
    }
}

namespace Connectors;

/// <summary>
/// A list, read while it is looped over. As items: <c>await foreach (var item in list)</c>. As pages that can be resumed:
/// <see cref="AsPages"/>. Each loop starts the list anew. The next page is asked for while the caller works, from the second page on.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
public sealed class Pageable<T> : IAsyncEnumerable<T>
{
    private readonly Func<ContinuationToken?, int?, CancellationToken, IAsyncEnumerable<Page<T>>> _pages;

    /// <summary>Makes a list of pages; for fakes in an app's tests.</summary>
    /// <param name="pages">Gives the pages from a token on, in a wished size.</param>
    public Pageable(Func<ContinuationToken?, int?, CancellationToken, IAsyncEnumerable<Page<T>>> pages) => _pages = pages;

    /// <summary>Gives the list as pages.</summary>
    /// <param name="from">A token of an earlier page, to go on from there; <see langword="null"/> starts at the beginning.</param>
    /// <param name="pageSize">How many records a page should have; the provider's largest by default.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The pages.</returns>
    public IAsyncEnumerable<Page<T>> AsPages(ContinuationToken? from = null, int? pageSize = null, CancellationToken cancellationToken = default) =>
        _pages(from, pageSize, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in _pages(null, null, cancellationToken).ConfigureAwait(false))
        {
            for (var index = 0; index < page.Items.Count; index++)
            {
                yield return page.Items[index];
            }
        }
    }
}

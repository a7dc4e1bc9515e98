using System.Net.Http.Headers;

namespace Connectors.Limits;

/// <summary>Reads <c>Retry-After</c> as it is sent, which is more than RFC 9110 allows.</summary>
internal static class RetryAfter
{
    /// <summary>
    /// Reads seconds (fractions are rounded up to a millisecond, too many are capped) or any of the three HTTP dates. A date counts
    /// from the answer's own <c>Date</c> where it has one, so that neither clock has to be right; one that has passed is zero.
    /// </summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="now">The time here, for answers without a <c>Date</c>.</param>
    /// <returns>How long to wait, or <see langword="null"/> when the header is absent, stands there twice, or is not readable.</returns>
    internal static TimeSpan? Parse(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (HeaderText.Single(headers, "Retry-After") is not { } text)
        {
            return null;
        }

        if (HeaderText.TryNumber(text, out var seconds))
        {
            return HeaderText.Seconds(seconds);
        }

        return HttpDate.TryParse(text, now, out var date) ? HeaderText.Bound(date - (headers.Date ?? now)) : null;
    }
}

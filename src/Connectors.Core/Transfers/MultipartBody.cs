using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Connectors.Definitions;

/// <summary>A body of several parts (RFC 2046, section 5.1). Each attempt makes the parts anew; none is held in memory for it.</summary>
internal sealed class MultipartBody(string subtype, IReadOnlyList<(string? Disposition, RequestBody Body)> parts) : RequestBody
{
    /// <summary>Nobody who wrote a part could know it, so that it stands in none of them.</summary>
    private readonly string _boundary = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public override HttpContent CreateContent()
    {
        var content = new MultipartContent(subtype, _boundary) { HeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        try
        {
            // Without quotes, which it does not need: some servers do not understand them.
            content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/{subtype}; boundary={_boundary}");
            foreach (var (disposition, body) in parts)
            {
                var part = body.CreateContent();
                if (disposition is not null)
                {
                    part.Headers.TryAddWithoutValidation("Content-Disposition", disposition);
                }

                content.Add(part);
            }

            return content;
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }
}

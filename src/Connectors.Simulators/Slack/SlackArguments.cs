using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Connectors.Simulators.Slack;

/// <summary>A call's arguments, from the query, a form, or a JSON body; nested ones are kept as JSON text, as they come in a form.</summary>
internal sealed class SlackArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private SlackArguments()
    {
    }

    /// <summary>Gets what Slack has to say about how the arguments came.</summary>
    public string? Warning { get; private set; }

    /// <summary>Gets an argument, or null when it was not sent.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    public static async Task<SlackArguments> ReadAsync(HttpContext context, bool takesJson)
    {
        var arguments = new SlackArguments();
        var request = context.Request;
        foreach (var (name, value) in request.Query)
        {
            arguments._values[name] = value.ToString();
        }

        if (HttpMethods.IsPost(request.Method))
        {
            await arguments.ReadBodyAsync(context, takesJson).ConfigureAwait(false);
        }

        return arguments;
    }

    /// <summary>Returns an argument that must be there, though it may be empty.</summary>
    public string Required(string name) => this[name] ?? throw SlackErrors.MissingField(name);

    public bool Flag(string name) => this[name] is "true" or "1";

    private async Task ReadBodyAsync(HttpContext context, bool takesJson)
    {
        var request = context.Request;
        if (string.IsNullOrEmpty(request.ContentType))
        {
            if (request.ContentLength > 0)
            {
                throw SlackErrors.Refuse("missing_post_type");
            }

            return;
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            throw SlackErrors.Refuse("invalid_post_type");
        }

        switch (type.MediaType)
        {
            case "application/x-www-form-urlencoded" or "multipart/form-data":
                Warning = type.CharSet is null ? null : "superfluous_charset";
                foreach (var (name, value) in await Requests.FormAsync(context).ConfigureAwait(false))
                {
                    _values[name] = value.ToString();
                }

                break;
            case "application/json":
                Warning = type.CharSet is null ? "missing_charset" : null;
                if (takesJson)
                {
                    await ReadJsonAsync(context).ConfigureAwait(false);
                }

                break;
            case "text/plain":
                break;
            default:
                throw SlackErrors.Refuse("invalid_post_type");
        }
    }

    private async Task ReadJsonAsync(HttpContext context)
    {
        if (context.Request.ContentLength == 0)
        {
            return;
        }

        var body = await Requests.JsonAsync(context).ConfigureAwait(false) ?? throw SlackErrors.Refuse("invalid_json");
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw SlackErrors.Refuse("json_not_object");
        }

        foreach (var field in body.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null))
        {
            _values[field.Name] = field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText();
        }
    }
}

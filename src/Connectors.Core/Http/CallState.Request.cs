using Connectors.Auth;
using Connectors.Definitions;

namespace Connectors.Http;

/// <content>Makes the request, for the first attempt and for each after it.</content>
internal sealed partial class CallState
{
    public HttpRequestMessage ToRequest()
    {
        var request = new CallRequest(this);
        Refresh(request);
        return request;
    }

    /// <summary>Makes the request as it was meant, for another attempt: address, headers and a body from its beginning.</summary>
    public void Refresh(HttpRequestMessage request)
    {
        request.RequestUri = Place = Address;
        request.Content?.Dispose();

        // The transport resends a request without content by itself when a kept connection closes: a write must never look like one.
        request.Content = Spec.Content?.CreateContent() ?? (Endpoint.Effect == Effect.Write ? new ByteArrayContent([]) : null);
        if (Format == BodyFormat.Json)
        {
            Set(request, "Accept", "application/json");
        }

        if (Runtime.Definition.Headers.Count > 0 && Spec.Place is null)
        {
            SetDefinitionHeaders(request);
        }

        for (var index = 0; index < Spec.Headers.Count; index++)
        {
            Set(request, Spec.Headers[index].Key, Spec.Headers[index].Value);
        }

        if (Known is not null)
        {
            Transfers.ResponseCaching.AddConditions(request, Known);
        }
    }

    /// <summary>Makes the request anew for the place that the provider redirected to. What it copied of the credential into the address is taken out.</summary>
    public void GoOnAt(Uri place, HttpRequestMessage request, AuthScheme? scheme)
    {
        request.RequestUri = place;
        if (scheme is not null)
        {
            CredentialPlaces.Clear(request, scheme);
        }

        place = request.RequestUri;
        Refresh(request);
        request.RequestUri = Place = place;
    }

    /// <summary>A path that is not the definition's own (a token that somebody forged, a careless pager) may name no other host, and nothing above the host's base path.</summary>
    private static Uri AddressOf(HostAddress host, RequestSpec spec, Connection connection, Endpoint endpoint)
    {
        var text = spec.QueryString.Length == 0 ? host.Base + spec.Path : $"{host.Base}{spec.Path}?{spec.QueryString}";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && Origin.Same(address, host.Uri) && (host.Path.Length == 0 || Origin.IsBelow(address.AbsolutePath, host.Path))
            ? address
            : throw new ConnectorException(new()
            {
                Kind = ErrorKind.Validation,
                Connection = connection.Key,
                Endpoint = endpoint.Name,
                What = $"The request's path leads away from {host.Base}",
                ToDo = "Pass a path below the host's address, or a continuation token that a page gave, unchanged.",
            });
    }

    private void SetDefinitionHeaders(HttpRequestMessage request)
    {
        foreach (var (name, value) in Runtime.Definition.Headers)
        {
            if (AddressTemplate.Parameter(value, Runtime.Definition, Connection) is { Length: > 0 } filled)
            {
                Set(request, name, filled);
            }
        }
    }

    /// <summary>Sets a header of the request, or of its body where it is one of those.</summary>
    /// <exception cref="ConnectorException">The header cannot be sent (<see cref="ErrorKind.Validation"/>): its value would begin another one, its name is none, or it describes a body that is not there.</exception>
    internal static void Set(HttpRequestMessage request, string name, string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw Unsendable($"The value of the header '{name}' has a line break in it", "Pass the value on one line.");
        }

        if (!System.Text.Ascii.IsValid(value))
        {
            throw Unsendable($"The value of the header '{name}' has a character outside of ASCII in it", "Encode it as the provider says.");
        }

        if (request.Headers.NonValidated.Contains(name))
        {
            request.Headers.Remove(name);
        }

        if (request.Headers.TryAddWithoutValidation(name, value))
        {
            return;
        }

        if (request.Content?.Headers is not { } headers)
        {
            throw Unsendable($"The header '{name}' describes a body, and the request has none, or it is no name of a header", "Leave the header out, or give the request a body.");
        }

        if (headers.NonValidated.Contains(name))
        {
            headers.Remove(name);
        }

        if (!headers.TryAddWithoutValidation(name, value))
        {
            throw Unsendable($"'{name}' is no name of a header", "Use letters, digits and hyphens.");
        }
    }

    private static ConnectorException Unsendable(string what, string toDo) => new(new() { Kind = ErrorKind.Validation, What = what, ToDo = toDo });
}

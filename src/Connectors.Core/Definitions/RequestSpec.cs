using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Connectors.Definitions;

/// <summary>
/// One request as data: pure and replayable, made anew for each attempt. Immutable; each method gives a changed copy.
/// Holes in an interpolated path are percent-encoded: <c>RequestSpec.Get($"/crm/contacts/{id}")</c> is safe for any id.
/// </summary>
public sealed class RequestSpec
{
    private RequestSpec(HttpMethod method, string path) => (Method, Path) = (method, path);

    private RequestSpec(RequestSpec other)
    {
        Method = other.Method;
        Path = other.Path;
        QueryString = other.QueryString;
        Headers = other.Headers;
        Content = other.Content;
        Host = other.Host;
        Costs = other.Costs;
        Place = other.Place;
    }

    /// <summary>Gets the HTTP method.</summary>
    public HttpMethod Method { get; }

    /// <summary>Gets the path, encoded, beginning with a slash.</summary>
    public string Path { get; private init; }

    /// <summary>Gets the query, encoded, without the question mark; empty for none.</summary>
    public string QueryString { get; private init; } = "";

    /// <summary>Gets the extra headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    /// <summary>Gets the body.</summary>
    public RequestBody? Content { get; private init; }

    /// <summary>Gets the definition's host to send to, or <see langword="null"/> for the endpoint's.</summary>
    public string? Host { get; private init; }

    /// <summary>Gets what the call takes, by unit, where the request decides it.</summary>
    public IReadOnlyList<UnitCost> Costs { get; private init; } = [];

    /// <summary>The origin of an address that the provider gave, where the request goes to one.</summary>
    internal Uri? Place { get; private init; }

    /// <summary>Gets path and query together.</summary>
    public string PathAndQuery => QueryString.Length == 0 ? Path : $"{Path}?{QueryString}";

    /// <summary>Starts a GET.</summary>
    /// <param name="path">The path; holes are percent-encoded.</param>
    public static RequestSpec Get(EscapedPath path) => new(HttpMethod.Get, path.ToString());

    /// <summary>Starts a POST.</summary>
    /// <param name="path">The path; holes are percent-encoded.</param>
    public static RequestSpec Post(EscapedPath path) => new(HttpMethod.Post, path.ToString());

    /// <summary>Starts a PUT.</summary>
    /// <param name="path">The path; holes are percent-encoded.</param>
    public static RequestSpec Put(EscapedPath path) => new(HttpMethod.Put, path.ToString());

    /// <summary>Starts a PATCH.</summary>
    /// <param name="path">The path; holes are percent-encoded.</param>
    public static RequestSpec Patch(EscapedPath path) => new(HttpMethod.Patch, path.ToString());

    /// <summary>Starts a DELETE.</summary>
    /// <param name="path">The path; holes are percent-encoded.</param>
    public static RequestSpec Delete(EscapedPath path) => new(HttpMethod.Delete, path.ToString());

    /// <summary>Starts any other request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path; holes are percent-encoded.</param>
    public static RequestSpec Create(HttpMethod method, EscapedPath path) => new(method, path.ToString());

    /// <summary>
    /// Starts a request to an address that the provider gave and that is a right by itself, such as the one of an upload session. It may be on
    /// another public host over https (on a loopback address only where the provider is at one). Only an anonymous endpoint may be sent there: it gets no
    /// credential and none of the definition's headers.
    /// </summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The absolute address, as the provider wrote it. Whoever knows it may use it: keep it like a credential.</param>
    /// <exception cref="ArgumentException">It is no absolute http or https address.</exception>
    public static RequestSpec Given(HttpMethod method, string address)
    {
        // The value is not shown: it is a right.
        var place = Uri.TryCreate(address, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https" && absolute.UserInfo.Length == 0
            ? absolute
            : throw new ArgumentException("The address that the provider gave is no absolute http or https address.", nameof(address));
        return new RequestSpec(new(method, "/")) { Place = new(place.GetLeftPart(UriPartial.Authority)) }.WithPathAndQuery(place.PathAndQuery);
    }

    /// <summary>Adds a query parameter; <see langword="null"/> adds nothing.</summary>
    /// <param name="name">The name, as the provider writes it.</param>
    /// <param name="value">The value.</param>
    public RequestSpec Query(string name, string? value)
    {
        if (value is null)
        {
            return this;
        }

        var pair = $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}";
        return new(this) { QueryString = QueryString.Length == 0 ? pair : $"{QueryString}&{pair}" };
    }

    /// <summary>Adds a query parameter; <see langword="null"/> adds nothing.</summary>
    /// <param name="name">The name, as the provider writes it.</param>
    /// <param name="value">The value.</param>
    public RequestSpec Query(string name, long? value) => Query(name, value?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Adds a query parameter with several values in one, divided by commas; none adds nothing.</summary>
    /// <param name="name">The name, as the provider writes it.</param>
    /// <param name="values">The values.</param>
    public RequestSpec Query(string name, IReadOnlyCollection<string> values) =>
        values is { Count: > 0 } ? Query(name, string.Join(',', values)) : this;

    /// <summary>Adds a header; <see langword="null"/> adds nothing.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public RequestSpec Header(string name, string? value) =>
        value is null ? this : new(this) { Headers = [.. Headers, new(name, value)] };

    /// <summary>States what this call takes of the limits that count in a unit; it counts more than what its endpoint states.</summary>
    /// <param name="unit">The unit, as <see cref="Limit.Unit"/> names it: <c>complexity</c>.</param>
    /// <param name="amount">The amount, or an estimate of it. Range: 0 and above.</param>
    public RequestSpec Cost(string unit, long amount) =>
        new(this) { Costs = [.. Costs.Where(known => known.Unit != unit), UnitCost.Checked(unit, amount)] };

    /// <summary>Sets a JSON body. Its media type has no charset: RFC 8259 defines none, and BambooHR takes such a body for XML.</summary>
    /// <typeparam name="T">The body's type.</typeparam>
    /// <param name="value">The body.</param>
    /// <param name="type">Its source-generated JSON form.</param>
    public RequestSpec Json<T>(T value, JsonTypeInfo<T> type) =>
        Body(RequestBody.Bytes(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json"));

    /// <summary>Sets a form body; fields with a <see langword="null"/> value are left out.</summary>
    /// <param name="fields">The fields.</param>
    public RequestSpec Form(params ReadOnlySpan<(string Name, string? Value)> fields) => Body(RequestBody.Form(fields));

    /// <summary>Sets the body.</summary>
    /// <param name="body">The body.</param>
    public RequestSpec Body(RequestBody body) => new(this) { Content = body };

    /// <summary>Sends to another of the definition's hosts.</summary>
    /// <param name="host">The host's name in the definition: <c>content</c>.</param>
    public RequestSpec OnHost(string host) => new(this) { Host = host };

    /// <summary>Replaces path and query, as a next link asks.</summary>
    /// <param name="pathAndQuery">Path and query, already encoded; begins with a slash.</param>
    /// <exception cref="ArgumentException">It begins with anything else, and could name another host.</exception>
    public RequestSpec WithPathAndQuery(string pathAndQuery)
    {
        ArgumentNullException.ThrowIfNull(pathAndQuery);
        if (pathAndQuery is not ['/', ..])
        {
            throw new ArgumentException("Path and query begin with a slash.", nameof(pathAndQuery));
        }

        var mark = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? new(this) { Path = pathAndQuery, QueryString = "" }
            : new(this) { Path = pathAndQuery[..mark], QueryString = pathAndQuery[(mark + 1)..] };
    }
}

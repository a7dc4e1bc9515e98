using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Connectors.Simulators.Tests.Specs;

/// <summary>An OpenAPI 3.0 or 3.1 or Swagger 2.0 description, JSON or YAML: finds the schema that an answer must have.</summary>
internal sealed class ApiDescription
{
    private readonly JsonObject _root;

    private ApiDescription(JsonObject root) => _root = root;

    public static ApiDescription Load(string path)
    {
        var text = File.ReadAllText(path);
        if (!path.EndsWith(".yaml", StringComparison.Ordinal))
        {
            return new ApiDescription(JsonNode.Parse(text)!.AsObject());
        }

        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return new ApiDescription(FromYaml(yaml.Documents[0].RootNode)!.AsObject());
    }

    /// <summary>Checks an answer.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path, without the query and, in Swagger 2.0, without the base path.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="body">The answer's body.</param>
    /// <param name="allowUndocumented">Whether fields may be sent that the description does not have.</param>
    /// <returns>What is wrong; nothing when all is well.</returns>
    public IReadOnlyList<string> Check(HttpMethod method, string path, int status, JsonNode? body, bool allowUndocumented = false) =>
        Check(method, path, [$"{status}", $"{status / 100}XX", "default"], body, allowUndocumented);

    /// <summary>Checks an answer of a provider that says in the body, and not by status, that something went wrong.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="body">The answer's body.</param>
    /// <returns>What is wrong; nothing when all is well.</returns>
    public IReadOnlyList<string> CheckError(HttpMethod method, string path, JsonNode? body) => Check(method, path, ["default"], body, allowUndocumented: false);

    /// <summary>Follows a reference inside the description.</summary>
    public JsonNode? Resolve(JsonNode? node)
    {
        for (var hops = 0; node is JsonObject && node["$ref"] is JsonValue reference && hops < 20; hops++)
        {
            node = ((string)reference!).Split('/').Skip(1).Aggregate((JsonNode?)_root, (at, step) => at?[Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)]);
        }

        return node;
    }

    private static JsonNode? FromYaml(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, FromYaml(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(FromYaml)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } plain => plain.Value switch
        {
            null or "" or "null" or "~" => null,
            "true" => true,
            "false" => false,
            var text when long.TryParse(text, out var number) => number,
            var text when decimal.TryParse(text, out var number) => number,
            var text => text,
        },
        YamlScalarNode quoted => quoted.Value,
        _ => null,
    };

    private static string Pattern(string template) =>
        "^" + string.Join('/', template.Split('/').Select(segment => segment.StartsWith('{') ? "[^/]+" : Regex.Escape(segment))) + "$";

    private IReadOnlyList<string> Check(HttpMethod method, string path, string[] names, JsonNode? body, bool allowUndocumented)
    {
        if (Operation(method, path) is not { } operation)
        {
            return [$"The description has no {method} {path}."];
        }

        var responses = operation["responses"]!.AsObject();
        var response = Resolve(names.Select(name => responses[name]).FirstOrDefault(found => found is not null));
        if (response is null)
        {
            return [$"The description has no {names[0]} for {method} {path}."];
        }

        var schema = response["schema"] ?? response["content"]?.AsObject().FirstOrDefault(pair => pair.Key.Contains("json", StringComparison.Ordinal) || pair.Key.Contains('*', StringComparison.Ordinal)).Value?["schema"];
        if (schema is null)
        {
            return body is null ? [] : [$"The description has no body for {names[0]} of {method} {path}."];
        }

        return new SchemaCheck(this, allowUndocumented).Run(schema, body);
    }

    private JsonObject? Operation(HttpMethod method, string path)
    {
        var verb = method.Method.ToLowerInvariant();
        var fitting =
            from pair in _root["paths"]!.AsObject()
            let operation = pair.Value![verb] as JsonObject
            where operation is not null && Regex.IsMatch(path, Pattern(pair.Key), RegexOptions.None, TimeSpan.FromSeconds(1))
            orderby pair.Key.Count(letter => letter == '{')
            select operation;
        return fitting.FirstOrDefault();
    }
}

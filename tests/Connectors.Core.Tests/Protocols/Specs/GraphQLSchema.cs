using System.Text.Json.Nodes;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Protocols.Specs;

/// <summary>
/// A schema in GraphQL's definition language, as far as it is needed to hold operations against it: the fields, arguments and variables
/// that exist, and their types. Written for the tests.
/// </summary>
internal sealed class GraphQLSchema
{
    private readonly Dictionary<string, SchemaType> _types = new(StringComparer.Ordinal);

    private GraphQLSchema()
    {
    }

    public static GraphQLSchema Parse(string text)
    {
        var schema = new GraphQLSchema();
        List<string> tokens = Tokens(text);
        for (var index = 0; index < tokens.Count; index++)
        {
            if (tokens[index] is "type" or "input" or "interface" && index + 2 < tokens.Count)
            {
                var type = new SchemaType(tokens[index + 1], tokens[index] == "input");
                index = tokens.IndexOf("{", index) + 1;
                while (tokens[index] != "}")
                {
                    index = Field(tokens, index, type);
                }

                schema._types[type.Name] = type;
            }
            else if (tokens[index] is "enum" or "schema")
            {
                index = tokens.IndexOf("}", index);
            }
        }

        return schema;
    }

    public SchemaType Query => _types["Query"];

    public SchemaType Mutation => _types["Mutation"];

    public SchemaType? this[string name] => _types.GetValueOrDefault(name);

    public static List<string> Tokens(string text)
    {
        List<string> all = [];
        var tokens = new GraphQLTokens(text);
        while (tokens.Read())
        {
            all.Add(tokens.Current.ToString());
        }

        return [.. all.Where(static token => token != "\"")];
    }

    /// <summary>Reads a type (<c>[String!]!</c>) and gives it with the place after it.</summary>
    public static (string Type, int Next) TypeAt(List<string> tokens, int index)
    {
        var type = "";
        while (tokens[index] == "[")
        {
            type += tokens[index++];
        }

        type += tokens[index++];
        while (index < tokens.Count && tokens[index] is "]" or "!")
        {
            type += tokens[index++];
        }

        return (type, index);
    }

    private static int Field(List<string> tokens, int index, SchemaType type)
    {
        var field = new SchemaField(tokens[index++]);
        if (tokens[index] == "(")
        {
            index++;
            while (tokens[index] != ")")
            {
                var name = tokens[index];
                (field.Arguments[name], index) = TypeAt(tokens, index + 2);
                index = SkipRest(tokens, index);
            }

            index++;
        }

        (field.Type, index) = TypeAt(tokens, index + 1);
        type.Fields[field.Name] = field;
        return SkipRest(tokens, index);
    }

    /// <summary>Passes over a default value and directives.</summary>
    private static int SkipRest(List<string> tokens, int index)
    {
        while (tokens[index] is "=" or "@")
        {
            index += 2;
            if (tokens[index] == "(")
            {
                index = tokens.IndexOf(")", index) + 1;
            }
        }

        return index;
    }
}

internal sealed record SchemaType(string Name, bool IsInput)
{
    public Dictionary<string, SchemaField> Fields { get; } = new(StringComparer.Ordinal);
}

internal sealed record SchemaField(string Name)
{
    public string Type { get; set; } = "";

    public Dictionary<string, string> Arguments { get; } = new(StringComparer.Ordinal);

    public string Named => Type.Trim('[', ']', '!');
}

/// <summary>Holds one operation, and variables that were sent with it, against a schema.</summary>
internal sealed class GraphQLValidation(GraphQLSchema schema, string document)
{
    private readonly List<string> _tokens = GraphQLSchema.Tokens(document);
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public List<string> Problems { get; } = [];

    public GraphQLValidation Run(JsonObject? variables)
    {
        for (var index = 0; index < _tokens.Count; index++)
        {
            index = _tokens[index] switch
            {
                "fragment" => Selection(_tokens.IndexOf("{", index), schema[_tokens[index + 3]]),
                "query" or "mutation" => Operation(index),
                _ => throw new InvalidOperationException($"{_tokens[index]} at {index}"),
            };
        }

        Problems.AddRange(_variables.Keys.Except(_used, StringComparer.Ordinal).Select(static name => $"${name} is not used"));
        foreach (var (name, value) in variables ?? [])
        {
            if (_variables.TryGetValue(name, out var type))
            {
                Value(name, value, type);
            }
            else
            {
                Problems.Add($"${name} is not declared");
            }
        }

        Problems.AddRange(_variables.Where(variable => variable.Value.EndsWith('!') && variables?[variable.Key] is null).Select(static variable => $"${variable.Key} is missing"));
        return this;
    }

    private int Operation(int index)
    {
        var root = _tokens[index] == "mutation" ? schema.Mutation : schema.Query;
        var body = index + 1;
        while (_tokens[body] != "{")
        {
            if (_tokens[body] == "$")
            {
                var name = _tokens[body + 1];
                (_variables[name], body) = GraphQLSchema.TypeAt(_tokens, body + 3);
            }
            else
            {
                body++;
            }
        }

        return Selection(body, root);
    }

    /// <summary>Goes over a selection set and gives the place of its closing brace.</summary>
    private int Selection(int index, SchemaType? type)
    {
        if (type is null)
        {
            Problems.Add($"no type for the selection at {index}");
        }

        index++;
        while (_tokens[index] != "}")
        {
            if (_tokens[index] == "...")
            {
                index += 2;
                continue;
            }

            var field = type?.Fields.GetValueOrDefault(_tokens[index]);
            if (field is null)
            {
                Problems.Add($"{type?.Name} has no field {_tokens[index]}");
            }

            index++;
            HashSet<string> given = new(StringComparer.Ordinal);
            index = _tokens[index] == "(" ? Arguments(index + 1, field, given) : index;
            Problems.AddRange(field?.Arguments.Where(argument => argument.Value.EndsWith('!') && !given.Contains(argument.Key)).Select(argument => $"{field.Name} needs {argument.Key}") ?? []);

            var hasSelection = _tokens[index] == "{";
            if (field is not null && hasSelection != (schema[field.Named] is not null))
            {
                Problems.Add($"{type!.Name}.{field.Name} {(hasSelection ? "has no fields" : "needs a selection")}");
            }

            index = hasSelection ? Selection(index, field is null ? null : schema[field.Named]) + 1 : index;
        }

        return index;
    }

    private int Arguments(int index, SchemaField? field, HashSet<string> given)
    {
        while (_tokens[index] != ")")
        {
            var name = _tokens[index];
            given.Add(name);
            var type = field?.Arguments.GetValueOrDefault(name);
            if (type is null)
            {
                Problems.Add($"{field?.Name} has no argument {name}");
            }

            index += 2;
            if (_tokens[index] == "$")
            {
                _used.Add(_tokens[index + 1]);
                if (_variables.TryGetValue(_tokens[index + 1], out var declared) && declared.TrimEnd('!') != type?.TrimEnd('!'))
                {
                    Problems.Add($"${_tokens[index + 1]} is {declared}, and {name} is {type}");
                }

                index++;
            }

            index++;
        }

        return index + 1;
    }

    private void Value(string place, JsonNode? value, string type)
    {
        if (schema[type.Trim('!')] is not { IsInput: true } input || value is not JsonObject given)
        {
            return;
        }

        foreach (var (name, member) in given)
        {
            if (input.Fields.TryGetValue(name, out var field))
            {
                Value($"{place}.{name}", member, field.Type);
            }
            else
            {
                Problems.Add($"{input.Name} has no field {name}");
            }
        }

        Problems.AddRange(input.Fields.Values.Where(field => field.Type.EndsWith('!') && given[field.Name] is null).Select(field => $"{place} lacks {field.Name}"));
    }
}

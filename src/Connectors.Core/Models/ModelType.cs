using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Connectors;

/// <summary>What is known of a common model as such: its stable id and its fields.</summary>
public abstract class ModelType
{
    private protected ModelType(string id) => Id = id;

    /// <summary>Gets the stable id: <c>crm.contact</c>. A primary key in every store.</summary>
    public string Id { get; }

    /// <summary>Gets the names of the model's own fields, by index.</summary>
    public abstract IReadOnlyList<string> FieldNames { get; }

    /// <summary>Gets the set of all fields.</summary>
    public FieldSet All => new(FieldNames.Count == FieldSet.MaxFields ? UInt128.MaxValue : (UInt128.One << FieldNames.Count) - 1);

    /// <summary>Gives the set of the fields named.</summary>
    /// <param name="names">Names as in C#: use <c>nameof</c>.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">The model has no such field.</exception>
    public FieldSet Of(params ReadOnlySpan<string> names)
    {
        var set = default(FieldSet);
        foreach (var name in names)
        {
            set = set.With(IndexOf(name));
        }

        return set;
    }

    /// <summary>Gives all fields but those named.</summary>
    /// <param name="names">Names as in C#: use <c>nameof</c>.</param>
    /// <returns>The set.</returns>
    /// <exception cref="ArgumentException">The model has no such field.</exception>
    public FieldSet AllExcept(params ReadOnlySpan<string> names) => All.Except(Of(names));

    /// <summary>Gives the names of the fields in a set.</summary>
    /// <param name="fields">The set.</param>
    /// <returns>The names, in the model's order.</returns>
    public IEnumerable<string> Names(FieldSet fields) => FieldNames.Where((_, index) => fields.Contains(index));

    /// <inheritdoc/>
    public override string ToString() => Id;

    private int IndexOf(string name)
    {
        for (var index = 0; index < FieldNames.Count; index++)
        {
            if (string.Equals(FieldNames[index], name, StringComparison.Ordinal))
            {
                return index;
            }
        }

        throw new ArgumentException($"{Id} has no field '{name}'.", nameof(name));
    }
}

/// <summary>A common model's id, fields and JSON form, in which unset fields are left out.</summary>
/// <typeparam name="TModel">The common model.</typeparam>
public sealed class ModelType<TModel> : ModelType
    where TModel : CommonModel
{
    private const int LongestName = 128;

    /// <summary>Text in any script stays readable in a store; the JSON is never put into a web page as it is.</summary>
    private static readonly JsonWriterOptions s_readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] s_baseFields =
        [nameof(CommonModel.RemoteId), nameof(CommonModel.RemoteVersion), nameof(CommonModel.RemoteCreatedAt), nameof(CommonModel.RemoteModifiedAt), nameof(CommonModel.IsDeleted), nameof(CommonModel.CustomFields), nameof(CommonModel.Raw), nameof(CommonModel.Fields)];

    private readonly JsonTypeInfo<TModel> _json;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    /// <summary>Creates the type from a source-generated JSON context that names properties in camel case.</summary>
    /// <param name="id">The stable id: <c>crm.contact</c>.</param>
    /// <param name="context">The context that knows the model.</param>
    public ModelType(string id, JsonSerializerContext context)
        : base(id)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = new JsonSerializerOptions(context.Options) { TypeInfoResolver = ((IJsonTypeInfoResolver)context).WithAddedModifier(LeaveOutUnset) };
        options.MakeReadOnly();
        _json = (JsonTypeInfo<TModel>)options.GetTypeInfo(typeof(TModel));
        if (_names.Count > FieldSet.MaxFields)
        {
            throw new ArgumentException($"{id} has {_names.Count} fields; a model has at most {FieldSet.MaxFields}.", nameof(context));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> FieldNames => _names;

    /// <summary>Writes a model as JSON: set fields (null included), and no other.</summary>
    /// <param name="model">The model.</param>
    /// <param name="output">Where to.</param>
    public void Write(TModel model, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output, s_readable);
        JsonSerializer.Serialize(writer, model, _json);
    }

    /// <summary>Reads a model that <see cref="Write"/> wrote; fields that are not in it are unset.</summary>
    /// <param name="json">The JSON.</param>
    /// <returns>The model.</returns>
    /// <exception cref="JsonException">The bytes are not such JSON.</exception>
    public TModel Read(ReadOnlySpan<byte> json)
    {
        var model = JsonSerializer.Deserialize(json, _json) ?? throw new JsonException($"{Id}: null is not a record.");
        model.Keep(Present(json));
        return model;
    }

    /// <summary>Gives the model with the values of its set fields, and none in the others: a mapping that writes need not ask what is set.</summary>
    internal TModel WithoutUnset(TModel model)
    {
        if (!model.MayHoldUnset)
        {
            return model;
        }

        var json = new ArrayBufferWriter<byte>();
        Write(model, json);
        return Read(json.WrittenSpan);
    }

    /// <summary>The serializer assigns every <c>init</c> property, absent ones too; so a second scan finds which were there.</summary>
    private FieldSet Present(ReadOnlySpan<byte> json)
    {
        var present = default(FieldSet);
        var index = _index.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> name = stackalloc char[LongestName];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.Length <= LongestName && index.TryGetValue(name[..reader.CopyString(name)], out var field))
            {
                present = present.With(field);
            }

            reader.Read();
            reader.Skip();
        }

        return present;
    }

    private void LeaveOutUnset(JsonTypeInfo type)
    {
        if (type.Type != typeof(TModel))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            var name = char.ToUpperInvariant(property.Name[0]) + property.Name[1..];
            if (Array.IndexOf(s_baseFields, name) >= 0)
            {
                property.ShouldSerialize = name == nameof(CommonModel.CustomFields)
                    ? static (model, _) => ((CommonModel)model).CustomFields.Count > 0
                    : static (_, value) => value is not (null or false);
                continue;
            }

            var field = _names.Count;
            _names.Add(name);
            _index.Add(property.Name, field);
            property.ShouldSerialize = (model, _) => ((CommonModel)model).Fields.Contains(field);
        }
    }
}

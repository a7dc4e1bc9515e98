using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;

namespace Connectors.Unified.Tests;

public abstract class ModelProbe
{
    public static IReadOnlyList<ModelProbe> All { get; } =
    [
        .. typeof(Contact).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CommonModel)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (ModelProbe)Activator.CreateInstance(typeof(ModelProbe<>).MakeGenericType(type))!),
    ];

    public abstract ModelType Type { get; }

    public abstract Type Model { get; }

    public IReadOnlyList<PropertyInfo> Fields =>
        [.. Model.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(property => property.MetadataToken)];

    public static ModelProbe Of(string name) => All.Single(probe => probe.Model.Name == name);

    public CommonModel New(Func<PropertyInfo, bool>? fields = null)
    {
        var model = (CommonModel)Activator.CreateInstance(Model)!;
        foreach (var field in Fields.Where(field => fields?.Invoke(field) == true))
        {
            field.SetValue(model, Sample.Of(field.PropertyType));
        }

        return model;
    }

    public abstract string Write(CommonModel model);

    public abstract CommonModel Read(string json);

    public abstract CommonModel Between(CommonModel before, CommonModel after);

    public override string ToString() => Model.Name;
}

public sealed class ModelProbe<TModel> : ModelProbe
    where TModel : CommonModel
{
    private readonly ModelType<TModel> _type = (ModelType<TModel>)typeof(TModel).GetProperty("Type", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    public override ModelType Type => _type;

    public override Type Model => typeof(TModel);

    public override string Write(CommonModel model)
    {
        var output = new ArrayBufferWriter<byte>();
        _type.Write((TModel)model, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public override CommonModel Read(string json) => _type.Read(Encoding.UTF8.GetBytes(json));

    public override CommonModel Between(CommonModel before, CommonModel after) => Patch.Between(_type, (TModel)before, (TModel)after);
}

public static class Sample
{
    public const string Text = "Something new from a provider";

    public static object Of(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            _ when value == typeof(string) => Text,
            _ when value == typeof(bool) => true,
            _ when value == typeof(int) => 42,
            _ when value == typeof(decimal) => 0.1234567890123456789012345678m,
            _ when value == typeof(DateOnly) => new DateOnly(1984, 2, 29),
            _ when value == typeof(DateTimeOffset) => new DateTimeOffset(2026, 5, 1, 10, 0, 0, 123, TimeSpan.Zero),
            _ when value == typeof(Money) => new Money(50_000.01m, "EUR"),
            _ when value == typeof(PostalAddress) => PostalAddress.From(Text, city: "Oslo", kind: AddressKind.Home)!,
            _ when value == typeof(EmailAddress) => new EmailAddress(Text, EmailKind.From("Holiday")),
            _ when value == typeof(PhoneNumber) => new PhoneNumber(Text, PhoneKind.Mobile),
            _ when value == typeof(WebLink) => new WebLink(Text),
            _ when value == typeof(ScreeningAnswer) => new ScreeningAnswer(Text, null),
            _ when value.IsInterface => ListOf(value.GetGenericArguments()[0]),
            _ => Activator.CreateInstance(value, Text)!,
        };
    }

    public static IReadOnlyDictionary<string, JsonElement> CustomFields(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static Array ListOf(Type item)
    {
        var list = Array.CreateInstance(item, 1);
        list.SetValue(Of(item), 0);
        return list;
    }
}

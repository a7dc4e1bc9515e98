using System.Collections;

namespace Connectors.Providers.Writes;

/// <summary>Values to write, by a field's type; no two are the same, and the first is one that every provider takes.</summary>
internal static class SampleValues
{
    public static IReadOnlyList<object> Of(Type field)
    {
        if (field.IsGenericType && field.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return [.. Lists(field.GetGenericArguments()[0])];
        }

        var type = Nullable.GetUnderlyingType(field) ?? field;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RemoteRef<>))
        {
            return [Make(type, "101"), Make(type, "102")];
        }

        return Array.Exists(type.GetInterfaces(), one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IOpenEnum<>))
            ? [.. Known(type), Make(type, "A word of its own")]
            : Plain(type);
    }

    private static IReadOnlyList<object> Plain(Type type) => type switch
    {
        _ when type == typeof(string) => ["101", "102"],
        _ when type == typeof(bool) => [true, false],
        _ when type == typeof(int) => [7, 8],
        _ when type == typeof(decimal) => [0.25m, 0.5m],
        _ when type == typeof(DateOnly) => [new DateOnly(2026, 12, 1), new DateOnly(2026, 12, 2)],
        _ when type == typeof(DateTimeOffset) => [new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 1, 11, 0, 0, TimeSpan.Zero)],
        _ when type == typeof(Money) => [new Money(5, null), new Money(6, null), new Money(5, "EUR"), new Money(5, "USD")],
        _ when type == typeof(EmailAddress) => [new EmailAddress("one@example.com"), new EmailAddress("two@example.com")],
        _ when type == typeof(PhoneNumber) => [new PhoneNumber("1", PhoneKind.Work), new PhoneNumber("2", PhoneKind.Work), new PhoneNumber("3", PhoneKind.Mobile), new PhoneNumber("4", PhoneKind.Mobile)],
        _ when type == typeof(WebLink) => [new WebLink("https://one.example", LinkKind.Blog), new WebLink("https://two.example", LinkKind.Blog), new WebLink("https://three.example", LinkKind.SocialMedia), new WebLink("https://four.example", LinkKind.SocialMedia)],
        _ when type == typeof(ScreeningAnswer) => [new ScreeningAnswer("Why?", "So."), new ScreeningAnswer("When?", "Now.")],
        _ when type == typeof(PostalAddress) => [.. Addresses()],
        _ => throw new NotSupportedException($"Give a few different values of {type.Name} here."),
    };

    /// <summary>Each part alone beside the street, so that a part that is dropped shows; then text alone, and text beside parts.</summary>
    private static IEnumerable<PostalAddress> Addresses()
    {
        var street = new PostalAddress { Street1 = "1 Main St" };
        return
        [
            street, new() { Street2 = "Flat 2" }, street with { Street2 = "Flat 2" }, street with { City = "Lindon" }, street with { State = "UT" },
            street with { PostalCode = "84042" }, street with { Country = "US" }, new() { Text = "9 High St, Ghent" }, street with { Text = "9 High St, Ghent" },
        ];
    }

    /// <summary>Each value alone, then every two of them.</summary>
    private static IEnumerable<object> Lists(Type item)
    {
        var values = Of(item);
        var singles = values.Select(value => List(item, value));
        var pairs = values.SelectMany((first, index) => values.Skip(index + 1).Select(second => List(item, first, second)));
        return singles.Concat(pairs);
    }

    private static object List(Type item, params object[] values)
    {
        var list = Array.CreateInstance(item, values.Length);
        Array.Copy(values, list, values.Length);
        return list;
    }

    private static IEnumerable<object> Known(Type openEnum) => ((IEnumerable)openEnum.GetProperty("Known")!.GetValue(null)!).Cast<object>();

    private static object Make(Type type, string value) => Activator.CreateInstance(type, value)!;
}

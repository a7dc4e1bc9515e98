using System.Reflection;

namespace Connectors.Conventions;

/// <summary>How things are named and shaped.</summary>
public sealed class NamingTests
{
    private static readonly string[] s_foreignWords = ["Integration", "Plugin", "Adapter", "Driver", "Manager", "Helper"];

    public static TheoryData<string> Packages { get; } = [.. Repository.Packages.Select(package => package.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Types_AreNamedInTheFieldsWords(string package)
    {
        var names = Types(package).Select(type => type.Name);

        Assert.DoesNotContain(names, name => s_foreignWords.Any(word => name.Contains(word, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Classes_AreSealedStaticOrAbstract_UnlessMadeToBeDerivedFrom(string package)
    {
        string[] open = [nameof(ConnectorException), nameof(ConnectorOptions)];

        var loose = Types(package).Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !open.Contains(type.Name));
        Assert.Empty(loose);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void AsyncMethods_EndInAsyncAndTakeATokenLast(string package)
    {
        var methods = Types(package).SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.GetBaseDefinition() == method && IsAsync(method.ReturnType) && !method.IsSpecialName && method.Name is not ("DisposeAsync" or "GetAsyncEnumerator" or "AsPages"));

        Assert.All(methods, method =>
        {
            Assert.EndsWith("Async", method.Name, StringComparison.Ordinal);
            if (method.ReturnType.Name.StartsWith("Pageable", StringComparison.Ordinal) || method.GetParameters().Any(parameter => parameter.ParameterType.Name == "HttpContext"))
            {
                return; // pages and web requests bring a token of their own
            }

            Assert.True(method.GetParameters().LastOrDefault()?.ParameterType == typeof(CancellationToken), $"{method.DeclaringType!.Name}.{method.Name} takes no CancellationToken last.");
        });
    }

    private static IEnumerable<Type> Types(string package) =>
        Repository.Packages.Single(candidate => candidate.GetName().Name == package).GetExportedTypes();

    private static bool IsAsync(Type type) => type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var generic
            && (generic == typeof(Task<>) || generic == typeof(ValueTask<>) || generic == typeof(IAsyncEnumerable<>) || generic == typeof(Pageable<>)));
}

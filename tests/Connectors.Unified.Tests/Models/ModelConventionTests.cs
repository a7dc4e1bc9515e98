using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Connectors.Unified.Tests;

public sealed partial class ModelConventionTests
{
    private static readonly string[] s_implicitUsings =
        ["System", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "System.Collections.Generic"];

    public static TheoryData<string> Models => [.. ModelProbe.All.Select(probe => probe.Model.Name)];

    [Fact]
    public void Assembly_AllModels_AreTheEightOfThreeCategories()
    {
        string[] expected = ["ats.application", "ats.candidate", "ats.job", "crm.account", "crm.contact", "crm.opportunity", "crm.user", "hris.employee"];

        Assert.Equal(expected, ModelProbe.All.Select(probe => probe.Type.Id).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Id_EveryModel_IsCategoryAndName(string model)
    {
        var id = ModelProbe.Of(model).Type.Id;

        Assert.Matches(IdPattern(), id);
        Assert.Equal(model.ToLowerInvariant(), id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Shape_EveryModel_IsASealedRecordInNamespaceConnectors(string model)
    {
        var type = ModelProbe.Of(model).Model;

        Assert.True(type.IsSealed && type.IsPublic);
        Assert.Equal("Connectors", type.Namespace);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void FieldNames_EveryModel_AreItsPropertiesInOrder(string model)
    {
        var probe = ModelProbe.Of(model);

        Assert.Equal(probe.Fields.Select(field => field.Name), probe.Type.FieldNames, StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Init_NullOrValue_SetsTheBitAtItsPositionAndNoOther(string model)
    {
        var probe = ModelProbe.Of(model);

        for (var index = 0; index < probe.Fields.Count; index++)
        {
            var field = probe.Fields[index];
            foreach (var value in new[] { null, Sample.Of(field.PropertyType) })
            {
                var instance = probe.New();
                field.SetValue(instance, value);

                Assert.Equal(default(FieldSet).With(index), instance.Fields);
                Assert.Equal(field.Name, probe.Type.FieldNames[index]);
                Assert.Equal(probe.Type.Of(field.Name), instance.Fields);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Properties_EveryModel_AreNullableAndInitOnly(string model)
    {
        foreach (var field in ModelProbe.Of(model).Fields)
        {
            var isNullable = Nullable.GetUnderlyingType(field.PropertyType) is not null
                || new NullabilityInfoContext().Create(field).ReadState == NullabilityState.Nullable;

            Assert.True(isNullable, field.Name);
            Assert.Contains(typeof(System.Runtime.CompilerServices.IsExternalInit), field.SetMethod!.ReturnParameter.GetRequiredCustomModifiers());
        }
    }

    [Fact]
    public void PublicTypes_OfTheAssembly_ShadowNothingInTheImplicitUsings()
    {
        var taken = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Select(TryLoad)
            .OfType<Assembly>()
            .SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => s_implicitUsings.Contains(type.Namespace))
            .Select(type => type.Name)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Contains("Task", taken);
        Assert.Contains("HttpClient", taken);
        Assert.DoesNotContain(typeof(Contact).Assembly.GetExportedTypes(), type => taken.Contains(type.Name));
    }

    [Fact]
    public void PublicTypes_OfUnifiedAndCore_ShareNoName()
    {
        var names = typeof(Contact).Assembly.GetExportedTypes().Concat(typeof(CommonModel).Assembly.GetExportedTypes())
            .Where(type => !type.IsGenericType && !type.IsNested)
            .Select(type => type.Name);

        Assert.Empty(names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Documentation_EveryPublicTypeAndProperty_HasASummary()
    {
        var file = XDocument.Load(Path.ChangeExtension(typeof(Contact).Assembly.Location, ".xml"));
        var documented = file.Descendants("member")
            .Where(member => member.Element("inheritdoc") is not null || member.Element("summary")?.Value.Trim().Length > 10)
            .Select(member => member.Attribute("name")!.Value)
            .ToHashSet(StringComparer.Ordinal);
        var members = typeof(Contact).Assembly.GetExportedTypes().Where(type => !type.IsNested).SelectMany(type => type
            .GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(property => !IsPositional(type, property))
            .Select(property => $"P:{type.FullName}.{property.Name}")
            .Append($"T:{type.FullName}"));

        Assert.All(members, member => Assert.Contains(member, documented));
    }

    private static bool IsPositional(Type type, PropertyInfo property) =>
        type.GetConstructors().Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name));

    private static Assembly? TryLoad(string path)
    {
        try
        {
            return Assembly.Load(Path.GetFileNameWithoutExtension(path));
        }
        catch (Exception error) when (error is BadImageFormatException or FileNotFoundException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[a-z]+\\.[a-z]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdPattern();
}

using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Connectors.Unified.Tests;

public sealed partial class OpenEnumTests
{
    public static TheoryData<string> Vocabularies =>
        [.. typeof(Contact).Assembly.GetTypes().Where(IsVocabulary).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Known_EveryVocabulary_HoldsEachNamedValueOnceInUpperCase(string name)
    {
        var type = typeof(Contact).Assembly.GetType($"Connectors.{name}")!;
        var named = type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == type).Select(property => property.GetValue(null)!.ToString()!).ToList();
        var known = ((System.Collections.IEnumerable)type.GetProperty("Known")!.GetValue(null)!).Cast<object>().Select(value => value.ToString()!).ToList();

        Assert.NotEmpty(named);
        Assert.Equal(named, known);
        Assert.Equal(known.Count, known.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(known, value => Assert.Matches(UpperCase(), value));
    }

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Json_EveryVocabulary_IsTheTextAlone(string name)
    {
        var type = typeof(Contact).Assembly.GetType($"Connectors.{name}")!;
        var value = Activator.CreateInstance(type, "Something new")!;

        var json = JsonSerializer.Serialize(value, type);

        Assert.Equal("\"Something new\"", json);
        Assert.Equal(value, JsonSerializer.Deserialize(json, type));
    }

    [Theory]
    [InlineData("Full-Time", "FULL_TIME")]
    [InlineData("full time", "FULL_TIME")]
    [InlineData("FULLTIME", "FULL_TIME")]
    [InlineData("Full-Time (fixed)", "Full-Time (fixed)")]
    [InlineData("Full", "Full")]
    [InlineData("-", "-")]
    public void Match_ProvidersText_GivesTheNamedValueOrTheTextAsItCame(string text, string expected) =>
        Assert.Equal(expected, EmploymentType.Match(text)?.Value);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Match_NoText_GivesNull(string? text) => Assert.Null(EmploymentType.Match(text));

    [Fact]
    public void Match_ProvidersOwnSpelling_FindsNames()
    {
        Assert.Equal(LifecycleStage.MarketingQualifiedLead, LifecycleStage.Match("marketingqualifiedlead"));
        Assert.Equal(OpportunityType.NewBusiness, OpportunityType.Match("newbusiness"));
        Assert.Equal(Gender.NonBinary, Gender.Match("Non Binary"));
        Assert.Equal(FlsaStatus.Nonexempt, FlsaStatus.Match("Non-exempt"));
        Assert.Equal(EmploymentStatus.Inactive, EmploymentStatus.Match("Inactive"));
        Assert.Equal(JobStatus.Open, JobStatus.Match("open"));
    }

    [Fact]
    public void IsKnown_NamedAndOtherValue_TellsThemApart()
    {
        Assert.True(JobStatus.From("OPEN").IsKnown);
        Assert.False(JobStatus.From("On Hold").IsKnown);
        Assert.False(default(JobStatus).IsKnown);
    }

    private static bool IsVocabulary(Type type) =>
        type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IOpenEnum<>));

    [GeneratedRegex("^[A-Z]+([_-][A-Z]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UpperCase();
}

namespace Connectors.Unified.Tests;

public sealed class ModelEqualityTests
{
    public static TheoryData<string> Models => [.. ModelProbe.All.Select(probe => probe.Model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Equals_SameValuesInOtherLists_IsTrue(string model)
    {
        var probe = ModelProbe.Of(model);

        Assert.Equal(probe.New(_ => true), probe.New(_ => true));
        Assert.Equal(probe.New(_ => true).GetHashCode(), probe.New(_ => true).GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Equals_NullInsteadOfUnset_IsFalse(string model)
    {
        var probe = ModelProbe.Of(model);

        foreach (var field in probe.Fields)
        {
            var withNull = probe.New();
            field.SetValue(withNull, null);

            Assert.NotEqual(probe.New(), withNull);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ToString_AllFieldsSet_PrintsNoValue(string model)
    {
        var text = ModelProbe.Of(model).New(_ => true).ToString();

        Assert.StartsWith(model, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Sample.Text, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Equals_CustomFieldsWithOtherValue_IsFalse()
    {
        var one = new Contact { CustomFields = Sample.CustomFields("""{"a":1}""") };

        Assert.Equal(one, new Contact { CustomFields = Sample.CustomFields("""{"a":1.0}""") });
        Assert.NotEqual(one, new Contact { CustomFields = Sample.CustomFields("""{"a":2}""") });
        Assert.NotEqual(one, new Contact { CustomFields = Sample.CustomFields("""{"b":1}""") });
        Assert.NotEqual(one, new Contact());
    }

    [Fact]
    public void Equals_RawBytesOnOneSide_IsTrue()
    {
        var contact = new Contact { FirstName = "Ada" };

        Assert.Equal(contact, contact with { Raw = new RawRecord("{}"u8.ToArray()) });
    }

    [Fact]
    public void Init_ListChangedAfterwards_KeepsTheModelAsItWas()
    {
        var tags = new List<string> { "a" };
        var candidate = new Candidate { Tags = tags };

        tags.Add("b");

        Assert.Equal(["a"], candidate.Tags);
    }

    [Fact]
    public void With_AnotherField_KeepsWhatWasSet()
    {
        var contact = new Contact { FirstName = "Ada" };

        var changed = contact with { LastName = null };

        Assert.Equal(Contact.Type.Of(nameof(Contact.FirstName), nameof(Contact.LastName)), changed.Fields);
        Assert.Equal(Contact.Type.Of(nameof(Contact.FirstName)), contact.Fields);
    }
}

namespace Connectors.Unified.Tests;

public sealed class PatchTests
{
    public static TheoryData<string> Models => [.. ModelProbe.All.Select(probe => probe.Model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Between_SameValues_SetsNothing(string model)
    {
        var probe = ModelProbe.Of(model);

        Assert.Equal(default, probe.Between(probe.New(_ => true), probe.New(_ => true)).Fields);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Between_OneFieldCleared_SetsThatFieldToNull(string model)
    {
        var probe = ModelProbe.Of(model);

        foreach (var field in probe.Fields)
        {
            var after = probe.New(_ => true);
            field.SetValue(after, null);

            var patch = probe.Between(probe.New(_ => true), after);

            Assert.Equal(field.Name, Assert.Single(probe.Type.Names(patch.Fields)));
            Assert.Null(field.GetValue(patch));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Between_OneFieldAdded_SetsThatFieldToItsValue(string model)
    {
        var probe = ModelProbe.Of(model);

        foreach (var field in probe.Fields)
        {
            var patch = probe.Between(probe.New(other => other != field), probe.New(_ => true));

            Assert.Equal(probe.New(other => other == field), patch);
        }
    }

    [Fact]
    public void Between_ItemAddedToAList_SendsTheWholeList()
    {
        var before = new Contact { RemoteId = "1", RemoteVersion = "v1", FirstName = "Ada", PhoneNumbers = PhoneNumber.List(("1", PhoneKind.Work)) };
        var after = before with { PhoneNumbers = PhoneNumber.List(("1", PhoneKind.Work), ("2", PhoneKind.Mobile)) };

        var patch = Patch.Between(Contact.Type, before, after);

        Assert.Equal(new Contact { RemoteVersion = "v1", PhoneNumbers = after.PhoneNumbers }, patch);
    }

    [Fact]
    public void Between_CustomFields_SendsTheOnesThatDiffer()
    {
        var before = new Contact { CustomFields = Sample.CustomFields("""{"a":1,"b":2,"c":3}""") };
        var after = before with { CustomFields = Sample.CustomFields("""{"a":1,"b":null,"d":4}""") };

        var patch = Patch.Between(Contact.Type, before, after);

        Assert.Equal(["b", "d"], patch.CustomFields.Keys, StringComparer.Ordinal);
        Assert.Equal(default, patch.Fields);
    }
}

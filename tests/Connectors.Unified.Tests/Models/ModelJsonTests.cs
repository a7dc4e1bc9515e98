using System.Text.Json;

namespace Connectors.Unified.Tests;

public sealed class ModelJsonTests
{
    public static TheoryData<string> Models => [.. ModelProbe.All.Select(probe => probe.Model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Write_NothingSet_WritesAnEmptyObject(string model)
    {
        var probe = ModelProbe.Of(model);

        Assert.Equal("{}", probe.Write(probe.New()));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Read_EmptyObject_SetsNothingAndHasNoCustomFields(string model)
    {
        var probe = ModelProbe.Of(model);

        var read = probe.Read("{}");

        Assert.Equal(default, read.Fields);
        Assert.Empty(read.CustomFields);
        Assert.Equal("{}", probe.Write(read));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void RoundTrip_EachFieldAlone_KeepsPresenceAndValue(string model)
    {
        var probe = ModelProbe.Of(model);

        foreach (var field in probe.Fields)
        {
            var withValue = probe.New(candidate => candidate == field);
            var withNull = probe.New();
            field.SetValue(withNull, null);

            Assert.Equal(withValue, probe.Read(probe.Write(withValue)));
            Assert.Equal(withNull, probe.Read(probe.Write(withNull)));
            Assert.Equal($$"""{"{{JsonNamingPolicy.CamelCase.ConvertName(field.Name)}}":null}""", probe.Write(withNull));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void RoundTrip_AllFieldsAndTheBase_GivesAnEqualModel(string model)
    {
        var probe = ModelProbe.Of(model);
        var full = Dress(probe.New(_ => true));

        var read = probe.Read(probe.Write(full));

        Assert.Equal(probe.Type.All, read.Fields);
        Assert.Equal(full, read);
        Assert.Equal(full.GetHashCode(), read.GetHashCode());
        Assert.Equal(probe.Write(full), probe.Write(read));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void RoundTrip_EveryOtherField_LeavesTheRestUnset(string model)
    {
        var probe = ModelProbe.Of(model);
        var odd = probe.New(field => probe.Fields.ToList().IndexOf(field) % 2 == 1);

        var read = probe.Read(probe.Write(odd));

        Assert.Equal(odd.Fields, read.Fields);
        Assert.Equal(odd, read);
    }

    [Fact]
    public void RoundTrip_UnknownEnumValue_Survives()
    {
        var employee = new Employee { EmploymentType = EmploymentType.From("Zero-hours"), EmploymentStatus = EmploymentStatus.Active };
        var probe = ModelProbe.Of(nameof(Employee));

        var read = (Employee)probe.Read(probe.Write(employee));

        Assert.Equal("Zero-hours", read.EmploymentType?.Value);
        Assert.False(read.EmploymentType?.IsKnown);
        Assert.True(read.EmploymentStatus?.IsKnown);
        Assert.Contains("\"employmentStatus\":\"ACTIVE\"", probe.Write(read), StringComparison.Ordinal);
    }

    [Fact]
    public void RoundTrip_CustomFieldsOfEveryKind_Survive()
    {
        var contact = new Contact { CustomFields = Sample.CustomFields("""{"shoe_size":42.50,"vip":true,"note":null,"tags":["a","b"],"nested":{"x":1}}""") };
        var probe = ModelProbe.Of(nameof(Contact));

        var read = probe.Read(probe.Write(contact));

        Assert.Equal(contact, read);
        Assert.Equal(JsonValueKind.Null, read.CustomFields["note"].ValueKind);
        Assert.Equal("42.50", read.CustomFields["shoe_size"].GetRawText());
    }

    [Theory]
    [InlineData("0.1")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1234567890.123456789")]
    public void RoundTrip_Decimal_LosesNoDigit(string amount)
    {
        var probe = ModelProbe.Of(nameof(Opportunity));

        var read = (Opportunity)probe.Read($$$"""{"amount":{"amount":{{{amount}}},"currency":"USD"}}""");

        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), read.Amount?.Amount);
        Assert.Contains($"\"amount\":{amount}", probe.Write(read), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Date_HasNoTimeOfDay()
    {
        var json = ModelProbe.Of(nameof(Employee)).Write(new Employee { DateOfBirth = new DateOnly(1984, 2, 29) });

        Assert.Equal("""{"dateOfBirth":"1984-02-29"}""", json);
    }

    [Fact]
    public void Read_FieldOfALaterVersion_IsPassedOver()
    {
        var read = (Contact)ModelProbe.Of(nameof(Contact)).Read("""{"futureField":{"a":[1,{"firstName":"no"}]},"lastName":"Lovelace"}""");

        Assert.Equal(Contact.Type.Of(nameof(Contact.LastName)), read.Fields);
        Assert.Null(read.FirstName);
    }

    private static CommonModel Dress(CommonModel model)
    {
        typeof(CommonModel).GetProperty(nameof(CommonModel.RemoteId))!.SetValue(model, "17");
        typeof(CommonModel).GetProperty(nameof(CommonModel.RemoteVersion))!.SetValue(model, "v2");
        typeof(CommonModel).GetProperty(nameof(CommonModel.RemoteCreatedAt))!.SetValue(model, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        typeof(CommonModel).GetProperty(nameof(CommonModel.RemoteModifiedAt))!.SetValue(model, new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));
        typeof(CommonModel).GetProperty(nameof(CommonModel.IsDeleted))!.SetValue(model, true);
        typeof(CommonModel).GetProperty(nameof(CommonModel.CustomFields))!.SetValue(model, Sample.CustomFields("""{"a":"b"}"""));
        return model;
    }
}

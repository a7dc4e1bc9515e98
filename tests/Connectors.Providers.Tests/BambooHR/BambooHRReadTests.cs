using System.Net;
using System.Text.Json;
using Connectors.BambooHR;
using Connectors.Providers.Testing;
using static Connectors.Providers.BambooHR.BambooHRBench;

namespace Connectors.Providers.BambooHR;

public sealed class BambooHRReadTests
{
    private const string ListFields =
        "fields=middleName%2CworkEmail%2ChomeEmail%2CworkPhone%2CworkPhoneExtension%2CmobilePhone%2ChomePhone%2CdepartmentName%2CdivisionName%2ClocationName%2CreportsToId%2CemploymentStatusName%2ChireDate%2CbirthDate%2ClinkedinUrl";

    private const string Ava = """
        {"employeeId":"123","firstName":"Ava","lastName":"Nguyen","preferredName":null,"photoUrl":"https://cdn.example.com/p/123.jpg","jobTitleName":"Engineer",
         "status":"Active","middleName":"M","workEmail":"ava@x.io","homeEmail":"ava@home.io","workPhone":"555-1","workPhoneExtension":"12","mobilePhone":"555-2",
         "homePhone":"555-3","departmentName":"R&D","divisionName":"North","locationName":"Lindon","reportsToId":"7","employmentStatusName":"Full-Time",
         "hireDate":"2024-02-01","birthDate":"0000-00-00","linkedinUrl":"https://linkedin.com/in/ava","_restrictedFields":[]}
        """;

    private const string Full = """
        {"id":"123","employeeNumber":"0042","firstName":"Ava","middleName":"M","lastName":"Nguyen","preferredName":"Avi","displayName":"Avi Nguyen","workEmail":"ava@x.io",
         "homeEmail":"ava@home.io","workPhone":"555-1","workPhoneExtension":"12","mobilePhone":"555-2","homePhone":"555-3","address1":"335 S 560 W","address2":"Suite 200",
         "city":"Lindon","state":"UT","zipcode":"84042","country":"United States","jobTitle":"Engineer","department":"R&D","division":"North","location":"Lindon",
         "supervisorEId":"7","status":"Inactive","employmentHistoryStatus":"Part-Time","hireDate":"2024-02-01","originalHireDate":"2020-03-04","terminationDate":"2026-11-30",
         "payRate":"50000.00 USD","payPer":"Year","payType":"Salary","payGroup":"Monthly","exempt":"Non-exempt","dateOfBirth":"1990-05-06","gender":"Female",
         "ethnicity":"White","maritalStatus":"Domestic Partnership","photoUrl":"https://cdn.example.com/p/123.jpg","linkedinUrl":"https://linkedin.com/in/ava",
         "lastChanged":"2026-11-02T09:59:58+00:00"}
        """;

    [Fact]
    public async Task ConnectAsync_ApiKey_IsBasicUserAndProvedByTheList()
    {
        using var bamboo = await ConnectAsync();

        Assert.Equal(Api + "employees?page%5Blimit%5D=1", bamboo.Last.Address);
        Assert.Equal("Basic YWJjOng=", bamboo.Last.Authorization);
        Assert.Equal("application/json", bamboo.Last.Accept);
        Assert.Null(bamboo.Connector.Connection.AccountId);
    }

    [Theory]
    [InlineData("acme.bamboohr.com")]
    [InlineData("ACME")]
    [InlineData("acme/x")]
    public async Task ConnectAsync_SubdomainIsNone_IsRefusedBeforeAnyCall(string subdomain)
    {
        using var bamboo = MockedProvider.Create(builder => Microsoft.Extensions.DependencyInjection.BambooHRConnectorsBuilderExtensions.AddBambooHR(builder));

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bamboo.ConnectAsync("bamboohr", new ApiKeyCredential("abc"), new() { ["subdomain"] = subdomain }));

        Assert.Contains("subdomain", error.Message, StringComparison.Ordinal);
        Assert.Empty(bamboo.Sent);
    }

    [Fact]
    public async Task ListAsync_TwoPages_GoesOnByCursorToTheEnd()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, Page("eyJh+=", 2, Ava))
            .Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, Page(null, 2, Ava.Replace("123", "124", StringComparison.Ordinal)));

        var employees = await bamboo.Connector.ListAsync<Employee>().AllAsync();

        Assert.Equal(["123", "124"], employees.Select(employee => employee.RemoteId));
        Assert.Equal(ListFields + "&page%5Blimit%5D=500", bamboo.Sent[1].Query);
        Assert.Equal(ListFields + "&page%5Blimit%5D=500&page%5Bafter%5D=eyJh%2B%3D", bamboo.Sent[2].Query);
    }

    [Fact]
    public async Task ListAsync_FewerRecordsThanTheTotal_Fails()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, Page(null, 3, Ava))
            .Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, Page(null, 3, Ava)); // the end is asked for once more

        var error = await Assert.ThrowsAsync<IncompleteListException>(() => bamboo.Connector.ListAsync<Employee>().AllAsync());

        Assert.Equal(3, error.Declared);
    }

    [Fact]
    public async Task ListAsync_StaleCursor_FailsAndDoesNotEnd()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, Page("old", 2, Ava))
            .Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.BadRequest, """{"error":{"code":"BadPage","message":"The boundary employee changed."}}""");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bamboo.Connector.ListAsync<Employee>().AllAsync());

        Assert.Equal((ErrorKind.Validation, "BadPage"), (error.Kind, error.ErrorCode));
    }

    [Fact]
    public async Task ListAsync_Employee_MapsWhatTheListTellsAndLeavesTheRestUnset()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, Page(null, 1, Ava));

        var ava = Assert.Single(await bamboo.Connector.ListAsync<Employee>().AllAsync());

        Assert.Equal(
            new Employee
            {
                RemoteId = "123",
                FirstName = "Ava",
                MiddleName = "M",
                LastName = "Nguyen",
                PreferredName = null,
                WorkEmail = "ava@x.io",
                PersonalEmail = "ava@home.io",
                WorkPhone = "555-1",
                WorkPhoneExtension = "12",
                MobilePhone = "555-2",
                HomePhone = "555-3",
                JobTitle = "Engineer",
                Department = "R&D",
                Division = "North",
                WorkLocation = "Lindon",
                Manager = new("7"),
                EmploymentStatus = EmploymentStatus.Active,
                EmploymentType = EmploymentType.FullTime,
                HireDate = new(2024, 2, 1),
                DateOfBirth = null,
                PhotoUrl = "https://cdn.example.com/p/123.jpg",
                LinkedInUrl = "https://linkedin.com/in/ava",
            },
            ava);
        var binding = bamboo.Connector.Model<Employee>().Binding;
        Assert.Equal(ava.Unset(Employee.Type), Employee.Type.Names(binding.ListOmits));
    }

    [Fact]
    public async Task ListAsync_RestrictedField_IsUnsetAndNotNull()
    {
        using var bamboo = await ConnectAsync();
        var restricted = Ava.Replace("\"555-3\"", "null", StringComparison.Ordinal).Replace("\"_restrictedFields\":[]", "\"_restrictedFields\":[\"homePhone\",\"skypeUsername\"],\"skypeUsername\":null", StringComparison.Ordinal);
        bamboo.Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, Page(null, 1, restricted));

        var ava = Assert.Single(await bamboo.Connector.ListAsync<Employee>(options: new() { CustomFields = ["skypeUsername"] }).AllAsync());

        Assert.Contains(nameof(Employee.HomePhone), ava.Unset(Employee.Type));
        Assert.DoesNotContain(nameof(Employee.PreferredName), ava.Unset(Employee.Type));
        Assert.Empty(ava.CustomFields);
        Assert.Contains("linkedinUrl%2CskypeUsername&", bamboo.Last.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_Employee_MapsEachField()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees/123", HttpStatusCode.OK, Full);

        var ava = await bamboo.Connector.Model<Employee>().GetAsync("123");

        Assert.Equal(
            new Employee
            {
                RemoteId = "123",
                RemoteModifiedAt = new(2026, 11, 2, 9, 59, 58, TimeSpan.Zero),
                EmployeeNumber = "0042",
                FirstName = "Ava",
                MiddleName = "M",
                LastName = "Nguyen",
                PreferredName = "Avi",
                DisplayName = "Avi Nguyen",
                WorkEmail = "ava@x.io",
                PersonalEmail = "ava@home.io",
                WorkPhone = "555-1",
                WorkPhoneExtension = "12",
                MobilePhone = "555-2",
                HomePhone = "555-3",
                HomeAddress = new() { Street1 = "335 S 560 W", Street2 = "Suite 200", City = "Lindon", State = "UT", PostalCode = "84042", Country = "United States", Kind = AddressKind.Home },
                JobTitle = "Engineer",
                Department = "R&D",
                Division = "North",
                WorkLocation = "Lindon",
                Manager = new("7"),
                EmploymentStatus = EmploymentStatus.Inactive,
                EmploymentType = EmploymentType.PartTime,
                HireDate = new(2024, 2, 1),
                OriginalHireDate = new(2020, 3, 4),
                TerminationDate = new(2026, 11, 30),
                PayRate = new(50000.00m, "USD"),
                PayPeriod = PayPeriod.Year,
                PayType = PayType.Salary,
                PayGroup = "Monthly",
                FlsaStatus = FlsaStatus.Nonexempt,
                DateOfBirth = new(1990, 5, 6),
                Gender = Gender.Female,
                Ethnicity = Ethnicity.White,
                MaritalStatus = MaritalStatus.DomesticPartnership,
                PhotoUrl = "https://cdn.example.com/p/123.jpg",
                LinkedInUrl = "https://linkedin.com/in/ava",
            },
            ava);
        Assert.Equal([nameof(Employee.NationalId)], ava!.Unset(Employee.Type));
        Assert.StartsWith("fields=employeeNumber%2CfirstName", bamboo.Last.Query, StringComparison.Ordinal);
        Assert.EndsWith("%2ClastChanged", bamboo.Last.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("ssn", bamboo.Last.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_FieldsThatMayNotBeSeen_AreUnset()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees/9", HttpStatusCode.OK, """{"id":9,"firstName":"Bo","city":null,"terminationDate":"0000-00-00"}""");

        var bo = await bamboo.Connector.Model<Employee>().GetAsync("9");

        Assert.Equal(new Employee { RemoteId = "9", FirstName = "Bo", HomeAddress = null, TerminationDate = null }, bo);
    }

    [Fact]
    public async Task GetAsync_CustomFieldsAsked_AreAskedForAndGiven()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees/9", HttpStatusCode.OK, """{"id":"9","firstName":"Bo","ssn":"123-45","customShirt":"XL","customLanguages":["en","vi"],"4340.4":null}""");

        var bo = await bamboo.Connector.Model<Employee>().GetAsync("9", new() { CustomFields = ["customShirt", "customLanguages", "4340.4", "ssn", "firstName"] });

        Assert.EndsWith("%2ClastChanged%2CcustomShirt%2CcustomLanguages%2C4340.4%2Cssn", bamboo.Last.Query, StringComparison.Ordinal);
        Assert.Equal("123-45", bo!.NationalId);
        Assert.Equal(["customShirt", "customLanguages", "4340.4"], bo.CustomFields.Keys);
        Assert.Equal("""["en","vi"]""", bo.CustomFields["customLanguages"].GetRawText());
        Assert.Equal(JsonValueKind.Null, bo.CustomFields["4340.4"].ValueKind);
    }

    [Fact]
    public async Task GetAsync_NoSuchEmployee_IsNull()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees/9", HttpStatusCode.NotFound);

        Assert.Null(await bamboo.Connector.Model<Employee>().GetAsync("9"));
    }

    [Fact]
    public async Task ChangesAsync_Feed_GivesRemovalsAndReadsTheOthersByTheirIds()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees/changed", HttpStatusCode.OK, """
            {"latest":"2026-11-02T10:00:00+00:00","employees":{
              "123":{"id":"123","action":"Updated","lastChanged":"2026-11-02T09:59:58+00:00"},
              "124":{"id":124,"action":"Inserted","lastChanged":"2026-11-02T10:00:00+00:00"},
              "125":{"id":"125","action":"Deleted","lastChanged":"2026-11-01T00:00:01+00:00"}}}
            """)
            .Expect(HttpMethod.Get, Api + "employees", HttpStatusCode.OK, Page(null, 2, Ava, Ava.Replace("123", "124", StringComparison.Ordinal)));

        var changes = await bamboo.Connector.Model<Employee>().ChangesAsync(new(2026, 11, 1, 12, 30, 15, 900, TimeSpan.FromHours(1))).AllAsync();

        Assert.Equal("since=2026-11-01T11%3A30%3A15Z", bamboo.Sent[1].Query);
        Assert.Equal(ListFields + "&filter%5Bids%5D%5B%5D=123&filter%5Bids%5D%5B%5D=124&page%5Blimit%5D=500", bamboo.Sent[2].Query);
        Assert.Equal(["125", "123", "124"], changes.Select(change => change.RemoteId));
        Assert.True(changes[0].IsRemoved);
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 9, 59, 58, TimeSpan.Zero), changes[1].At);
        Assert.Equal("Ava", changes[2].Model!.FirstName);
    }

    [Fact]
    public async Task ChangesAsync_Delta_GoesOnAMinuteBeforeTheLatestChange()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "employees/changed", HttpStatusCode.OK, """{"latest":"2026-11-02T10:00:00+00:00","employees":{}}""")
            .Expect(HttpMethod.Get, Api + "employees/changed", HttpStatusCode.OK, """{"latest":"","employees":[]}""");
        var changes = bamboo.Connector.Model<Employee>().ChangesAsync(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

        var first = Assert.Single(await changes.AsPages().AllAsync());
        var second = Assert.Single(await changes.AsPages(first.Delta).AllAsync());

        Assert.Equal("since=2026-11-02T09%3A59%3A00Z", bamboo.Last.Query);
        Assert.Empty(second.Items);
        Assert.Null(second.Delta);
    }

    [Fact]
    public async Task Fields_TellsIdsThatAreNumbersAndTexts()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "meta/fields", HttpStatusCode.OK, """[{"id":1355,"name":"Shirt","type":"list","alias":"customShirt"},{"id":"4340.4","name":"Old","type":"text","deprecated":true}]""");

        var fields = await bamboo.Connector.ListAsync(BambooHREndpoints.Fields).AllAsync();

        Assert.Equal([new("1355", "Shirt", "list", "customShirt", null), new("4340.4", "Old", "text", null, true)], fields);
    }

    [Fact]
    public async Task Lists_TellsValues()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Get, Api + "meta/lists", HttpStatusCode.OK, """
            [{"fieldId":"4","name":"Department","alias":"department","manageable":"yes","multiple":"no","options":[{"id":18,"name":"R&D","archived":"no","createdDate":"2024-01-01T00:00:00+00:00","archivedDate":null}]}]
            """);

        var list = Assert.Single(await bamboo.Connector.ListAsync(BambooHREndpoints.Lists).AllAsync());

        Assert.Equal(("4", "department", "yes"), (list.FieldId, list.Alias, list.Manageable));
        Assert.Equal(new("18", "R&D", "no", "2024-01-01T00:00:00+00:00", null), Assert.Single(list.Options!));
    }

    private static string Page(string? next, int total, params string[] employees) =>
        $$"""{"data":[{{string.Join(',', employees)}}],"_links":{},"meta":{"page":{"nextCursor":{{JsonSerializer.Serialize(next)}},"limit":500},"total":{{total}} } }""";
}

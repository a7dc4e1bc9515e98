using System.Net;
using System.Text.Json;
using Connectors.Providers.Testing;
using static Connectors.Providers.BambooHR.BambooHRBench;

namespace Connectors.Providers.BambooHR;

public sealed class BambooHRWriteTests
{
    [Theory]
    [InlineData("https://acme.bamboohr.com/api/v1/employees/44259")]
    [InlineData("https://api.bamboohr.com/api/gateway.php/acme/v1/employees/44259/")]
    [InlineData("https://acme.bamboohr.com/employees/employee.php?id=44259")]
    public async Task CreateAsync_Employee_SendsSetFieldsAndReadsTheNewOne(string location)
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Post, Api + "employees", HttpStatusCode.Created, "", ("Location", location))
            .Expect(HttpMethod.Get, Api + "employees/44259", HttpStatusCode.OK, """{"id":"44259","firstName":"Ada"}""");

        var ada = await bamboo.Connector.CreateAsync(new Employee { FirstName = "Ada", LastName = "Byron", HireDate = new(2026, 12, 1), EmploymentType = EmploymentType.FullTime });

        Assert.Equal("44259", ada.RemoteId);
        Assert.Equal("""{"firstName":"Ada","lastName":"Byron","employmentHistoryStatus":"Full-Time","hireDate":"2026-12-01"}""", bamboo.Sent[1].Body);
        Assert.Equal(("application/json", "application/json"), (bamboo.Sent[1].MediaType, bamboo.Sent[1].Accept));
    }

    [Fact]
    public async Task CreateAsync_NoLocation_SaysThatTheIdIsNotKnown()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Post, Api + "employees", HttpStatusCode.Created);

        // The employee is there, and which one it is nobody knows: never told as a failure.
        await Assert.ThrowsAsync<OutcomeUnknownException>(() => bamboo.Connector.CreateAsync(new Employee { FirstName = "Ada" }));
    }

    [Fact]
    public async Task UpdateAsync_SetFields_AreSentAndNullClears()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Post, Api + "employees/123", HttpStatusCode.OK)
            .Expect(HttpMethod.Get, Api + "employees/123", HttpStatusCode.OK, """{"id":"123"}""");
        var fields = new Employee
        {
            PreferredName = null,
            PersonalEmail = "a@b.c",
            WorkPhoneExtension = "",
            CustomFields = new Dictionary<string, JsonElement> { ["customShirt"] = JsonSerializer.SerializeToElement("XL"), ["customSize"] = JsonSerializer.SerializeToElement(4) },
        };

        await bamboo.Connector.UpdateAsync("123", fields);

        Assert.Equal("""{"customShirt":"XL","customSize":4,"preferredName":null,"homeEmail":"a@b.c","workPhoneExtension":""}""", bamboo.Sent[1].Body);
    }

    [Fact]
    public async Task UpdateAsync_EveryFieldThatCanBeWritten_HasBambooHRsNameAndForm()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Post, Api + "employees/123", HttpStatusCode.OK).Expect(HttpMethod.Get, Api + "employees/123", HttpStatusCode.OK, """{"id":"123"}""");

        await bamboo.Connector.UpdateAsync("123", new Employee
        {
            EmployeeNumber = "0042",
            FirstName = "Ava",
            MiddleName = "M",
            LastName = "Nguyen",
            HomeAddress = new() { Street1 = "335 S 560 W", City = "Lindon", State = "UT", PostalCode = "84042", Country = "United States" },
            JobTitle = "Engineer",
            Department = "R and D",
            Division = "North",
            WorkLocation = "Lindon",
            OriginalHireDate = new(2020, 3, 4),
            PayRate = new(50000.50m, "USD"),
            PayPeriod = PayPeriod.Year,
            PayType = PayType.Salary,
            PayGroup = "Monthly",
            FlsaStatus = FlsaStatus.Nonexempt,
            DateOfBirth = new(1990, 5, 6),
            Gender = Gender.Female,
            Ethnicity = new("Two of them"),
            MaritalStatus = MaritalStatus.DomesticPartnership,
            NationalId = "123-45",
        });

        Assert.Equal(
            """
            {"employeeNumber":"0042","firstName":"Ava","middleName":"M","lastName":"Nguyen",
            "address1":"335 S 560 W","address2":null,"city":"Lindon","state":"UT","zipcode":"84042","country":"United States",
            "jobTitle":"Engineer","department":"R and D","division":"North","location":"Lindon","originalHireDate":"2020-03-04",
            "payRate":"50000.50 USD","payPer":"Year","payType":"Salary","payGroup":"Monthly","exempt":"Non-exempt",
            "dateOfBirth":"1990-05-06","gender":"Female","ethnicity":"Two of them","maritalStatus":"Domestic Partnership","ssn":"123-45"}
            """.ReplaceLineEndings(""),
            bamboo.Sent[1].Body);
    }

    [Fact]
    public async Task UpdateAsync_FieldsThatBambooHRTakesElsewhere_AreRefusedAndNothingIsSent()
    {
        using var bamboo = await ConnectAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => bamboo.Connector.UpdateAsync("123", new Employee { JobTitle = "Engineer", Manager = new("7"), TerminationDate = null }));

        Assert.Equal([nameof(Employee.Manager), nameof(Employee.TerminationDate)], error.Facts.FieldErrors.Select(field => field.Field));
        Assert.Contains("Update of hris.employee cannot write Manager, TerminationDate.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_AddressAsOneText_BecomesTheFirstLine()
    {
        using var bamboo = await ConnectAsync();
        bamboo.Expect(HttpMethod.Post, Api + "employees", HttpStatusCode.Created, "", ("Location", "https://acme.bamboohr.com/api/v1/employees/5")).Expect(HttpMethod.Get, Api + "employees/5", HttpStatusCode.OK, """{"id":"5"}""");

        await bamboo.Connector.CreateAsync(new Employee { HomeAddress = new() { Text = "9 High St, Ghent" } });

        Assert.Equal("""{"address1":"9 High St, Ghent","address2":null,"city":null,"state":null,"zipcode":null,"country":null}""", bamboo.Sent[1].Body);
    }

    [Fact]
    public async Task Capabilities_Delete_IsNotOffered()
    {
        using var bamboo = await ConnectAsync();

        Assert.Equal(CapabilityReason.NotOffered, bamboo.Connector.Capabilities.Why<Employee>(Operation.Delete).Reason);
        Assert.All([Operation.List, Operation.Changes, Operation.Get, Operation.Create, Operation.Update], operation => Assert.True(bamboo.Connector.Capabilities.Can<Employee>(operation)));
    }
}

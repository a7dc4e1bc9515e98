using System.Globalization;
using System.Text.Json;
using Connectors.BambooHR;
using Connectors.Definitions;
using Connectors.EndToEnd.Support;
using Connectors.Simulators;
using Connectors.Simulators.BambooHR;

namespace Connectors.EndToEnd.BambooHR;

public class BambooHRTests
{
    private static readonly ConnectionKey s_key = new("bamboohr", "acme");
    private static readonly ConnectionSettings s_acme = new() { ["subdomain"] = BambooHRSimulator.DemoCompany };

    [Fact]
    public async Task ConnectAsync_Key_ProvesIt()
    {
        await using var world = World.Create();

        var connection = await world.Connections.ConnectAsync(s_key, new ApiKeyCredential(BambooHRSimulator.DemoKey), s_acme);

        Assert.Equal(("api-key", ConnectionStatus.Active), (connection.AuthScheme, connection.Status));
        Assert.Equal("acme.bamboohr.com", world.BambooHR.Ledger.Entries().Single().Host);
    }

    [Fact]
    public async Task CompleteAuthorizationAsync_Consent_ListsGetsWritesAndFollowsChanges()
    {
        await using var world = World.Create();

        var connection = await world.SignInAsync(s_key, s_acme);
        var hris = await world.Connectors.OpenAsync(s_key);
        world.Clock.Advance(TimeSpan.FromHours(2));
        var since = world.Clock.GetUtcNow();
        var rows = await hris.ListAsync<Employee>().AllAsync();
        var made = await hris.CreateAsync(new Employee { FirstName = "Ada", LastName = "Lovelace" });
        var changes = await hris.Model<Employee>().ChangesAsync(since).AllAsync();

        Assert.Equal(("oauth", ConnectionStatus.Active), (connection.AuthScheme, connection.Status));
        Assert.Equal(40, rows.Count);
        Assert.Equal([made.RemoteId], changes.Select(change => change.RemoteId));
        Assert.Equal(1, world.BambooHR.Ledger.Renewals);
    }

    [Fact]
    public async Task ListAsync_Employees_HoldsEachOnceAsBambooHRDoes()
    {
        await using var world = World.Create(vendors => vendors.Employees = 620);
        var hris = await world.OpenAsync("bamboohr");
        world.BambooHR.Employees.Archive(world.BambooHR.Employees.Snapshot()[20].Id);

        var rows = await hris.ListAsync<Employee>(options: new() { IncludeRaw = true, CustomFields = ["departmentId"] }).AllAsync();

        var held = rows.HoldsExactly(world.BambooHR.Employees.Living(), withRaw: true);
        foreach (var record in world.BambooHR.Employees.Living())
        {
            var employee = held[record.Id];
            Same(record, employee);
            var manager = record.Text("reportsToId") is { } id && world.BambooHR.Employees.Find(id) is { IsDeleted: false } ? id : null;
            Assert.Equal(manager, employee.Manager?.RemoteId);
            Assert.Equal(Employee.Type.All.Except(hris.Model<Employee>().Binding.ListOmits), employee.Fields);
            Assert.Equal(
                world.BambooHR.ListOptions.Snapshot().Single(option => option.Text("list") == "department" && option.Text("name") == record.Text("department")).Id,
                employee.CustomFields["departmentId"].ToString());
        }

        Assert.Equal(2, world.BambooHR.Ledger.Count(entry => entry.Query.Contains("fields", StringComparison.Ordinal)));
        Assert.Equal(0, world.BambooHR.Ledger.RateLimited);
    }

    [Fact]
    public async Task ListAsync_NativeLists_HoldEachOnce()
    {
        await using var world = World.Create();
        var hris = await world.OpenAsync("bamboohr");

        (await hris.ListAsync(BambooHREndpoints.Employees).AllAsync()).HoldsExactly(world.BambooHR.Employees.Living(), row => row.Id);
        var fields = await hris.ListAsync(BambooHREndpoints.Fields).AllAsync();
        var lists = await hris.ListAsync(BambooHREndpoints.Lists).AllAsync();

        Assert.Equal(fields.Count, fields.DistinctBy(field => field.Id).Count());
        Assert.All(world.BambooHR.CustomFields.Snapshot(), field => Assert.Contains(fields, row => row.Alias == field.Text("alias")));
        Assert.NotEmpty(lists);
        Assert.Equal(
            world.BambooHR.ListOptions.Snapshot().Select(option => option.Text("name")).Order(StringComparer.Ordinal),
            lists.SelectMany(list => list.Options!).Select(option => option.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task GetAsync_Employee_TellsWhatTheListOmits()
    {
        await using var world = World.Create();
        var hris = await world.OpenAsync("bamboohr");
        var record = world.BambooHR.Employees.Snapshot().First(one => one.Text("customShirtSize") is not null && one.Text("customCostCentre") is not null);

        var employee = await hris.GetAsync<Employee>(record.Id, new() { IncludeRaw = true, CustomFields = ["customShirtSize", "customCostCentre"] });

        Same(record, employee!);
        var pay = world.BambooHR.Compensation.Snapshot().Single(row => row.Text("employeeId") == record.Id);
        Assert.Equal((record.Text("employeeNumber"), $"{record.Text("preferredName") ?? record.Text("firstName")} {record.Text("lastName")}"), (employee!.EmployeeNumber, employee.DisplayName));
        Assert.Equal((record.Text("address1"), record.Text("city"), record.Text("country")), (employee.HomeAddress?.Street1, employee.HomeAddress?.City, employee.HomeAddress?.Country));
        Assert.Equal((record.Text("gender"), record.Text("maritalStatus")), (Title(employee.Gender?.Value), Title(employee.MaritalStatus?.Value)));
        Assert.Equal(decimal.Parse(((JsonElement)pay["rate"]!).GetProperty("value").GetString()!, CultureInfo.InvariantCulture), employee.PayRate?.Amount);
        Assert.Equal(("USD", PayPeriod.Year, PayType.Salary, FlsaStatus.Exempt), (employee.PayRate?.Currency, employee.PayPeriod, employee.PayType, employee.FlsaStatus));
        Assert.Equal((record.Text("customShirtSize"), record.Text("customCostCentre")), (employee.CustomFields["customShirtSize"].GetString(), employee.CustomFields["customCostCentre"].GetString()));
        Assert.Equal(record.ModifiedAt.ToUnixTimeSeconds(), employee.RemoteModifiedAt?.ToUnixTimeSeconds());
        Assert.Equal(record.Id, employee.Raw!.AsJson().GetProperty("id").GetString());
    }

    [Fact]
    public async Task GetAsync_Terminated_TellsSinceWhen()
    {
        await using var world = World.Create(vendors => vendors.Employees = 120);
        var hris = await world.OpenAsync("bamboohr");
        var left = world.BambooHR.EmploymentStatus.Snapshot().First(row => row.Text("employmentStatus") == "Terminated");

        var employee = await hris.GetAsync<Employee>(left.Text("employeeId")!);

        Assert.Equal((EmploymentStatus.Inactive, left.Text("date")), (employee!.EmploymentStatus, employee.TerminationDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task GetAsync_Unknown_IsNull()
    {
        await using var world = World.Create();
        var hris = await world.OpenAsync("bamboohr");
        var gone = world.BambooHR.Employees.Archive(world.BambooHR.Employees.Snapshot()[30].Id).Id;

        Assert.Null(await hris.GetAsync<Employee>("999999"));
        Assert.Null(await hris.GetAsync<Employee>(gone));
    }

    [Fact]
    public async Task ListAsync_FieldsThatTheUserMayNotSee_AreUnset()
    {
        await using var world = World.Create();
        world.BambooHR.RestrictedFields = ["mobilePhone", "dateOfBirth"];
        var hris = await world.OpenAsync("bamboohr");

        var listed = (await hris.ListAsync<Employee>().AllAsync())[0];
        var got = (await hris.GetAsync<Employee>(listed.RemoteId!))!;

        foreach (var employee in (Employee[])[listed, got])
        {
            Assert.False(employee.Fields.ContainsAll(Employee.Type.Of(nameof(Employee.MobilePhone))));
            Assert.False(employee.Fields.ContainsAll(Employee.Type.Of(nameof(Employee.DateOfBirth))));
            Assert.True(employee.Fields.ContainsAll(Employee.Type.Of(nameof(Employee.FirstName))));
        }
    }

    [Fact]
    public async Task CreateAsync_Employee_ArrivesAndComesBack()
    {
        await using var world = World.Create();
        var hris = await world.OpenAsync("bamboohr");

        var made = await hris.CreateAsync(
            new Employee
            {
                FirstName = "Ada",
                LastName = "Lovelace",
                PersonalEmail = "ada@engines.example",
                HireDate = new(2026, 12, 1),
                DateOfBirth = new(1990, 12, 10),
                HomeAddress = new() { Street1 = "12 St James's Square", City = "London", Country = "United Kingdom" },
                Gender = Gender.Female,
                Department = "Engineering",
                JobTitle = "Engineer",
                EmploymentType = EmploymentType.FullTime,
                CustomFields = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["customShirtSize"] = JsonSerializer.SerializeToElement("M") },
            },
            new() { CustomFields = ["customShirtSize"] });

        var record = world.BambooHR.Employees.Find(made.RemoteId!)!;
        string[] told = ["firstName", "lastName", "homeEmail", "hireDate", "dateOfBirth", "address1", "city", "country", "gender", "department", "jobTitle", "employmentHistoryStatus", "customShirtSize"];
        Assert.Equal(
            ["Ada", "Lovelace", "ada@engines.example", "2026-12-01", "1990-12-10", "12 St James's Square", "London", "United Kingdom", "Female", "Engineering", "Engineer", "Full-Time", "M"],
            told.Select(name => record.Text(name)));
        Assert.Equal(("Ada Lovelace", "M", new DateOnly(2026, 12, 1)), (made.DisplayName, made.CustomFields["customShirtSize"].GetString(), made.HireDate));
        Assert.Equal(EmploymentType.FullTime, made.EmploymentType);
    }

    [Fact]
    public async Task UpdateAsync_SomeFields_ChangesThemAndNoOther()
    {
        await using var world = World.Create();
        var hris = await world.OpenAsync("bamboohr");
        var before = world.BambooHR.Employees.Snapshot().First(one => one.Text("mobilePhone") is not null);

        var updated = await hris.UpdateAsync(before.Id, new Employee { PreferredName = "Bee", MobilePhone = null });

        var after = world.BambooHR.Employees.Find(before.Id)!;
        Assert.Equal(("Bee", null), (after.Text("preferredName"), after.Text("mobilePhone")));
        Assert.Equal(Rest(before), Rest(after));
        Assert.Equal(("Bee", null, before.Text("lastName")), (updated.PreferredName, updated.MobilePhone, updated.LastName));

        static string Rest(SimulatedRecord record) =>
            string.Join(';', record.Fields.Where(field => field.Key is not ("preferredName" or "mobilePhone")).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public async Task ChangesAsync_EditsCreatesAndDeletes_TellsExactlyThese()
    {
        await using var world = World.Create(vendors => vendors.Employees = 250);
        var hris = await world.OpenAsync("bamboohr");
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        var since = world.Clock.GetUtcNow();
        var all = world.BambooHR.Employees.Snapshot();
        var changed = all.Take(130).Select(record => world.BambooHR.Employees.Update(record.Id, ("preferredName", "New")).Id).ToList();
        var created = world.BambooHR.Employees.Create(("firstName", "Ada"), ("lastName", "Lovelace")).Id;
        var deleted = world.BambooHR.Employees.Archive(all[200].Id).Id;

        var changes = await hris.Model<Employee>().ChangesAsync(since).AllAsync();

        Assert.Equal([.. changed.Append(created).Order(StringComparer.Ordinal)], changes.Where(change => !change.IsRemoved).Select(change => change.RemoteId).Order(StringComparer.Ordinal));
        Assert.Equal([deleted], changes.Where(change => change.IsRemoved).Select(change => change.RemoteId));
        Assert.Equal("New", changes.Single(change => change.RemoteId == changed[0]).Model!.PreferredName);
        Assert.Empty(await hris.Model<Employee>().ChangesAsync(since.AddHours(1)).AllAsync());
    }

    [Fact]
    public async Task CreateAsync_TakenAddress_IsAConflict()
    {
        await using var world = World.Create();
        var hris = await world.OpenAsync("bamboohr");
        var taken = world.BambooHR.Employees.Snapshot()[0].Text("workEmail")!;

        var error = await Assert.ThrowsAsync<ConnectorException>(() => hris.CreateAsync(new Employee { FirstName = "Ada", LastName = "L", WorkEmail = taken }));

        Assert.Equal((ErrorKind.Conflict, 409, "employees.create"), (error.Kind, error.StatusCode, error.Endpoint));
        Assert.Contains("Duplicate email address", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RequestId);
    }

    [Fact]
    public async Task DeleteAsync_Employee_IsNotOffered()
    {
        await using var world = World.Create();
        var hris = await world.OpenAsync("bamboohr");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => hris.DeleteAsync<Employee>("101"));

        Assert.Equal(CapabilityReason.NotOffered, hris.Capabilities.Why<Employee>(Operation.Delete).Reason);
        Assert.Equal((ErrorKind.NotSupported, Advice.UseAnotherWay), (error.Kind, error.Advice));
    }

    [Fact]
    public async Task ListAsync_Refused_WaitsAsBambooHRAsks()
    {
        await using var world = World.Create();
        var hris = await world.OpenAsync("bamboohr");
        world.BambooHR.Faults.Next(HttpMethod.Get, "/api/v1/employees").Status(429);
        var began = world.Clock.GetUtcNow();

        var rows = await hris.ListAsync<Employee>().AllAsync();

        Assert.Equal(40, rows.Count);
        Assert.True(world.Clock.GetUtcNow() - began >= TimeSpan.FromSeconds(30));
    }

    private static void Same(SimulatedRecord record, Employee employee)
    {
        Assert.Equal((record.Text("firstName"), record.Text("lastName"), record.Text("preferredName")), (employee.FirstName, employee.LastName, employee.PreferredName));
        Assert.Equal((record.Text("workEmail"), record.Text("homeEmail"), record.Text("workPhone"), record.Text("mobilePhone")), (employee.WorkEmail, employee.PersonalEmail, employee.WorkPhone, employee.MobilePhone));
        Assert.Equal((record.Text("jobTitle"), record.Text("department"), record.Text("division"), record.Text("location")), (employee.JobTitle, employee.Department, employee.Division, employee.WorkLocation));
        Assert.Equal((record.Text("hireDate"), record.Text("dateOfBirth")), (employee.HireDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), employee.DateOfBirth?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(record.Text("employmentHistoryStatus") == "Terminated" ? EmploymentStatus.Inactive : EmploymentStatus.Active, employee.EmploymentStatus);
    }

    private static string? Title(string? word) => word is null ? null : word[..1] + word[1..].ToLowerInvariant();
}

using System.Text.Json.Nodes;
using Connectors.Simulators.BambooHR;
using Connectors.Simulators.Tests.Specs;

namespace Connectors.Simulators.Tests.BambooHR;

/// <summary>The simulator's answers against BambooHR's official description.</summary>
public sealed class SpecTests
{
    private static readonly Lazy<ApiDescription> s_description = new(() => ApiDescription.Load(SpecFolder.PathOf("bamboohr", "bamboohr-public-openapi.yaml")));
    private readonly ManualTimeProvider _clock = new();

    [SpecTheory("bamboohr")]
    [InlineData("employees?page[limit]=40&fields=workEmail,homeEmail,bestEmail,middleName,workPhone,mobilePhone,birthDate,hireDate,divisionName,divisionId,departmentName,departmentId,locationName,locationId,jobTitleId,employmentStatusName,employmentStatusId,reportsToName,reportsToId,linkedinUrl")]
    [InlineData("employees?filter[ids][]=101")]
    [InlineData("employees/103?fields=firstName,jobTitleName,jobTitleId,status,workEmail,bestEmail,birthDate,hireDate,terminationDate,payRate,payType,payPeriod,exempt,division,divisionId,department,location,employmentStatus,employmentStatusId,reportsToName,reportsToId,4340,customCostCentre")]
    [InlineData("employees/directory")]
    [InlineData("employees/changed?since=2020-01-01T00:00:00Z&type=all")]
    [InlineData("employees/changed?since=2026-11-20T00:00:00Z")]
    [InlineData("employees/changed/tables/jobInfo?since=2020-01-01T00:00:00Z")]
    [InlineData("employees/all/tables/employmentStatus")]
    [InlineData("employees/101/tables/compensation")]
    [InlineData("meta/fields")]
    [InlineData("meta/lists")]
    [InlineData("meta/tables")]
    [InlineData("meta/users?status=enabled")]
    [InlineData("company_information")]
    public async Task Get_AnswersAsDescribed(string path)
    {
        await using var host = Bamboo.Host(_clock, employees: 100);
        using var client = host.BambooClient();

        await CheckAsync(client, HttpMethod.Get, path, null, 200);
    }

    [SpecFact("bamboohr")]
    public async Task Writes_AnswerAsDescribed()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        var row = host.Get<BambooHRSimulator>().JobInfo.Snapshot().First(one => one.Text("employeeId") == "105").Id;

        await CheckAsync(client, HttpMethod.Post, "employees", """{"firstName":"Ada","lastName":"Byron"}""", 201);
        await CheckAsync(client, HttpMethod.Post, "employees/102", """{"city":"Ghent"}""", 200);
        await CheckAsync(client, HttpMethod.Post, "employees/102/tables/employmentStatus", """{"date":"2026-11-30","employmentStatus":"Terminated"}""", 200);
        await CheckAsync(client, HttpMethod.Post, $"employees/105/tables/jobInfo/{row}", """{"jobTitle":"Analyst"}""", 200);
        await CheckAsync(client, HttpMethod.Delete, $"employees/105/tables/jobInfo/{row}", null, 200);
        await CheckAsync(client, HttpMethod.Delete, $"employees/105/tables/jobInfo/{row}", null, 200);
    }

    [SpecFact("bamboohr")]
    public async Task Errors_AnswerAsDescribed()
    {
        await using var host = Bamboo.Host(_clock, configure: simulator => simulator.SharesDirectory = false);
        using var client = host.BambooClient();
        var taken = host.Get<BambooHRSimulator>().Employees.Snapshot()[0].Text("workEmail");

        await CheckAsync(client, HttpMethod.Get, "employees?sort=nope", null, 400);
        await CheckAsync(client, HttpMethod.Get, "employees?page[after]=nope", null, 400);
        await CheckAsync(client, HttpMethod.Get, "employees/1", null, 404);
        await CheckAsync(client, HttpMethod.Get, "employees/directory", null, 403);
        await CheckAsync(client, HttpMethod.Get, "employees/changed", null, 400);
        await CheckAsync(client, HttpMethod.Post, "employees", "{}", 400);
        await CheckAsync(client, HttpMethod.Post, "employees/102", $$"""{"workEmail":"{{taken}}"}""", 409);
        await CheckAsync(client, HttpMethod.Post, "employees/102/tables/jobInfo", """{"date":"x"}""", 406);
        client.DefaultRequestHeaders.Authorization = null;
        await CheckAsync(client, HttpMethod.Get, "employees", null, 401);
        await CheckAsync(client, HttpMethod.Get, "meta/users", null, 401);
    }

    private static async Task CheckAsync(HttpClient client, HttpMethod method, string path, string? body, int status)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : Some.Json(body) };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True(status == (int)response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        Assert.Empty(s_description.Value.Check(method, "/api/v1/" + path.Split('?')[0], status, text.Length == 0 ? null : JsonNode.Parse(text)));
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Connectors.Simulators.BambooHR;
using Connectors.Simulators.Tests.Specs;

namespace Connectors.Simulators.Tests.BambooHR;

public sealed class ReportTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Report_GivesEverybody_EmptyValuesAsText()
    {
        await using var host = Bamboo.Host(_clock, employees: 60);
        using var client = host.BambooClient();

        var report = await ReportAsync(client, """{"title":"t","fields":["firstName","terminationDate","preferredName","customShirtSize","nope"]}""").JsonAsync();

        Assert.Equal(["firstName", "terminationDate", "preferredName", "customShirtSize"], report["fields"]!.AsArray().Select(field => (string?)field!["id"]));
        Assert.Equal(60, report["employees"]!.AsArray().Count);
        Assert.Equal(("0000-00-00", "101"), ((string?)report["employees"]![0]!["terminationDate"], (string?)report["employees"]![0]!["id"]));
        Assert.Contains(report["employees"]!.AsArray(), row => (string?)row!["preferredName"] == "");
        Assert.Contains(report["employees"]!.AsArray(), row => (string?)row!["terminationDate"] != "0000-00-00");
    }

    [Fact]
    public async Task Report_LastChangedAndIds_Narrow()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();
        host.Get<BambooHRSimulator>().Employees.Update("105", ("city", "Ghent"));

        var changed = await ReportAsync(client, """{"fields":["city"],"filters":{"lastChanged":{"includeNull":"no","value":"2026-11-20T12:00:00Z"}}}""").JsonAsync();
        var some = await ReportAsync(client, """{"fields":["city"],"filters":{"employeeIds":[102,103]}}""").JsonAsync();

        Assert.Equal("Ghent", (string?)Assert.Single(changed["employees"]!.AsArray())!["city"]);
        Assert.Equal(["102", "103"], some["employees"]!.AsArray().Select(row => (string?)row!["id"]));
    }

    [Theory]
    [InlineData("json", "application/json; charset=utf-8", 400)]
    [InlineData("bogus", "application/json", 404)]
    [InlineData("JSON", "application/json", 200)]
    public async Task Report_TypeOfTheBodyIsExact(string format, string type, int status)
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        using var response = await ReportAsync(client, """{"fields":["city"]}""", type, format);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
    }

    [SpecFact("bamboohr")]
    public async Task Report_AnswersAsDescribed()
    {
        await using var host = Bamboo.Host(_clock);
        using var client = host.BambooClient();

        var report = await ReportAsync(client, """{"title":"t","fields":["firstName","hireDate","supervisor","payRate","status"]}""").JsonAsync();

        Assert.Empty(ApiDescription.Load(SpecFolder.PathOf("bamboohr", "bamboohr-public-openapi.yaml")).Check(HttpMethod.Post, "/api/v1/reports/custom", 200, report));
    }

    private static Task<HttpResponseMessage> ReportAsync(HttpClient client, string body, string type = "application/json", string format = "json") =>
        client.PostAsync(new Uri($"reports/custom?format={format}&onlyCurrent=true", UriKind.Relative), new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type)));
}

using System.Net;
using System.Text.Json;
using Connectors.Providers.Testing;
using static Connectors.Providers.Greenhouse.GreenhouseBench;

namespace Connectors.Providers.Greenhouse;

public sealed class GreenhouseReadTests
{
    private const string Candidate = """
        {"id":101,"created_at":"2024-01-01T12:30:30.000Z","updated_at":"2024-02-01T12:30:30.000Z","first_name":"Ada","last_name":"Byron","preferred_name":null,"company":"Analytical","title":"Engineer",
         "last_activity_at":"2024-02-01T12:30:31.000Z","private":false,"can_email":true,"time_zone":"London","tags":["math","early"],"linked_user_ids":[5],
         "phone_numbers":[{"value":"555-1","type":"mobile"}],"addresses":[{"value":"12 St James's Square, London","type":"home"}],
         "email_addresses":[{"value":"ada@x.io","type":"personal"},{"value":"ada@work.io","type":"work"}],
         "website_addresses":[{"value":"https://ada.dev","type":"portfolio"}],"social_media_addresses":[{"value":"https://linkedin.com/in/ada"}],
         "custom_fields":{"employment_type":{"name":"Employment Type","type":"single_select","value":"Full-time"},"salary":{"name":"Salary","type":"currency","value":{"amount":5,"unit":"USD"}},"gone":{"name":"Gone","type":"short_text","value":null}}}
        """;

    private const string Stub = """{"message":"This candidate is private."}""";

    [Fact]
    public async Task ListAsync_TwoPages_SendsTheCursorAlone()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.OK, $"[{Candidate}]", ("Link", "<https://harvest.greenhouse.io/v3/candidates?cursor=eyJpZCI6MTAxfQ%3D%3D>; rel=\"next\""))
            .Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.OK, """[{"id":100,"first_name":"Bo"}]""");

        var candidates = await greenhouse.Connector.ListAsync<Candidate>().AllAsync();

        Assert.Equal(["101", "100"], candidates.Select(candidate => candidate.RemoteId));
        Assert.Equal("per_page=500", greenhouse.Sent[2].Query);
        Assert.Equal("cursor=eyJpZCI6MTAxfQ%3D%3D", greenhouse.Sent[3].Query);
    }

    [Fact]
    public async Task ListAsync_LinkToAnotherHost_IsRefused()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.OK, $"[{Candidate}]", ("Link", "<https://elsewhere.example/v3/candidates?cursor=x>; rel=\"next\""));

        await Assert.ThrowsAsync<ConnectorException>(() => greenhouse.Connector.ListAsync<Candidate>().AllAsync());
    }

    [Fact]
    public async Task ListAsync_Candidate_MapsEachField()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.OK, $"[{Candidate}]");

        var ada = Assert.Single(await greenhouse.Connector.ListAsync<Candidate>().AllAsync());

        Assert.Equal(
            new Candidate
            {
                RemoteId = "101",
                RemoteCreatedAt = new(2024, 1, 1, 12, 30, 30, TimeSpan.Zero),
                RemoteModifiedAt = new(2024, 2, 1, 12, 30, 30, TimeSpan.Zero),
                FirstName = "Ada",
                LastName = "Byron",
                PreferredName = null,
                CompanyName = "Analytical",
                JobTitle = "Engineer",
                EmailAddresses = [new("ada@x.io", EmailKind.Personal), new("ada@work.io", EmailKind.Work)],
                PhoneNumbers = [new("555-1", PhoneKind.Mobile)],
                Addresses = [new() { Text = "12 St James's Square, London", Kind = AddressKind.Home }],
                Links = [new("https://ada.dev", LinkKind.Portfolio), new("https://linkedin.com/in/ada", LinkKind.SocialMedia)],
                Tags = ["math", "early"],
                TimeZone = "London",
                IsPrivate = false,
                CanEmail = true,
                LastActivityAt = new(2024, 2, 1, 12, 30, 31, TimeSpan.Zero),
                CustomFields = new Dictionary<string, JsonElement>
                {
                    ["employment_type"] = JsonSerializer.SerializeToElement("Full-time"),
                    ["salary"] = JsonSerializer.SerializeToElement(new { amount = 5, unit = "USD" }),
                    ["gone"] = JsonSerializer.SerializeToElement<string?>(null),
                },
            },
            ada);
        Assert.Empty(ada.Unset(Connectors.Candidate.Type));
    }

    [Fact]
    public async Task ListAsync_PrivateCandidate_IsCountedAndNoRecord()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.OK, $$"""[{"id":102},{{Stub}},{"id":100},{{Stub}}]""");

        var page = Assert.Single(await greenhouse.Connector.ListAsync<Candidate>(options: new() { IncludeRaw = true }).AsPages().AllAsync());

        Assert.Equal(2, page.Withheld);
        Assert.Equal(["102", "100"], page.Items.Select(candidate => candidate.RemoteId));
        Assert.Equal(["""{"id":102}""", """{"id":100}"""], page.Items.Select(candidate => candidate.Raw!.AsText()));
    }

    [Fact]
    public async Task GetAsync_PrivateCandidate_IsNoMissingOne()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.OK, $"[{Stub}]")
            .Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.OK, "[]");
        var candidates = greenhouse.Connector.Model<Candidate>();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => candidates.GetAsync("102"));

        Assert.Equal(ErrorKind.Permission, error.Kind);
        Assert.Null(await candidates.GetAsync("103"));
        Assert.Equal("ids=103&per_page=500", greenhouse.Last.Query);
    }

    [Fact]
    public async Task ChangesAsync_AsksByUpdateTime()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "candidates", HttpStatusCode.OK, $"[{Candidate}]")
            .Expect(HttpMethod.Get, Api + "applications", HttpStatusCode.OK, "[]")
            .Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, "[]");
        var since = new DateTimeOffset(2026, 11, 1, 1, 0, 0, TimeSpan.FromHours(1));

        var change = Assert.Single(await greenhouse.Connector.Model<Candidate>().ChangesAsync(since).AllAsync());
        await greenhouse.Connector.Model<Application>().ChangesAsync(since).AllAsync();
        await greenhouse.Connector.Model<Job>().ChangesAsync(since).AllAsync();

        Assert.Equal(("101", change.Model!.RemoteModifiedAt), (change.RemoteId, change.At));
        Assert.All(greenhouse.Sent.Skip(2), sent => Assert.Equal("updated_at=gte%7C2026-11-01T00%3A00%3A00.000Z&per_page=500", sent.Query));
    }

    [Fact]
    public async Task GetAsync_Application_MapsEachField()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "applications", HttpStatusCode.OK, """
            [{"id":12345,"agency_note_id":1,"answers":[{"answer":"some answer","question":"Simple question"},{"question":"Other","answer":""}],"candidate_id":101,"coordinator_id":11,
              "created_at":"2024-01-01T12:30:30.000Z","custom_fields":{"custom_field_1":{"name":"Custom Field 1","type":"short_text","value":"some value"}},"job_id":9,"job_post_id":null,
              "job_interview_stage_id":77,"last_activity_at":"2024-01-02T00:00:00.000Z","location_address":"455 Broadway St., New York, NY","needs_decision":false,"prospect":false,
              "prospective_job_ids":[],"recruiter_id":12,"referrer_id":13,"rejected_at":null,"source_id":14,"stage_id":1,"stage_name":"Application Review","status":"in_process",
              "updated_at":"2024-01-03T12:30:30.000Z"}]
            """);

        var application = await greenhouse.Connector.Model<Application>().GetAsync("12345");

        Assert.Equal(
            new Application
            {
                RemoteId = "12345",
                RemoteCreatedAt = new(2024, 1, 1, 12, 30, 30, TimeSpan.Zero),
                RemoteModifiedAt = new(2024, 1, 3, 12, 30, 30, TimeSpan.Zero),
                Candidate = new("101"),
                Job = new("9"),
                Status = ApplicationStatus.Active,
                StageId = "77",
                StageName = "Application Review",
                AppliedAt = new(2024, 1, 1, 12, 30, 30, TimeSpan.Zero),
                RejectedAt = null,
                LastActivityAt = new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero),
                SourceId = "14",
                ReferrerId = "13",
                Recruiter = new("12"),
                Coordinator = new("11"),
                IsProspect = false,
                ProspectiveJobs = [],
                Location = "455 Broadway St., New York, NY",
                Answers = [new("Simple question", "some answer"), new("Other", null)],
                CustomFields = new Dictionary<string, JsonElement> { ["custom_field_1"] = JsonSerializer.SerializeToElement("some value") },
            },
            application);
        Assert.Equal([nameof(Application.Source)], application!.Unset(Application.Type));
    }

    [Theory]
    [InlineData("in_process", "ACTIVE")]
    [InlineData("rejected", "REJECTED")]
    [InlineData("hired", "HIRED")]
    [InlineData("converted", "CONVERTED")]
    [InlineData("on_hold", "on_hold")]
    public async Task ListAsync_ApplicationStatus_IsTheCommonOneOrKept(string status, string expected)
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "applications", HttpStatusCode.OK, $$"""[{"id":1,"candidate_id":2,"status":"{{status}}"}]""");

        Assert.Equal(expected, Assert.Single(await greenhouse.Connector.ListAsync<Application>().AllAsync()).Status!.Value.Value);
    }

    [Fact]
    public async Task ListAsync_Job_MapsEachField()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Get, Api + "jobs", HttpStatusCode.OK, """
            [{"id":9,"created_at":"2024-01-01T12:30:30.000Z","updated_at":"2024-01-03T12:30:30.000Z","name":"Engineer","requisition_id":"REQ-1","notes":"<p>x</p>","confidential":false,"status":"open",
              "opened_at":"2024-01-02T00:00:00.000Z","closed_at":null,"is_template":null,"copied_from_id":8,"department_id":3,"office_ids":[4,5],"custom_fields":null}]
            """);

        var job = Assert.Single(await greenhouse.Connector.ListAsync<Job>().AllAsync());

        Assert.Equal(
            new Job
            {
                RemoteId = "9",
                RemoteCreatedAt = new(2024, 1, 1, 12, 30, 30, TimeSpan.Zero),
                RemoteModifiedAt = new(2024, 1, 3, 12, 30, 30, TimeSpan.Zero),
                Name = "Engineer",
                Code = "REQ-1",
                Status = JobStatus.Open,
                Notes = "<p>x</p>",
                IsConfidential = false,
                IsTemplate = null,
                OpenedAt = new(2024, 1, 2, 0, 0, 0, TimeSpan.Zero),
                ClosedAt = null,
                DepartmentId = "3",
                OfficeIds = ["4", "5"],
            },
            job);
        var covers = greenhouse.Connector.Model<Job>().Binding.Covers;
        Assert.Equal(job.Unset(Job.Type), Job.Type.Names(Job.Type.All.Except(covers)));
    }
}

using System.Net;
using System.Text.Json;
using Connectors.Greenhouse;
using Connectors.Providers.Testing;
using static Connectors.Providers.Greenhouse.GreenhouseBench;

namespace Connectors.Providers.Greenhouse;

public sealed class GreenhouseWriteTests
{
    [Fact]
    public async Task CreateAsync_Candidate_SendsSetFieldsAndUnwrapsTheAnswer()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "candidates", HttpStatusCode.Created, """{"candidate":{"id":7,"first_name":"Ada"},"application":null}""");

        var ada = await greenhouse.Connector.CreateAsync(new Candidate { FirstName = "Ada", LastName = "Byron", EmailAddresses = [new("ada@x.io", EmailKind.Personal)] });

        Assert.Equal("7", ada.RemoteId);
        Assert.Equal("""{"first_name":"Ada","last_name":"Byron","email_addresses":[{"value":"ada@x.io","type":"personal"}]}""", greenhouse.Last.Body);
    }

    [Fact]
    public async Task CallAsync_CandidateWithApplication_SendsBoth()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "candidates", HttpStatusCode.Created, """{"candidate":{"id":7},"application":{"id":8,"candidate_id":7}}""");

        await greenhouse.Connector.CallAsync(GreenhouseEndpoints.CreateCandidate, new() { FirstName = "Ada", LastName = "Byron", Application = new() { JobId = 9 } });

        Assert.Equal("""{"first_name":"Ada","last_name":"Byron","application":{"job_id":9}}""", greenhouse.Last.Body);
    }

    [Fact]
    public async Task UpdateAsync_Candidate_NullClearsAndListsAreReplaced()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Patch, Api + "candidates/7", HttpStatusCode.OK, """{"id":7,"company":null}""");

        var ada = await greenhouse.Connector.UpdateAsync("7", new Candidate
        {
            CompanyName = null,
            PhoneNumbers = null,
            Links = [new("https://ada.dev", LinkKind.Blog), new("https://linkedin.com/in/ada", LinkKind.SocialMedia), new("https://x.dev")],
            Addresses = [new() { Street1 = "12 St James's", City = "London", Country = "GB", Kind = AddressKind.Home }],
            Tags = [],
            IsPrivate = true,
            CanEmail = false,
            CustomFields = new Dictionary<string, JsonElement> { ["level"] = JsonSerializer.SerializeToElement("senior"), ["gone"] = JsonSerializer.SerializeToElement<string?>(null) },
        });

        Assert.Equal("7", ada.RemoteId);
        Assert.Equal(
            """{"company":"","phone_numbers":[],"addresses":[{"value":"12 St James\u0027s, London, GB","type":"home"}],"website_addresses":[{"value":"https://ada.dev","type":"blog"},{"value":"https://x.dev","type":"other"}]"""
            + ""","social_media_addresses":[{"value":"https://linkedin.com/in/ada"}],"tags":[],"can_email":false,"is_private":true,"custom_fields":[{"name_key":"level","value":"senior"},{"name_key":"gone","value":null}]}""",
            greenhouse.Last.Body);
    }

    [Fact]
    public async Task UpdateAsync_CandidateYesOrNoToNull_IsRefusedAndACreateLeavesItToGreenhouse()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "candidates", HttpStatusCode.Created, """{"candidate":{"id":7}}""");

        var error = await Assert.ThrowsAsync<ConnectorException>(() => greenhouse.Connector.UpdateAsync("7", new Candidate { CanEmail = null }));
        await greenhouse.Connector.CreateAsync(new Candidate { FirstName = "Ada", CanEmail = null });

        Assert.Equal((ErrorKind.Validation, nameof(Candidate.CanEmail)), (error.Kind, Assert.Single(error.Facts.FieldErrors).Field));
        Assert.Equal("""{"first_name":"Ada"}""", greenhouse.Last.Body);
    }

    [Fact]
    public async Task CreateAsync_Application_SendsIdsAsNumbers()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "applications", HttpStatusCode.Created, """{"id":1,"candidate_id":101,"job_id":9,"status":"in_process","prospect":false}""");

        var application = await greenhouse.Connector.CreateAsync(new Application { Candidate = new("101"), Job = new("9"), StageId = "77", SourceId = "14", Recruiter = new("12") });

        Assert.Equal(("1", ApplicationStatus.Active), (application.RemoteId, application.Status));
        Assert.Equal("""{"candidate_id":101,"job_id":9,"initial_stage_id":77,"source_id":14,"recruiter_id":12}""", greenhouse.Last.Body);
    }

    [Fact]
    public async Task CreateAsync_Prospect_NamesItsJobs()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "applications", HttpStatusCode.Created, """{"id":1,"candidate_id":101,"prospect":true}""");

        await greenhouse.Connector.CreateAsync(new Application { Candidate = new("101"), IsProspect = true, ProspectiveJobs = [new("9"), new("10")] });

        Assert.Equal("""{"candidate_id":101,"prospect":true,"job_ids":[9,10]}""", greenhouse.Last.Body);
    }

    [Fact]
    public async Task CreateAsync_IdThatIsNone_IsRefusedBeforeTheCall()
    {
        using var greenhouse = await ConnectAsync();

        var error = await Assert.ThrowsAsync<ConnectorException>(() => greenhouse.Connector.CreateAsync(new Application { Candidate = new("ada"), Job = new("9") }));

        Assert.Equal(ErrorKind.Validation, error.Kind);
    }

    [Fact]
    public async Task Hire_SendsTheFirstDayAndTheOpening()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "applications/12345/hire", HttpStatusCode.NoContent)
            .Expect(HttpMethod.Post, Api + "applications/12345/hire", HttpStatusCode.NoContent);

        await greenhouse.Connector.CallAsync(GreenhouseEndpoints.Hire, new("12345") { StartDate = new(2026, 12, 1), OpeningId = 5, CloseReasonId = 6 });
        await greenhouse.Connector.CallAsync(GreenhouseEndpoints.Hire, new("12345"));

        Assert.Equal("""{"start_date":"2026-12-01T00:00:00.000Z","opening_id":5,"close_reason_id":6}""", greenhouse.Sent[2].Body);
        Assert.Equal("{}", greenhouse.Sent[3].Body);
    }

    [Fact]
    public async Task Hire_ConnectionBreaks_IsNotSentAgain()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "applications/12345/hire", HttpStatusCode.BadGateway);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => greenhouse.Connector.CallAsync(GreenhouseEndpoints.Hire, new("12345")));
    }

    [Fact]
    public async Task MoveAndReject_SendWhatIsNeeded()
    {
        using var greenhouse = await ConnectAsync();
        greenhouse.Expect(HttpMethod.Post, Api + "applications/1/move", HttpStatusCode.NoContent).Expect(HttpMethod.Post, Api + "applications/1/reject", HttpStatusCode.NoContent);

        await greenhouse.Connector.CallAsync(GreenhouseEndpoints.Move, new("1", 77) { ToStageId = 78 });
        await greenhouse.Connector.CallAsync(GreenhouseEndpoints.Reject, new("1", 3) { Notes = "Too far" });

        Assert.Equal("""{"from_stage_id":77,"to_stage_id":78}""", greenhouse.Sent[2].Body);
        Assert.Equal("""{"rejection_reason_id":3,"notes":"Too far"}""", greenhouse.Sent[3].Body);
    }
}

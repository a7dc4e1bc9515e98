using System.Text.Json;
using Connectors.Definitions;
using Connectors.EndToEnd.Support;
using Connectors.Greenhouse;
using Connectors.Simulators;
using Connectors.Simulators.Greenhouse;

namespace Connectors.EndToEnd.Greenhouse;

public class GreenhouseTests
{
    private static readonly ConnectionKey s_key = new("greenhouse", "acme");

    [Fact]
    public async Task ConnectAsync_ClientCredentials_ProvesThem()
    {
        await using var world = World.Create();
        var user = world.Greenhouse.Users.Snapshot()[0].Id;

        var connection = await world.Connections.ConnectAsync(s_key, new ClientCredential(GreenhouseSimulator.DemoClientId, GreenhouseSimulator.DemoClientSecret), new() { ["sub"] = user });

        Assert.Equal(("client-credentials", ConnectionStatus.Active), (connection.AuthScheme, connection.Status));
    }

    [Fact]
    public async Task CallAsync_TokenExpired_IsGotAnewOnce()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");
        var tokens = Tokens(world);

        world.Clock.Advance(TimeSpan.FromHours(3));
        var lists = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ats.ListAsync<Job>().AllAsync()));

        Assert.All(lists, list => list.HoldsExactly(world.Greenhouse.Jobs.Living()));
        Assert.Equal((tokens + 1, 0), (Tokens(world), world.Greenhouse.Ledger.Count(entry => entry.Status == 401)));
    }

    [Fact]
    public async Task CallAsync_TokenTakenByAnother_IsGotAnewAndSentAgain()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");

        world.Greenhouse.Faults.Next(HttpMethod.Get, "/v3/jobs").Status(401);
        var jobs = await ats.ListAsync<Job>().AllAsync();

        jobs.HoldsExactly(world.Greenhouse.Jobs.Living());
    }

    [Fact]
    public async Task CompleteAuthorizationAsync_Consent_ConnectsAndRotates()
    {
        await using var world = World.Create();

        var connection = await world.SignInAsync(s_key);
        var ats = await world.Connectors.OpenAsync(s_key);
        for (var day = 0; day < 3; day++)
        {
            world.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(12, (await ats.ListAsync<Job>().AllAsync()).Count);
        }

        Assert.Equal(("oauth", ConnectionStatus.Active), (connection.AuthScheme, connection.Status));
        Assert.Contains("harvest:applications:hire", connection.GrantedScopes!);
        Assert.Equal(3, world.Greenhouse.Ledger.Renewals);
    }

    [Fact]
    public async Task Capabilities_ScopeNotGranted_SaysSoBeforeTheCall()
    {
        await using var world = World.Create(options: options => options.Scopes.Add("harvest:jobs:list"));
        await world.SignInAsync(s_key);
        var ats = await world.Connectors.OpenAsync(s_key);

        var error = await Assert.ThrowsAsync<ConnectorException>(async () => await ats.ListAsync<Candidate>().AllAsync());
        var native = await Assert.ThrowsAsync<ConnectorException>(() => ats.ListAsync(GreenhouseEndpoints.Candidates).AllAsync());

        Assert.Equal(["harvest:candidates:list"], ats.Capabilities.Why<Candidate>(Operation.List).MissingScopes);
        Assert.True(ats.Capabilities.Can<Job>(Operation.List));
        Assert.Equal(ErrorKind.Permission, error.Kind);
        Assert.Equal((ErrorKind.Permission, 403, "candidates.list"), (native.Kind, native.StatusCode, native.Endpoint));
    }

    [Fact]
    public async Task ListAsync_Candidates_HoldsEachOnceAsGreenhouseDoes()
    {
        await using var world = World.Create(vendors => vendors.Candidates = 1100);
        var ats = await world.OpenAsync("greenhouse");

        var rows = await ats.ListAsync<Candidate>(options: new() { IncludeRaw = true }).AllAsync();

        var held = rows.HoldsExactly(world.Greenhouse.Candidates.Living(), withRaw: true);
        foreach (var record in world.Greenhouse.Candidates.Living())
        {
            var candidate = held[record.Id];
            Assert.Equal((record.Text("first_name"), record.Text("last_name"), record.Text("company"), record.Text("title")), (candidate.FirstName, candidate.LastName, candidate.CompanyName, candidate.JobTitle));
            Assert.Equal(Values(record, "email_addresses"), candidate.EmailAddresses!.Select(email => email.Address));
            Assert.Equal(Values(record, "phone_numbers"), candidate.PhoneNumbers!.Select(phone => phone.Number));
            Assert.All(candidate.PhoneNumbers!, phone => Assert.Equal(PhoneKind.Mobile, phone.Kind));
            Assert.Equal(Values(record, "social_media_addresses"), candidate.Links!.Select(link => link.Url));
            Assert.Equal(((JsonElement)record["tags"]!).EnumerateArray().Select(tag => tag.GetString()!), candidate.Tags);
            Assert.Equal(((JsonElement)record["custom_fields"]!).GetProperty("years_of_experience").GetInt32(), candidate.CustomFields["years_of_experience"].GetInt32());
            Assert.Equal((Timestamps.Milliseconds(record.CreatedAt), Timestamps.Milliseconds(record.ModifiedAt)), (candidate.RemoteCreatedAt, candidate.RemoteModifiedAt));
            Assert.Equal(Candidate.Type.All, candidate.Fields);
        }
    }

    [Fact]
    public async Task ListAsync_Applications_HoldsEachOnceAsGreenhouseDoes()
    {
        await using var world = World.Create(vendors => vendors.Candidates = 450);
        var ats = await world.OpenAsync("greenhouse");

        var rows = await ats.ListAsync<Application>(options: new() { IncludeRaw = true }).AllAsync();

        var held = rows.HoldsExactly(world.Greenhouse.Applications.Living(), withRaw: true);
        foreach (var record in world.Greenhouse.Applications.Living())
        {
            var application = held[record.Id];
            var status = record.Text("status") == "in_process" ? ApplicationStatus.Active : new ApplicationStatus(record.Text("status")!.ToUpperInvariant());
            Assert.Equal((Text(record, "candidate_id"), Text(record, "job_id"), status), (application.Candidate?.RemoteId, application.Job?.RemoteId, application.Status));
            Assert.Equal((Text(record, "job_interview_stage_id"), record.Text("stage_name")), (application.StageId, application.StageName));
            Assert.Equal((Text(record, "source_id"), Text(record, "recruiter_id"), record.Text("location_address")), (application.SourceId, application.Recruiter?.RemoteId, application.Location));
            Assert.Equal((record["prospect"] is true, record.Text("rejected_at") is not null), (application.IsProspect, application.RejectedAt is not null));
            Assert.Equal(record["prospect"] is true ? 1 : 0, application.ProspectiveJobs!.Count);
            Assert.Equal(((JsonElement)record["custom_fields"]!).GetProperty("notice_period").GetString(), application.CustomFields["notice_period"].GetString());
        }
    }

    [Fact]
    public async Task ListAsync_Jobs_HoldsEachOnceAsGreenhouseDoes()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");

        var rows = await ats.ListAsync<Job>(options: new() { IncludeRaw = true }).AllAsync();

        var held = rows.HoldsExactly(world.Greenhouse.Jobs.Living(), withRaw: true);
        foreach (var record in world.Greenhouse.Jobs.Living())
        {
            var job = held[record.Id];
            Assert.Equal((record.Text("name"), record.Text("requisition_id"), record.Text("status")!.ToUpperInvariant()), (job.Name, job.Code, job.Status?.Value));
            Assert.Equal((record.Text("notes"), Text(record, "department_id")), (job.Notes, job.DepartmentId));
            Assert.Equal((record.Text("opened_at") is null, record.Text("closed_at") is null), (job.OpenedAt is null, job.ClosedAt is null));
            Assert.Equal(((JsonElement)record["office_ids"]!).EnumerateArray().Select(id => id.ToString()), job.OfficeIds);
        }
    }

    [Fact]
    public async Task ListAsync_NativeLists_HoldEachOnceOverSmallPages()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");

        (await Small(ats.ListAsync(GreenhouseEndpoints.Candidates))).HoldsExactly(world.Greenhouse.Candidates.Living(), row => $"{row.Id}");
        (await Small(ats.ListAsync(GreenhouseEndpoints.Applications))).HoldsExactly(world.Greenhouse.Applications.Living(), row => $"{row.Id}");
        (await Small(ats.ListAsync(GreenhouseEndpoints.Jobs))).HoldsExactly(world.Greenhouse.Jobs.Living(), row => $"{row.Id}");
        var some = world.Greenhouse.Applications.Living().Take(50).ToList();
        IReadOnlyList<string> ids = [.. some.Select(record => record.Id)];
        (await ats.ListAsync(GreenhouseEndpoints.ApplicationsById.For(ids)).AllAsync()).HoldsExactly(some, row => $"{row.Id}");

        static async Task<List<T>> Small<T>(Pageable<T> list) => [.. (await list.AsPages(pageSize: 7).AllAsync()).SelectMany(page => page.Items)];
    }

    [Fact]
    public async Task ListAsync_PrivateCandidates_AreCountedAndNotShown()
    {
        await using var world = World.Create(vendors => vendors.RestrictedCandidates = 3);
        var ats = await world.OpenAsync("greenhouse");
        var hidden = world.Greenhouse.Candidates.Snapshot().First(record => record["restricted"] is true).Id;

        var pages = await ats.ListAsync<Candidate>().AsPages().AllAsync();
        var error = await Assert.ThrowsAsync<ConnectorException>(() => ats.GetAsync<Candidate>(hidden));

        Assert.Equal((37, 3), (pages.Sum(page => page.Items.Count), pages.Sum(page => page.Withheld)));
        Assert.Equal(ErrorKind.Permission, error.Kind);
    }

    [Fact]
    public async Task GetAsync_KnownAndUnknown_GivesItOrNull()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");
        var record = world.Greenhouse.Candidates.Snapshot()[3];

        var candidate = await ats.GetAsync<Candidate>(record.Id, new() { IncludeRaw = true });

        Assert.Equal((record.Id, record.Text("last_name"), record.Id), (candidate!.RemoteId, candidate.LastName, candidate.Raw!.AsJson().GetProperty("id").ToString()));
        Assert.Null(await ats.GetAsync<Candidate>("1"));
        Assert.Null(await ats.GetAsync<Application>("1"));
        Assert.Null(await ats.GetAsync<Job>("1"));
    }

    [Fact]
    public async Task ChangesAsync_Edits_TellsExactlyThese()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        var since = world.Clock.GetUtcNow();
        var changed = world.Greenhouse.Candidates.Snapshot().Take(5).Select(record => world.Greenhouse.Candidates.Update(record.Id, ("title", "Changed")).Id).ToList();
        var created = world.Greenhouse.Candidates.Create(("first_name", "Ada"), ("last_name", "Lovelace")).Id;

        var changes = await ats.Model<Candidate>().ChangesAsync(since).AllAsync();

        Assert.Equal([.. changed.Append(created).Order(StringComparer.Ordinal)], changes.Select(change => change.RemoteId).Order(StringComparer.Ordinal));
        Assert.All(changes.Where(change => change.RemoteId != created), change => Assert.Equal("Changed", change.Model!.JobTitle));
    }

    [Fact]
    public async Task CreateAsync_CandidateAndApplication_ArriveAndComeBack()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");
        var job = world.Greenhouse.Jobs.Snapshot().First(record => record.Text("status") == "open").Id;

        var candidate = await ats.CreateAsync(new Candidate
        {
            FirstName = "Ada",
            LastName = "Lovelace",
            CompanyName = "Engines Ltd",
            JobTitle = "Analyst",
            EmailAddresses = [new("ada@engines.example", EmailKind.Personal)],
            PhoneNumbers = [new("+44 1", PhoneKind.Mobile)],
            Addresses = [new() { Street1 = "12 St James's Square", City = "London" }],
            Links = [new("https://engines.example", LinkKind.Company), new("https://social.example/ada", LinkKind.SocialMedia)],
            Tags = ["alumni"],
            IsPrivate = false,
            CanEmail = false,
            CustomFields = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["years_of_experience"] = JsonSerializer.SerializeToElement(7) },
        });
        var application = await ats.CreateAsync(new Application { Candidate = new(candidate.RemoteId!), Job = new(job) });

        var record = world.Greenhouse.Candidates.Find(candidate.RemoteId!)!;
        Assert.Equal(("Ada", "Lovelace", "Engines Ltd", "Analyst"), (record.Text("first_name"), record.Text("last_name"), record.Text("company"), record.Text("title")));
        Assert.Equal(["ada@engines.example"], Values(record, "email_addresses"));
        Assert.Equal(["12 St James's Square, London"], Values(record, "addresses"));
        Assert.Equal(["https://engines.example"], Values(record, "website_addresses"));
        Assert.Equal(["https://social.example/ada"], Values(record, "social_media_addresses"));
        Assert.Equal(("alumni", false, 7), (candidate.Tags!.Single(), candidate.CanEmail, candidate.CustomFields["years_of_experience"].GetInt32()));
        Assert.Equal((candidate.RemoteId, job, ApplicationStatus.Active), (application.Candidate?.RemoteId, application.Job?.RemoteId, application.Status));
    }

    [Fact]
    public async Task UpdateAsync_SomeFields_ChangesThemAndNoOther()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");
        var before = world.Greenhouse.Candidates.Snapshot().First(record => record.Text("company") is not null);

        var updated = await ats.UpdateAsync(before.Id, new Candidate { JobTitle = "Poet", CompanyName = null, Tags = ["a", "b"] });

        var after = world.Greenhouse.Candidates.Find(before.Id)!;
        Assert.Equal(("Poet", true), (after.Text("title"), string.IsNullOrEmpty(after.Text("company"))));
        Assert.Equal(Rest(before), Rest(after));
        Assert.Equal(("Poet", null, 2, before.Text("last_name")), (updated.JobTitle, updated.CompanyName, updated.Tags!.Count, updated.LastName));

        static string Rest(SimulatedRecord record) =>
            string.Join(';', record.Fields.Where(field => field.Key is not ("title" or "company" or "tags" or "last_activity_at")).OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}"));
    }

    [Fact]
    public async Task CallAsync_MoveHireReject_ChangeTheApplication()
    {
        await using var world = World.Create(vendors => vendors.Candidates = 120);
        var ats = await world.OpenAsync("greenhouse");
        var active = world.Greenhouse.Applications.Snapshot().Where(record => record.Text("status") == "in_process" && record["prospect"] is not true && record.Text("stage_name") == "Application Review").ToList();
        var opening = world.Greenhouse.Openings.Snapshot().First(record => Text(record, "job_id") == Text(active[0], "job_id") && record["open"] is true).Id;
        var reason = long.Parse(world.Greenhouse.RejectionReasons.Snapshot()[0].Id, System.Globalization.CultureInfo.InvariantCulture);

        await ats.CallAsync(GreenhouseEndpoints.Move, new(active[0].Id, (long)active[0]["job_interview_stage_id"]!));
        await ats.CallAsync(GreenhouseEndpoints.Hire, new(active[0].Id) { StartDate = new(2027, 1, 4), OpeningId = long.Parse(opening, System.Globalization.CultureInfo.InvariantCulture) });
        await ats.CallAsync(GreenhouseEndpoints.Reject, new(active[1].Id, reason) { Notes = "Not this time" });
        var again = await Assert.ThrowsAsync<ConnectorException>(() => ats.CallAsync(GreenhouseEndpoints.Hire, new(active[0].Id)));

        Assert.Equal(("hired", "rejected"), (world.Greenhouse.Applications.Find(active[0].Id)!.Text("status"), world.Greenhouse.Applications.Find(active[1].Id)!.Text("status")));
        Assert.Equal(ApplicationStatus.Hired, (await ats.GetAsync<Application>(active[0].Id))!.Status);
        Assert.Equal((ErrorKind.Validation, 422, "applications.hire"), (again.Kind, again.StatusCode, again.Endpoint));
        Assert.Contains("currently 'hired'", again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_AtFullSpeed_IsNeverRefused()
    {
        await using var world = World.Create();
        var ats = await world.OpenAsync("greenhouse");

        var lists = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ => await ats.ListAsync<Candidate>().AsPages(pageSize: 10).AllAsync()));

        Assert.All(lists, pages => Assert.Equal(40, pages.Sum(page => page.Items.Count)));
        Assert.Equal(0, world.Greenhouse.Ledger.RateLimited);
        Assert.True(world.Greenhouse.Ledger.Arrivals > 200);
    }

    private static int Tokens(World world) => world.Greenhouse.Ledger.Count(entry => entry.Path == "/token");

    private static string? Text(SimulatedRecord record, string field) => record[field]?.ToString();

    private static IEnumerable<string> Values(SimulatedRecord record, string field) =>
        record[field] is JsonElement points ? points.EnumerateArray().Select(point => point.GetProperty("value").GetString()!) : [];
}

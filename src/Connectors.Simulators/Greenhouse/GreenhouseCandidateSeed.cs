namespace Connectors.Simulators.Greenhouse;

/// <summary>Plants the candidates and where they stand: applications in stages, rejections, hires, prospects, offers.</summary>
internal sealed class GreenhouseCandidateSeed(GreenhouseSimulator simulator, SeededRandom random)
{
    private static readonly string[] s_titles = ["Accountant", "Analyst", "Consultant", "Designer", "Developer", "Engineer", "Manager", "Marketer", "Recruiter", "Seller"];
    private static readonly string[] s_tags = ["referral", "silver medalist", "speaks Dutch", "alumni", "relocates"];
    private readonly GreenhousePipeline _pipeline = new(simulator);
    private IReadOnlyList<SimulatedRecord> _jobs = [];
    private int _applications;

    public void Plant()
    {
        _jobs = [.. simulator.Jobs.Snapshot().Where(job => job.Text("status") is not "draft")];
        var step = (GreenhouseSeed.To.AddDays(-30) - GreenhouseSeed.From) / Math.Max(1, simulator.SeededCandidates);
        for (var i = 0; i < simulator.SeededCandidates; i++)
        {
            // Ids follow the order of creation, as everywhere in Greenhouse.
            var created = Timestamps.Milliseconds(GreenhouseSeed.From + (step * i));
            var candidate = PlantCandidate(i, created);
            if (_jobs.Count == 0)
            {
                continue;
            }

            PlantApplication(candidate, created, i % _jobs.Count, isProspect: i % 30 == 17);
            if (i % 3 == 0)
            {
                PlantApplication(candidate, created.AddHours(1), (i + 5) % _jobs.Count, isProspect: false);
            }
        }
    }

    private SimulatedRecord PlantCandidate(int number, DateTimeOffset created)
    {
        var (first, last) = (People.FirstName(random), People.LastName(random));
        var restricted = number < simulator.SeededRestrictedCandidates;
        var active = random.Between(created, GreenhouseSeed.To);
        return simulator.Candidates.Create(
            GreenhouseSeed.Pairs(
                ("first_name", first),
                ("last_name", last),
                ("company", random.Chance(0.7) ? People.Company(random, random.Next(50)) : null),
                ("title", random.Chance(0.8) ? random.Pick(s_titles) : null),
                ("last_activity_at", Timestamps.Iso(active)),
                ("private", restricted),
                (GreenhouseSimulator.RestrictedField, restricted ? true : null),
                ("can_email", true),
                ("tags", random.Chance(0.3) ? [random.Pick(s_tags)] : Array.Empty<string>()),
                ("email_addresses", new[] { new { value = People.Email(random, first, last, number), type = "personal" } }),
                ("phone_numbers", random.Chance(0.6) ? [new { value = People.Phone(random), type = "mobile" }] : Array.Empty<object>()),
                ("social_media_addresses", random.Chance(0.2) ? [new { value = $"linkedin.example/in/{People.Slug(last)}{number}" }] : Array.Empty<object>()),
                (GreenhouseCustomFields.Field, new Dictionary<string, object>(StringComparer.Ordinal) { ["years_of_experience"] = random.Next(25), ["visa_needed"] = random.Chance(0.1) })),
            created,
            active);
    }

    private void PlantApplication(SimulatedRecord candidate, DateTimeOffset created, int jobNumber, bool isProspect)
    {
        _applications++;
        var job = _jobs[jobNumber];
        var modified = random.Between(created, GreenhouseSeed.To);
        var stages = _pipeline.Stages(job.Id);
        var stage = stages[random.Next(stages.Count)];
        var status = isProspect ? "in_process" : (random.Next(10), job.Text("status")) switch
        {
            ( < 3, _) or ( < 8, "closed") => "rejected",
            (3, _) or (_, "closed") => "hired",
            _ => "in_process",
        };
        var fields = GreenhouseSeed.Pairs(
            ("candidate_id", GreenhouseCursor.Number(candidate.Id)),
            ("status", status),
            ("prospect", isProspect),
            ("source_id", GreenhouseCursor.Number(random.Pick(simulator.Sources.Snapshot()).Id)),
            ("recruiter_id", GreenhouseCursor.Number(random.Pick(simulator.Users.Snapshot()).Id)),
            ("last_activity_at", Timestamps.Iso(modified)),
            ("rejected_at", status == "rejected" ? Timestamps.Iso(modified) : null),
            ("location_address", random.Chance(0.3) ? "Antwerp, Belgium" : null),
            ("answers", random.Chance(0.2) ? [new { question = "Why us?", answer = "Because." }] : Array.Empty<object>()),
            (GreenhouseCustomFields.Field, new Dictionary<string, object>(StringComparer.Ordinal) { ["notice_period"] = random.Pick(["None", "One month", "Three months"]) }),
            (isProspect ? "prospective_job_ids" : "job_id", isProspect ? new[] { GreenhouseCursor.Number(job.Id) } : GreenhouseCursor.Number(job.Id)));
        if (isProspect)
        {
            simulator.Applications.Create(fields, created, modified);
            return;
        }

        // The stage instance names the application before it is there: an update would move updated_at to the host's clock.
        var instance = simulator.ApplicationStages.Create(
            GreenhouseSeed.Pairs(
                ("application_id", GreenhouseSimulator.FirstApplication + _applications),
                ("job_interview_stage_id", GreenhouseCursor.Number(stage.Id)),
                ("entered_at", Timestamps.Iso(created)),
                ("current", true)),
            created,
            modified);
        var application = simulator.Applications.Create(
            fields.Concat(GreenhouseSeed.Pairs(
                ("stage_id", GreenhouseCursor.Number(instance.Id)),
                ("job_interview_stage_id", GreenhouseCursor.Number(stage.Id)),
                ("stage_name", stage.Text("name")))),
            created,
            modified);
        PlantOutcome(application, stage, status, modified);
    }

    private void PlantOutcome(SimulatedRecord application, SimulatedRecord stage, string status, DateTimeOffset at)
    {
        if (status == "rejected")
        {
            simulator.RejectionDetails.Create(
                GreenhouseSeed.Pairs(
                    ("application_id", GreenhouseCursor.Number(application.Id)),
                    ("rejection_reason_id", GreenhouseCursor.Number(random.Pick(simulator.RejectionReasons.Snapshot()).Id)),
                    ("rejected_at", Timestamps.Iso(at))),
                at);
        }
        else if (status == "hired" || stage.Text("name") == "Offer")
        {
            simulator.Offers.Create(
                GreenhouseSeed.Pairs(
                    ("version", 1),
                    ("application_id", GreenhouseCursor.Number(application.Id)),
                    ("candidate_id", application["candidate_id"]),
                    ("job_id", application["job_id"]),
                    ("status", status == "hired" ? "Accepted" : "Created"),
                    ("starts_on", "2026-12-01"),
                    ("sent_on", status == "hired" ? Timestamps.Iso(at)[..10] : null),
                    ("resolved_at", status == "hired" ? Timestamps.Iso(at) : null),
                    (GreenhouseCustomFields.Field, new Dictionary<string, object>(StringComparer.Ordinal) { ["salary"] = new { amount = 50_000 + (1000 * random.Next(60)), unit = "EUR" } })),
                at);
        }
    }
}

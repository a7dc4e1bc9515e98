using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Greenhouse;

/// <summary>How applications come to be and go from stage to stage; called inside a commit.</summary>
internal sealed class GreenhousePipeline(GreenhouseSimulator simulator)
{
    private static readonly string[] s_copied = ["source_id", "referrer_id", "recruiter_id", "coordinator_id"];

    public static string Time(JsonElement value) =>
        Timestamps.Iso(DateTimeOffset.Parse(value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    /// <summary>Returns the application that the path names.</summary>
    public SimulatedRecord Find(HttpContext context)
    {
        var id = context.GetRouteValue("id")!.ToString()!;
        return simulator.Applications.Find(id) ?? throw GreenhouseErrors.NotFound("application", id);
    }

    /// <summary>Finds what would keep an application from being created.</summary>
    public void CheckCreate(JsonElement body, GreenhouseCustomFields custom)
    {
        CheckReferences(body);
        if (body.TryGetProperty(GreenhouseCustomFields.Field, out var fields))
        {
            _ = custom.Write("application", fields, null);
        }

        if (GreenhouseBody.Id(body, "job_id") is { } jobId)
        {
            _ = Stage(jobId, GreenhouseBody.Id(body, "initial_stage_id"), "initial_stage_id");
        }
    }

    /// <summary>Finds references that lead nowhere.</summary>
    public void CheckReferences(JsonElement body)
    {
        Check("job_id", simulator.Jobs, "job");
        Check("source_id", simulator.Sources, "source");
        Check("recruiter_id", simulator.Users, "user");
        Check("coordinator_id", simulator.Users, "user");
        foreach (var job in body.TryGetProperty("job_ids", out var jobs) ? jobs.EnumerateArray() : [])
        {
            if (simulator.Jobs.Find(job.ToString()) is null)
            {
                throw GreenhouseErrors.Field("job_ids", $"Could not find job with id {job}");
            }
        }

        void Check(string name, RecordStore store, string what)
        {
            if (GreenhouseBody.Id(body, name) is { } id && store.Find(id) is null)
            {
                throw GreenhouseErrors.Field(name, $"Could not find {what} with id {id}");
            }
        }
    }

    /// <summary>Creates an application from a body that was checked.</summary>
    public SimulatedRecord Create(string candidateId, JsonElement body, GreenhouseCustomFields custom)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["candidate_id"] = GreenhouseCursor.Number(candidateId),
            ["status"] = "in_process",
            ["last_activity_at"] = Timestamps.Iso(simulator.State.Now),
        };
        foreach (var name in s_copied.Where(name => body.TryGetProperty(name, out _)))
        {
            values[name] = GreenhouseBody.Value(body.GetProperty(name));
        }

        if (body.TryGetProperty("created_at", out var createdAt))
        {
            values["created_at"] = Time(createdAt);
        }

        if (body.TryGetProperty(GreenhouseCustomFields.Field, out var fields))
        {
            values[GreenhouseCustomFields.Field] = custom.Write("application", fields, null);
        }

        var jobId = GreenhouseBody.Id(body, "job_id");
        if (jobId is null)
        {
            values["prospect"] = true;
            values["prospective_job_ids"] = body.TryGetProperty("job_ids", out var jobs) ? jobs : Array.Empty<long>();
            return simulator.Applications.Create(values);
        }

        values["job_id"] = GreenhouseCursor.Number(jobId);
        var application = simulator.Applications.Create(values);
        return Enter(application, Stage(jobId, GreenhouseBody.Id(body, "initial_stage_id"), "initial_stage_id"), simulator.State.Now);
    }

    /// <summary>Returns a stage of a job: the one with an id, or the first.</summary>
    public SimulatedRecord Stage(string jobId, string? stageId, string field)
    {
        var stages = Stages(jobId);
        return stages.FirstOrDefault(stage => stageId is null || string.Equals(stage.Id, stageId, StringComparison.Ordinal))
            ?? throw GreenhouseErrors.Field(field, $"Could not find job interview stage with id {stageId} in job {jobId}");
    }

    /// <summary>Returns the active stages of a job in their order.</summary>
    public IReadOnlyList<SimulatedRecord> Stages(string jobId) =>
        [.. simulator.JobInterviewStages.Snapshot().Where(stage => Equals(stage["job_id"], GreenhouseCursor.Number(jobId)) && stage["active"] is true).OrderBy(stage => (long)stage["sort_order"]!)];

    /// <summary>Puts an application into a stage and ends the one before.</summary>
    public SimulatedRecord Enter(SimulatedRecord application, SimulatedRecord stage, DateTimeOffset at)
    {
        if (application["stage_id"] is long before)
        {
            simulator.ApplicationStages.Update(before.ToString(CultureInfo.InvariantCulture), ("exited_at", Timestamps.Iso(at)), ("current", false));
        }

        var instance = simulator.ApplicationStages.Create(
            [
                new("application_id", GreenhouseCursor.Number(application.Id)),
                new("job_interview_stage_id", GreenhouseCursor.Number(stage.Id)),
                new("entered_at", Timestamps.Iso(at)),
                new("current", true),
            ],
            at);
        return simulator.Applications.Update(
            application.Id,
            ("job_id", stage["job_id"]),
            ("prospect", false),
            ("prospective_job_ids", Array.Empty<long>()),
            ("stage_id", GreenhouseCursor.Number(instance.Id)),
            ("job_interview_stage_id", GreenhouseCursor.Number(stage.Id)),
            ("stage_name", stage.Text("name")),
            ("last_activity_at", Timestamps.Iso(at)));
    }

    /// <summary>Deletes an application with its stages, offers and rejection: v3 keeps no trace of one.</summary>
    public void Delete(string id)
    {
        foreach (var store in (RecordStore[])[simulator.ApplicationStages, simulator.Offers, simulator.RejectionDetails])
        {
            foreach (var part in store.Snapshot().Where(part => Equals(part["application_id"], GreenhouseCursor.Number(id))))
            {
                store.Purge(part.Id);
            }
        }

        simulator.Applications.Purge(id);
    }
}

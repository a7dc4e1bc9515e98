using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Greenhouse;

/// <summary>What is done to an application: move, hire, reject, unreject, and a prospect made a candidate.</summary>
internal sealed class GreenhouseStatusRoutes(GreenhouseSimulator simulator, GreenhouseGate gate, GreenhouseResources resources)
{
    private static readonly Dictionary<string, GreenhouseKind> s_none = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, GreenhouseKind> s_move = Ids("from_stage_id", "to_stage_id", "to_job_id", "email_from_user_id");
    private static readonly Dictionary<string, GreenhouseKind> s_convert = Ids("job_id", "to_job_interview_stage_id");
    private static readonly Dictionary<string, GreenhouseKind> s_hire = new(Ids("opening_id", "close_reason_id"), StringComparer.Ordinal) { ["start_date"] = GreenhouseKind.Time };
    private static readonly Dictionary<string, GreenhouseKind> s_reject = new(Ids("rejection_reason_id"), StringComparer.Ordinal)
    {
        ["notes"] = GreenhouseKind.Text,
        ["rejection_email"] = GreenhouseKind.Object,
        [GreenhouseCustomFields.Field] = GreenhouseKind.Custom,
    };

    private readonly GreenhousePipeline _pipeline = new(simulator);

    public void Map(IEndpointRouteBuilder routes)
    {
        Map("move", s_move, Move, "from_stage_id");
        Map("hire", s_hire, Hire);
        Map("reject", s_reject, Reject, "rejection_reason_id");
        Map("unreject", s_none, Unreject);
        Map("convert_to_candidate", s_convert, Convert, "job_id");

        void Map(string verb, Dictionary<string, GreenhouseKind> known, Action<SimulatedRecord, JsonElement> act, params IReadOnlyList<string> required) =>
            routes.MapPost($"/v3/applications/{{id}}/{verb}", gate.Guard("applications:" + verb, context => ActAsync(context, verb, known, act, required)));
    }

    private static Dictionary<string, GreenhouseKind> Ids(params IReadOnlyList<string> names) => names.ToDictionary(name => name, _ => GreenhouseKind.Id, StringComparer.Ordinal);

    // Rows say in_process where everything else says active.
    private static void Require(SimulatedRecord application, string status)
    {
        var current = application.Text("status") is "in_process" ? "active" : application.Text("status");
        if (!string.Equals(current, status, StringComparison.Ordinal))
        {
            throw GreenhouseErrors.Conflict($"Application must be '{status}', is currently '{current}'");
        }
    }

    private static void RequireCandidate(SimulatedRecord application)
    {
        if (application["prospect"] is true)
        {
            throw GreenhouseErrors.Conflict("Application must not be a prospect");
        }
    }

    private async Task ActAsync(HttpContext context, string verb, Dictionary<string, GreenhouseKind> known, Action<SimulatedRecord, JsonElement> act, IReadOnlyList<string> required)
    {
        var body = await GreenhouseBody.ReadAsync(context).ConfigureAwait(false);
        GreenhouseBody.Check(body, known, required);
        var id = simulator.State.Commit(() =>
        {
            var application = _pipeline.Find(context);
            act(application, body);
            simulator.Ledger.Wrote("applications." + verb, application.Id);
            return application.Id;
        });
        await (verb is "convert_to_candidate"
            ? Answer.JsonAsync(context, StatusCodes.Status200OK, writer => resources.Applications.Write(writer, simulator.Applications.Find(id)!))
            : Answer.EmptyAsync(context, StatusCodes.Status204NoContent)).ConfigureAwait(false);
    }

    private void Move(SimulatedRecord application, JsonElement body)
    {
        Require(application, "active");
        RequireCandidate(application);
        var from = GreenhouseBody.Id(body, "from_stage_id");
        if (!Equals(application["job_interview_stage_id"], GreenhouseCursor.Number(from!)))
        {
            throw GreenhouseErrors.Field("from_stage_id", "Application is not in the from_stage_id stage");
        }

        var jobId = GreenhouseFilter.Values(application, "job_id").Single();
        var (toStage, toJob) = (GreenhouseBody.Id(body, "to_stage_id"), GreenhouseBody.Id(body, "to_job_id"));
        if (toJob is not null && simulator.Jobs.Find(toJob) is null)
        {
            throw GreenhouseErrors.Field("to_job_id", $"Could not find job with id {toJob}");
        }

        var target = toStage is not null || toJob is not null
            ? _pipeline.Stage(toJob ?? jobId, toStage, "to_stage_id")
            : _pipeline.Stages(jobId).SkipWhile(stage => !string.Equals(stage.Id, from, StringComparison.Ordinal)).Skip(1).FirstOrDefault()
                ?? throw GreenhouseErrors.Conflict("Application is in the last stage");
        _pipeline.Enter(application, target, simulator.State.Now);
    }

    private void Hire(SimulatedRecord application, JsonElement body)
    {
        Require(application, "active");
        RequireCandidate(application);
        var open = simulator.Openings.Snapshot().Where(opening => Equals(opening["job_id"], application["job_id"]) && opening["open"] is true).ToList();
        var asked = GreenhouseBody.Id(body, "opening_id");
        var chosen = asked is null
            ? open.Count switch
            {
                1 => open[0],
                0 => throw GreenhouseErrors.Conflict("Job has no open openings"),
                _ => throw GreenhouseErrors.Field("opening_id", "opening_id is required when the job has more than one open opening"),
            }
            : open.Find(opening => string.Equals(opening.Id, asked, StringComparison.Ordinal)) ?? throw GreenhouseErrors.Field("opening_id", $"Could not find open opening with id {asked}");
        var now = Timestamps.Iso(simulator.State.Now);
        simulator.Openings.Update(
            chosen.Id,
            ("open", false),
            ("closed_at", now),
            ("application_id", GreenhouseCursor.Number(application.Id)),
            ("close_reason_id", body.TryGetProperty("close_reason_id", out var reason) ? GreenhouseBody.Value(reason) : null));
        simulator.Applications.Update(application.Id, ("status", "hired"), ("last_activity_at", now));
    }

    private void Reject(SimulatedRecord application, JsonElement body)
    {
        Require(application, "active");
        var reason = GreenhouseBody.Id(body, "rejection_reason_id")!;
        if (simulator.RejectionReasons.Find(reason) is null)
        {
            throw GreenhouseErrors.Field("rejection_reason_id", $"Could not find rejection reason with id {reason}");
        }

        if (body.TryGetProperty(GreenhouseCustomFields.Field, out var answers))
        {
            _ = resources.Custom.Write("rejection_question", answers, null);
        }

        var now = Timestamps.Iso(simulator.State.Now);
        simulator.RejectionDetails.Create(("application_id", GreenhouseCursor.Number(application.Id)), ("rejection_reason_id", GreenhouseCursor.Number(reason)), ("rejected_at", now));
        simulator.Applications.Update(application.Id, ("status", "rejected"), ("rejected_at", now), ("last_activity_at", now));
    }

    private void Unreject(SimulatedRecord application, JsonElement body)
    {
        Require(application, "rejected");
        foreach (var detail in simulator.RejectionDetails.Snapshot().Where(detail => Equals(detail["application_id"], GreenhouseCursor.Number(application.Id))))
        {
            simulator.RejectionDetails.Purge(detail.Id);
        }

        simulator.Applications.Update(application.Id, ("status", "in_process"), ("rejected_at", null), ("last_activity_at", Timestamps.Iso(simulator.State.Now)));
    }

    private void Convert(SimulatedRecord application, JsonElement body)
    {
        Require(application, "active");
        if (application["prospect"] is not true)
        {
            throw GreenhouseErrors.Conflict("Application must be a prospect");
        }

        _pipeline.CheckReferences(body);
        _pipeline.Enter(application, _pipeline.Stage(GreenhouseBody.Id(body, "job_id")!, GreenhouseBody.Id(body, "to_job_interview_stage_id"), "to_job_interview_stage_id"), simulator.State.Now);
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Greenhouse;

/// <summary>Writes of applications: create (for a job, or as a prospect), update, delete.</summary>
internal sealed class GreenhouseApplicationRoutes(GreenhouseSimulator simulator, GreenhouseGate gate, GreenhouseResources resources)
{
    private static readonly Dictionary<string, GreenhouseKind> s_common = new(StringComparer.Ordinal)
    {
        ["source_id"] = GreenhouseKind.Id,
        ["referrer_id"] = GreenhouseKind.Id,
        ["recruiter_id"] = GreenhouseKind.Id,
        ["coordinator_id"] = GreenhouseKind.Id,
        ["created_at"] = GreenhouseKind.Time,
        [GreenhouseCustomFields.Field] = GreenhouseKind.Custom,
    };

    private static readonly Dictionary<string, GreenhouseKind> s_embedded = new(s_common, StringComparer.Ordinal) { ["job_id"] = GreenhouseKind.Id, ["initial_stage_id"] = GreenhouseKind.Id };

    private static readonly Dictionary<string, GreenhouseKind> s_candidate = new(s_embedded, StringComparer.Ordinal) { ["candidate_id"] = GreenhouseKind.Id };

    private static readonly Dictionary<string, GreenhouseKind> s_prospect = new(s_common, StringComparer.Ordinal)
    {
        ["candidate_id"] = GreenhouseKind.Id,
        ["prospect"] = GreenhouseKind.Flag,
        ["job_ids"] = GreenhouseKind.Ids,
        ["prospect_pool_id"] = GreenhouseKind.Id,
        ["prospect_pool_stage_id"] = GreenhouseKind.Id,
        ["prospect_owner_id"] = GreenhouseKind.Id,
        ["prospective_department_id"] = GreenhouseKind.Id,
        ["prospective_office_id"] = GreenhouseKind.Id,
    };

    private static readonly Dictionary<string, GreenhouseKind> s_update = new(s_common, StringComparer.Ordinal)
    {
        ["prospect_pool_id"] = GreenhouseKind.Id,
        ["prospect_stage_id"] = GreenhouseKind.Id,
        ["rejected_at"] = GreenhouseKind.Time,
    };

    private readonly GreenhousePipeline _pipeline = new(simulator);

    /// <summary>Gets the attributes of an application inside the body that creates a candidate.</summary>
    public static IReadOnlyDictionary<string, GreenhouseKind> Embedded => s_embedded;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v3/applications", gate.Guard("applications:create", CreateAsync));
        routes.MapPatch("/v3/applications/{id}", gate.Guard("applications:update", UpdateAsync));
        routes.MapDelete("/v3/applications/{id}", gate.Guard("applications:destroy", DeleteAsync));
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = await GreenhouseBody.ReadAsync(context).ConfigureAwait(false);
        if (body.TryGetProperty("prospect", out var prospect) && prospect.ValueKind == JsonValueKind.True)
        {
            GreenhouseBody.Check(body, s_prospect, "candidate_id");
        }
        else
        {
            GreenhouseBody.Check(body, s_candidate, "candidate_id", "job_id");
        }

        var application = simulator.State.Commit(() =>
        {
            var candidate = GreenhouseBody.Id(body, "candidate_id")!;
            if (simulator.Candidates.Find(candidate) is null)
            {
                throw GreenhouseErrors.Field("candidate_id", $"Could not find candidate with id {candidate}");
            }

            _pipeline.CheckCreate(body, resources.Custom);
            var created = _pipeline.Create(candidate, body, resources.Custom);
            simulator.Ledger.Wrote("applications.create", created.Id);
            return created;
        });
        await AnswerAsync(context, StatusCodes.Status201Created, application).ConfigureAwait(false);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var body = await GreenhouseBody.ReadAsync(context).ConfigureAwait(false);
        GreenhouseBody.Check(body, s_update);
        var application = simulator.State.Commit(() =>
        {
            var known = _pipeline.Find(context);
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var attribute in body.EnumerateObject())
            {
                values[attribute.Name] = attribute.Name is GreenhouseCustomFields.Field
                    ? resources.Custom.Write("application", attribute.Value, known[GreenhouseCustomFields.Field])
                    : s_update[attribute.Name] == GreenhouseKind.Time ? GreenhousePipeline.Time(attribute.Value) : GreenhouseBody.Value(attribute.Value);
            }

            _pipeline.CheckReferences(body);
            var changed = simulator.Applications.Update(known.Id, values);
            simulator.Ledger.Wrote("applications.update", known.Id);
            return changed;
        });
        await AnswerAsync(context, StatusCodes.Status200OK, application).ConfigureAwait(false);
    }

    private Task DeleteAsync(HttpContext context)
    {
        var id = simulator.State.Commit(() =>
        {
            var application = _pipeline.Find(context);
            _pipeline.Delete(application.Id);
            simulator.Ledger.Wrote("applications.destroy", application.Id);
            return application.Id;
        });
        return Answer.JsonAsync(context, StatusCodes.Status200OK, new { message = $"Application {id} deleted successfully" });
    }

    private Task AnswerAsync(HttpContext context, int status, SimulatedRecord application) =>
        Answer.JsonAsync(context, status, writer => resources.Applications.Write(writer, application));
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.Greenhouse;

/// <summary>Writes of candidates: create (with at most one application), update, delete.</summary>
internal sealed class GreenhouseCandidateRoutes(GreenhouseSimulator simulator, GreenhouseGate gate, GreenhouseResources resources)
{
    private static readonly Dictionary<string, GreenhouseKind> s_update = new(StringComparer.Ordinal)
    {
        ["first_name"] = GreenhouseKind.Text,
        ["last_name"] = GreenhouseKind.Text,
        ["company"] = GreenhouseKind.Text,
        ["title"] = GreenhouseKind.Text,
        ["email_addresses"] = GreenhouseKind.Addresses,
        ["phone_numbers"] = GreenhouseKind.Addresses,
        ["addresses"] = GreenhouseKind.Addresses,
        ["website_addresses"] = GreenhouseKind.Addresses,
        ["social_media_addresses"] = GreenhouseKind.Links,
        ["tags"] = GreenhouseKind.Texts,
        ["can_email"] = GreenhouseKind.Flag,
        ["is_private"] = GreenhouseKind.Flag,
        [GreenhouseCustomFields.Field] = GreenhouseKind.Custom,
    };

    private static readonly Dictionary<string, GreenhouseKind> s_create = new(s_update, StringComparer.Ordinal) { ["application"] = GreenhouseKind.Object };

    private readonly GreenhousePipeline _pipeline = new(simulator);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v3/candidates", gate.Guard("candidates:create", CreateAsync));
        routes.MapPatch("/v3/candidates/{id}", gate.Guard("candidates:update", UpdateAsync));
        routes.MapDelete("/v3/candidates/{id}", gate.Guard("candidates:destroy", DeleteAsync));
    }

    private async Task CreateAsync(HttpContext context)
    {
        var body = await GreenhouseBody.ReadAsync(context).ConfigureAwait(false);
        GreenhouseBody.Check(body, s_create, "first_name", "last_name");
        var (candidate, application) = simulator.State.Commit(() =>
        {
            var values = Values(body, null);
            values.TryAdd("can_email", true);
            values["last_activity_at"] = Timestamps.Iso(simulator.State.Now);
            SimulatedRecord? applied = null;
            JsonElement asked = default;
            if (body.TryGetProperty("application", out asked))
            {
                GreenhouseBody.Check(asked, GreenhouseApplicationRoutes.Embedded, "job_id");
                _pipeline.CheckCreate(asked, resources.Custom); // all or nothing: what is wrong with the application must not leave a candidate behind
            }

            var person = simulator.Candidates.Create(values);
            if (asked.ValueKind == JsonValueKind.Object)
            {
                applied = _pipeline.Create(person.Id, asked, resources.Custom);
            }

            simulator.Ledger.Wrote("candidates.create", person.Id);
            return (person, applied);
        });
        await Answer.JsonAsync(context, StatusCodes.Status201Created, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("candidate");
            resources.Candidates.Write(writer, candidate);
            writer.WritePropertyName("application");
            if (application is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                resources.Applications.Write(writer, application);
            }

            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task UpdateAsync(HttpContext context)
    {
        var body = await GreenhouseBody.ReadAsync(context).ConfigureAwait(false);
        GreenhouseBody.Check(body, s_update);
        var candidate = simulator.State.Commit(() =>
        {
            var known = Find(context);
            var changed = simulator.Candidates.Update(known.Id, Values(body, known));
            simulator.Ledger.Wrote("candidates.update", known.Id);
            return changed;
        });
        await Answer.JsonAsync(context, StatusCodes.Status200OK, writer => resources.Candidates.Write(writer, candidate)).ConfigureAwait(false);
    }

    private Task DeleteAsync(HttpContext context)
    {
        var id = simulator.State.Commit(() =>
        {
            var candidate = Find(context);
            foreach (var application in simulator.Applications.Snapshot().Where(one => Equals(one["candidate_id"], GreenhouseCursor.Number(candidate.Id))))
            {
                _pipeline.Delete(application.Id);
            }

            simulator.Candidates.Purge(candidate.Id);
            simulator.Ledger.Wrote("candidates.destroy", candidate.Id);
            return candidate.Id;
        });
        return Answer.JsonAsync(context, StatusCodes.Status200OK, new { message = $"Candidate {id} deleted successfully" });
    }

    private Dictionary<string, object?> Values(JsonElement body, SimulatedRecord? known)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var attribute in body.EnumerateObject())
        {
            switch (attribute.Name)
            {
                case "application":
                    break;
                case "is_private":
                    values["private"] = attribute.Value.GetBoolean();
                    break;
                case GreenhouseCustomFields.Field:
                    values[attribute.Name] = resources.Custom.Write("candidate", attribute.Value, known?[GreenhouseCustomFields.Field]);
                    break;
                default:
                    values[attribute.Name] = GreenhouseBody.Value(attribute.Value);
                    break;
            }
        }

        return values;
    }

    private SimulatedRecord Find(HttpContext context)
    {
        var id = context.GetRouteValue("id")!.ToString()!;
        return simulator.Candidates.Find(id) ?? throw GreenhouseErrors.NotFound("candidate", id);
    }
}

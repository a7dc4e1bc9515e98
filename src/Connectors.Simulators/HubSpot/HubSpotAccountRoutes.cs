using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connectors.Simulators.HubSpot;

/// <summary>The account and its users: account details and owners.</summary>
internal sealed class HubSpotAccountRoutes(HubSpotSimulator simulator, HubSpotGate gate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var details = gate.Guard(_ => null, DetailsAsync);
        routes.MapGet($"/account-info/{HubSpotPaths.Dated}/details", details);
        routes.MapGet("/account-info/v3/details", details);
        routes.MapCrm(HttpMethod.Get, "owners", "", gate.Guard(_ => ["crm.objects.owners.read"], ListAsync));
        routes.MapCrm(HttpMethod.Get, "owners", "/{id}", gate.Guard(_ => ["crm.objects.owners.read"], GetAsync));
    }

    private static Task DetailsAsync(HttpContext context) => Answer.JsonAsync(context, StatusCodes.Status200OK, new
    {
        portalId = int.Parse(HubSpotGate.AccountOf(context), CultureInfo.InvariantCulture),
        accountType = "STANDARD",
        timeZone = "UTC",
        companyCurrency = "USD",
        additionalCurrencies = Array.Empty<string>(),
        utcOffset = "+00:00",
        utcOffsetMilliseconds = 0,
        uiDomain = "app.hubspot.com",
        dataHostingLocation = "na1",
    });

    private Task ListAsync(HttpContext context)
    {
        var limit = HubSpotPaging.Limit(context, byDefault: 100, most: 500);
        var after = HubSpotPaging.After(context);
        var archived = HubSpotPaging.Archived(context);
        string? email = context.Request.Query["email"];
        var owners = simulator.Owners.Snapshot()
            .Where(owner => owner.IsDeleted == archived
                && long.Parse(owner.Id, CultureInfo.InvariantCulture) > after
                && (string.IsNullOrEmpty(email) || string.Equals(owner.Text("email"), email, StringComparison.OrdinalIgnoreCase)))
            .Take(limit + 1)
            .ToList();
        return Answer.JsonAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("results");
            foreach (var owner in owners.Take(limit))
            {
                Write(writer, owner);
            }

            writer.WriteEndArray();
            HubSpotPaging.Write(writer, context, owners.Count > limit ? owners[limit - 1].Id : null);
            writer.WriteEndObject();
        });
    }

    private Task GetAsync(HttpContext context)
    {
        var id = context.GetRouteValue("id")!.ToString()!;
        var owner = string.Equals(context.Request.Query["idProperty"], "userId", StringComparison.Ordinal)
            ? simulator.Owners.Snapshot().FirstOrDefault(one => string.Equals(one["userId"]?.ToString(), id, StringComparison.Ordinal))
            : simulator.Owners.Find(id);
        return owner is null || owner.IsDeleted != HubSpotPaging.Archived(context)
            ? throw HubSpotErrors.NotFound()
            : Answer.JsonAsync(context, StatusCodes.Status200OK, writer => Write(writer, owner));
    }

    private static void Write(Utf8JsonWriter writer, SimulatedRecord owner)
    {
        writer.WriteStartObject();
        writer.WriteString("id", owner.Id);
        foreach (var name in (string[])["email", "firstName", "lastName"])
        {
            if (owner.Text(name) is { } text)
            {
                writer.WriteString(name, text);
            }
        }

        writer.WriteString("type", "PERSON");
        if (owner["userId"] is long userId)
        {
            // A deactivated user keeps only the second number.
            if (!owner.IsDeleted)
            {
                writer.WriteNumber("userId", userId);
            }

            writer.WriteNumber("userIdIncludingInactive", userId);
        }

        writer.WriteString("createdAt", Timestamps.Iso(owner.CreatedAt));
        writer.WriteString("updatedAt", Timestamps.Iso(owner.ModifiedAt));
        writer.WriteBoolean("archived", owner.IsDeleted);
        writer.WriteEndObject();
    }
}

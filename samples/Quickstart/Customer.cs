using Connectors.Simulators;
using Connectors.Simulators.HubSpot;

namespace Quickstart;

/// <summary>What a person would do: sign in with a browser, and work at the vendor. Simulated.</summary>
internal static class Customer
{
    /// <summary>Opens the sign-in address, consents, and gives the query with which the vendor sends the browser back.</summary>
    public static async Task<string> SignInAsync(SimulatorHost vendors, Uri url, CancellationToken cancellationToken)
    {
        Screen.Vendor($"a browser opens {url.GetLeftPart(UriPartial.Path)} and the customer consents");
        using var browser = new HttpClient(vendors.CreateHandler());
        using var answer = await browser.GetAsync(url, cancellationToken);
        return answer.Headers.Location?.Query ?? throw new InvalidOperationException($"The sign-in page answered {answer.StatusCode}.");
    }

    /// <summary>Edits two contacts, adds one and archives one.</summary>
    public static void ChangesSomething(HubSpotSimulator hubspot)
    {
        var all = hubspot.Contacts.Snapshot();
        var contacts = all.Where(contact => !contact.IsDeleted).Take(3).ToList();
        var phone = $"+1 555 {all.Count:0000}";
        hubspot.Contacts.Update(contacts[0].Id, ("phone", phone));
        hubspot.Contacts.Update(contacts[1].Id, ("jobtitle", $"Engineer {phone[^4..]}"));
        hubspot.Contacts.Archive(contacts[2].Id);
        hubspot.Contacts.Create(("firstname", "Ada"), ("lastname", "Lovelace"), ("email", $"ada{phone[^4..]}@example.org"));
        Screen.Vendor("somebody edits two contacts, archives one and adds one");
    }
}

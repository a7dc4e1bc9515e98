namespace Connectors.Providers.HubSpot;

/// <summary>Answers of HubSpot, as its documents and others' recordings show them.</summary>
internal static class HubSpotSamples
{
    public const string Contact = """
        {"id":"501","properties":{"createdate":"2023-12-14T23:31:55.758Z","email":"jo@x.com","firstname":"Jo","hs_object_id":"501","lastmodifieddate":"2025-01-27T19:53:15.581Z","lastname":"H",
          "hs_additional_emails":"jo@home.org;j@old.net","jobtitle":"Engineer","company":"X Ltd","phone":"+1 555 0100","mobilephone":"+1 555 0101","website":"https://jo.example","address":"1 Main St","city":"Boston","state":"MA","zip":"02110","country":"United States",
          "lifecyclestage":"marketingqualifiedlead","hs_lead_status":"ATTEMPTED_TO_CONTACT","hubspot_owner_id":"77","hs_email_optout":"true","notes_last_updated":"2025-01-20T08:00:00Z","favourite_colour":"blue","shoe_size":null},
         "createdAt":"2023-12-14T23:31:55.758Z","updatedAt":"2025-01-27T19:53:15.581Z","archived":false,
         "associations":{"companies":{"results":[{"id":"8","type":"contact_to_company_unlabeled"},{"id":"9","type":"contact_to_company"},{"id":"9","type":"contact_to_company_unlabeled"}]}}}
        """;

    public const string BareContact = """
        {"id":"502","properties":{"createdate":"2023-12-14T23:31:55.758Z","email":"","firstname":null,"hs_object_id":"502","lastmodifieddate":"2025-01-27T19:53:15.581Z","lastname":null},
         "createdAt":"2023-12-14T23:31:55.758Z","updatedAt":"2025-01-27T19:53:15.581Z","archived":false}
        """;

    public const string Company = """
        {"id":"9","properties":{"name":"X Ltd","domain":"x.com","website":"https://x.com","description":"Makes X","industry":"COMPUTER_SOFTWARE","type":"PROSPECT","lifecyclestage":"2497212665","numberofemployees":"120","annualrevenue":"1500000.50","hs_annual_revenue_currency_code":"EUR",
          "founded_year":"1998","timezone":"Europe/Berlin","linkedin_company_page":"https://linkedin.com/company/x","phone":"+49 30 1","address":"Weg 1","address2":"Hof","city":"Berlin","state":"BE","zip":"10115","country":"Germany",
          "hubspot_owner_id":"77","hs_parent_company_id":"4","notes_last_updated":"2025-01-20T08:00:00Z","createdate":"2020-01-01T00:00:00Z","hs_lastmodifieddate":"2025-01-27T19:53:15.581Z","hs_object_id":"9"},
         "createdAt":"2020-01-01T00:00:00.000Z","updatedAt":"2025-01-27T19:53:15.581Z","archived":false}
        """;

    public const string Deal = """
        {"id":"33","properties":{"dealname":"Big one","description":"Ten seats","amount":"1234.50","deal_currency_code":"USD","closedate":"2026-05-01T00:00:00.000Z","dealstage":"contractsent","pipeline":"default","dealtype":"newbusiness",
          "hs_deal_stage_probability":"0.9","hs_is_closed":"false","hs_is_closed_won":"false","closed_lost_reason":"","hubspot_owner_id":"77","notes_last_updated":"2025-01-20T08:00:00Z","createdate":"2025-01-01T00:00:00Z","hs_lastmodifieddate":"2025-01-27T19:53:15.581Z","hs_object_id":"33"},
         "createdAt":"2025-01-01T00:00:00.000Z","updatedAt":"2025-01-27T19:53:15.581Z","archived":false,
         "associations":{"companies":{"results":[{"id":"9","type":"deal_to_company"}]},"contacts":{"results":[{"id":"501","type":"deal_to_contact"},{"id":"502","type":"deal_to_contact"},{"id":"501","type":"decision_maker"}]}}}
        """;

    public const string Owner = """
        {"id":"77","email":"olga@acme.com","firstName":"Olga","lastName":"Owner","userId":1001,"userIdIncludingInactive":1001,"type":"PERSON","createdAt":"2020-01-01T00:00:00.000Z","updatedAt":"2024-02-03T04:05:06.789Z","archived":false,
         "teams":[{"id":"1","name":"Sales","primary":true},{"id":"2","name":"EMEA","primary":false}]}
        """;

    public static string Page(string? after, params IEnumerable<string> records)
    {
        var paging = after is null ? "" : $",\"paging\":{{\"next\":{{\"after\":\"{after}\",\"link\":\"https://api.hubapi.com/x?after={after}\"}}}}";
        return $"{{\"results\":[{string.Join(',', records)}]{paging}}}";
    }
}

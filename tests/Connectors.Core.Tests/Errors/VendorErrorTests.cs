using System.Net;
using Connectors.Core.Tests.Http;
using Connectors.Definitions;

namespace Connectors.Core.Tests.Errors;

/// <summary>What comes of each vendor's own error bodies, as its documentation shows them.</summary>
public sealed class VendorErrorTests
{
    /// <summary>Vendor, status, body; code, message, request id, fields (name: message).</summary>
    public static TheoryData<string, int, string, string?, string?, string?, string[]> Answers { get; } = new()
    {
        { "ashby", 400, """{"success":false,"errors":["invalid_input"],"errorInfo":{"code":"invalid_input","message":"Bad.","requestId":"01JSJ8","meta":{}}}""", "invalid_input", "Bad.", "01JSJ8", [] },
        { "bamboohr", 400, """{"error":{"code":"BadPage","message":"No such page."}}""", "BadPage", "No such page.", "r1", [] },
        { "bamboohr header", 403, "", null, "You may not see this.", "r1", [] },
        { "bill", 400, """[{"timestamp":"2026-12-25T00:00:00.000+00:00","code":"BDC_1109","severity":"ERROR","category":"DOWNSTREAM","message":"Session is invalid.  Please log in."}]""", "BDC_1109", "Session is invalid.  Please log in.", null, [] },
        { "clearbit", 404, """{"error":{"type":"unknown_record","message":"Unknown person."}}""", "unknown_record", "Unknown person.", null, [] },
        { "dropbox", 409, """{"error_summary":"path/not_found/..","error":{".tag":"path","path":{".tag":"not_found"}},"user_message":{"text":"Gone.","locale":"en"}}""", "path/not_found", "Gone.", null, [] },
        { "facebook", 400, """{"error":{"message":"Session has expired","type":"OAuthException","code":190,"error_subcode":463,"error_user_title":null,"error_user_msg":null,"is_transient":false,"fbtrace_id":"AbC123"}}""", "190.463", "Session has expired", "AbC123", [] },
        { "github", 422, """{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"},"text"],"documentation_url":"https://docs.github.com","status":"422"}""", null, "Validation Failed", "r1", ["Issue.title: missing_field"] },
        { "google", 400, """{"error":{"errors":[{"domain":"calendar","reason":"timeRangeEmpty","message":"The specified time range is empty.","locationType":"parameter","location":"timeMax"}],"code":400,"message":"The specified time range is empty."}}""", "timeRangeEmpty", "The specified time range is empty.", null, ["timeMax: The specified time range is empty."] },
        { "google", 400, """{"error":{"code":400,"message":"Bad.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}""", "INVALID_ARGUMENT", "Bad.", null, [] },
        { "google maps", 200, """{"error_message":"The provided API key is invalid. ","results":[],"status":"REQUEST_DENIED"}""", "REQUEST_DENIED", "The provided API key is invalid.", null, [] },
        { "greenhouse", 422, """{"message":"Your request included invalid JSON.","errors":[{"message":"Invalid attribute: unknown_field","field":"unknown_field"}]}""", null, "Your request included invalid JSON.", null, ["unknown_field: Invalid attribute: unknown_field"] },
        { "greenhouse", 422, """{"message":"No.","errors":["plain"]}""", null, "No.", null, [": plain"] },
        { "gusto", 422, """{"errors":[{"error_key":"first_name","category":"invalid_attribute_value","message":"First name is required","metadata":{}}]}""", "invalid_attribute_value", "First name is required", null, ["first_name: First name is required"] },
        { "hubspot", 400, """{"status":"error","message":"Bad.","correlationId":"u-1","category":"VALIDATION_ERROR","errors":[{"message":"Property \"x\" does not exist","code":"PROPERTY_DOESNT_EXIST","context":{"propertyName":["x"]}}],"links":{}}""", "VALIDATION_ERROR", "Bad.", "u-1", ["x: Property \"x\" does not exist"] },
        { "intercom", 404, """{"type":"error.list","request_id":"0000abc","errors":[{"code":"not_found","message":"Resource Not Found","field":"email"}]}""", "not_found", "Resource Not Found", "0000abc", ["email: Resource Not Found"] },
        { "intercom", 400, """{"status":400,"error":"There was a problem in the JSON you submitted"}""", null, "There was a problem in the JSON you submitted", null, [] },
        { "jira", 400, """{"errorMessages":["No."],"errors":{"summary":"You must specify a summary of the issue."},"status":400}""", null, "No.", null, ["summary: You must specify a summary of the issue."] },
        { "jira", 400, """{"errorMessages":[],"errors":{"summary":"Needed."}}""", null, null, null, ["summary: Needed."] },
        { "kit", 422, """{"errors":["The access token is invalid"]}""", null, "The access token is invalid", null, [] },
        { "lever", 404, """{"code":"NotFoundError","message":"Resource not found"}""", "NotFoundError", "Resource not found", null, [] },
        { "linear", 200, """{"errors":[{"message":"Entity not found: Issue","path":["issue"],"extensions":{"type":"invalid input","code":"INPUT_ERROR","statusCode":400,"userError":true,"userPresentableMessage":"Could not find referenced Issue."}}],"data":null}""", "INPUT_ERROR", "Could not find referenced Issue.", null, [] },
        { "mailchimp", 400, """{"type":"https://mailchimp.com/developer/marketing/docs/errors/","title":"Invalid Resource","status":400,"detail":"Not valid.","instance":"uuid","errors":[{"field":"email_address","message":"Wrong."}]}""", "https://mailchimp.com/developer/marketing/docs/errors/", "Not valid.", "uuid", ["email_address: Wrong."] },
        { "mapbox", 404, """{"message":"Not Found"}""", null, "Not Found", null, [] },
        { "graph", 404, """{"error":{"code":"itemNotFound","message":"Gone.","innerError":{"date":"2026-11-20T10:00:00","request-id":"g-1","client-request-id":"g-2"}}}""", "itemNotFound", "Gone.", "g-1", [] },
        { "netsuite", 400, """{"type":"https://www.rfc-editor.org/rfc/rfc9110.html#section-15.5.1","title":"Bad Request","status":400,"o:errorDetails":[{"detail":"Please enter value(s) for: Subsidiary","o:errorCode":"USER_ERROR","o:errorPath":"subsidiary"}]}""", "USER_ERROR", "Please enter value(s) for: Subsidiary", null, ["subsidiary: Please enter value(s) for: Subsidiary"] },
        { "openweathermap", 404, """{"cod":404,"message":"city not found"}""", "404", "city not found", null, [] },
        { "paypal", 422, """{"name":"UNPROCESSABLE_ENTITY","message":"No.","debug_id":"b1d1","details":[{"field":"/purchase_units/0/amount/value","value":"0","location":"body","issue":"CANNOT_BE_ZERO_OR_NEGATIVE","description":"Must be greater than zero."}],"links":[]}""", "UNPROCESSABLE_ENTITY", "No.", "b1d1", ["/purchase_units/0/amount/value: Must be greater than zero."] },
        { "pipedrive", 403, """{"success":false,"error":"Scope and URL mismatch","errorCode":403,"error_info":"Please check developers.pipedrive.com"}""", "403", "Scope and URL mismatch", null, [] },
        { "pipedrive", 400, """{"status":"error","success":false,"errors":{"subscription_url":["invalid or non-reachable URL"]}}""", null, null, null, ["subscription_url: invalid or non-reachable URL"] },
        { "quickbooks", 400, """{"Fault":{"Error":[{"Message":"Duplicate Name Exists Error","Detail":"The name supplied already exists. : Id=58","code":"6240","element":"DisplayName"}],"type":"ValidationFault"},"time":"t"}""", "6240", "The name supplied already exists. : Id=58", "r1", ["DisplayName: Duplicate Name Exists Error"] },
        { "quickbooks", 403, """{"fault":{"error":[{"message":"message=AuthenticationFailed; errorCode=003200; statusCode=401","detail":"Token expired: t","code":"3200"}],"type":"AUTHENTICATION"}}""", "3200", "Token expired: t", "r1", [] },
        { "salesforce", 400, """[{"message":"Required fields are missing: [LastName]","errorCode":"REQUIRED_FIELD_MISSING","fields":["LastName"]}]""", "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", null, ["LastName: Required fields are missing: [LastName]"] },
        { "slack", 200, """{"ok":false,"error":"missing_scope","needed":"chat:write","provided":"users:read"}""", "missing_scope", "It needs the scope chat:write.", null, [] },
        { "spotify", 403, """{"error":{"status":403,"message":"No.","reason":"PREMIUM_REQUIRED"}}""", "PREMIUM_REQUIRED", "No.", null, [] },
        { "square", 400, """{"errors":[{"category":"INVALID_REQUEST_ERROR","code":"MISSING_REQUIRED_PARAMETER","detail":"Missing required parameter.","field":"amount_money.amount"}]}""", "MISSING_REQUIRED_PARAMETER", "Missing required parameter.", null, ["amount_money.amount: Missing required parameter."] },
        { "stripe", 402, """{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds","message":"Your card has insufficient funds.","param":"","charge":"ch_1"}}""", "insufficient_funds", "Your card has insufficient funds.", "r1", [] },
        { "stripe", 404, """{"error":{"type":"invalid_request_error","code":"resource_missing","message":"No such customer","param":"id"}}""", "resource_missing", "No such customer", "r1", ["id: No such customer"] },
        { "workday", 400, """{"error":"Bad.","errors":[{"error":"Wrong.","code":"A1234","field":"f","path":"a.f","severity":"ERROR"}]}""", "A1234", "Bad.", null, ["a.f: Wrong."] },
        { "xero", 400, """{"ErrorNumber":10,"Type":"ValidationException","Message":"A validation exception occurred","Elements":[{"InvoiceID":"0","ValidationErrors":[{"Message":"Account code '200' is not a valid code for this document."}],"Warnings":[]}]}""", "ValidationException", "A validation exception occurred", "r1", ["Elements[0]: Account code '200' is not a valid code for this document."] },
        { "xero", 403, """{"Type":null,"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful","Instance":"i","Extensions":{}}""", "Forbidden", "AuthenticationUnsuccessful", "r1", [] },
        { "zendesk", 422, """{"error":"RecordInvalid","description":"Record validation errors","details":{"email":[{"description":"Email: x is not properly formatted","error":"InvalidFormat"}]}}""", "RecordInvalid", "Record validation errors", "r1", ["email: Email: x is not properly formatted"] },
        { "zendesk", 400, """{"error":{"title":"Invalid attribute","message":"Too long."}}""", null, "Too long.", "r1", [] },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_OfAVendor_IsReadByItsShape(string vendor, int status, string body, string? code, string? message, string? requestId, string[] fields)
    {
        var facts = await FailAsync(vendor, status, body);

        Assert.Equal((code, message, requestId), (facts.ErrorCode, facts.VendorMessage, facts.RequestId));
        Assert.Equal(fields, facts.FieldErrors.Select(field => $"{field.Field}: {field.Message}"));
    }

    /// <summary>What stands in front of a provider answers in its own words.</summary>
    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Answer_OfAnotherShape_IsAnErrorWithoutWords(string vendor)
    {
        foreach (var body in new[] { "<html>Bad gateway</html>", "", "[]", "{}", """{"error":7}""", """{"errors":[]}""", """{"message":["x"]}""" })
        {
            var facts = await FailAsync(vendor, 418, body);

            Assert.Equal(418, facts.StatusCode);
            Assert.DoesNotContain("html", facts.VendorMessage ?? "", StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> Vendors { get; } = [.. Answers.Select(row => (string)row[0]!).Distinct()];

    private static async Task<ErrorFacts> FailAsync(string vendor, int status, string body)
    {
        var wire = new FakeWire().Then((HttpStatusCode)status, body, vendor == "mailchimp" ? "application/problem+json" : "application/json", adorn: answer =>
        {
            foreach (var name in new[] { "X-Request-Id", "X-GitHub-Request-Id", "request-id", "intuit_tid", "Xero-Correlation-Id" })
            {
                answer.Headers.TryAddWithoutValidation(name, "r1");
            }

            answer.Headers.TryAddWithoutValidation("x-bamboohr-error-message", vendor == "bamboohr header" ? "You may not see this." : null);
        });
        using var bench = await Bench.OpenAsync(wire, options => options.MaxRetries = 0, definition: new()
        {
            Id = "vendor",
            DisplayName = "Vendor",
            Hosts = "https://api.vendor.test",
            Auth = [new BearerScheme("token")],
            Endpoints = [],
            Rules = RulesOf(vendor),
        });
        return (await Assert.ThrowsAnyAsync<ConnectorException>(() => bench.Connector.SendAsync(HttpMethod.Get, "/x"))).Facts;
    }

    private static ResponseRules RulesOf(string vendor) => vendor switch
    {
        "ashby" => VendorErrorShapes.Ashby,
        "bamboohr" or "bamboohr header" => VendorErrorShapes.BambooHR,
        "bill" => VendorErrorShapes.Bill,
        "clearbit" => VendorErrorShapes.Clearbit,
        "dropbox" => VendorErrorShapes.Dropbox,
        "facebook" => VendorErrorShapes.Facebook,
        "github" => VendorErrorShapes.GitHub,
        "google" => VendorErrorShapes.Google,
        "google maps" => VendorErrorShapes.GoogleMaps,
        "greenhouse" => VendorErrorShapes.Greenhouse,
        "gusto" => VendorErrorShapes.Gusto,
        "hubspot" => VendorErrorShapes.HubSpot,
        "intercom" => VendorErrorShapes.Intercom,
        "jira" => VendorErrorShapes.Jira,
        "kit" => VendorErrorShapes.Kit,
        "lever" => VendorErrorShapes.Lever,
        "linear" => VendorErrorShapes.Linear,
        "mailchimp" => ResponseRules.Default,
        "mapbox" => VendorErrorShapes.Mapbox,
        "graph" => VendorErrorShapes.MicrosoftGraph,
        "netsuite" => VendorErrorShapes.NetSuite,
        "openweathermap" => VendorErrorShapes.OpenWeatherMap,
        "paypal" => VendorErrorShapes.PayPal,
        "pipedrive" => VendorErrorShapes.Pipedrive,
        "quickbooks" => VendorErrorShapes.QuickBooks,
        "salesforce" => VendorErrorShapes.Salesforce,
        "slack" => VendorErrorShapes.Slack,
        "spotify" => VendorErrorShapes.Spotify,
        "square" => VendorErrorShapes.Square,
        "stripe" => VendorErrorShapes.Stripe,
        "workday" => VendorErrorShapes.Workday,
        "xero" => VendorErrorShapes.Xero,
        "zendesk" => VendorErrorShapes.Zendesk,
        _ => throw new ArgumentOutOfRangeException(nameof(vendor), vendor, null),
    };
}

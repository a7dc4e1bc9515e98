using static Connectors.Simulators.Greenhouse.GreenhouseField;
using Filter = Connectors.Simulators.Greenhouse.GreenhouseFilter;

namespace Connectors.Simulators.Greenhouse;

/// <summary>The lists that are played, as the official registry of v3 has them.</summary>
internal sealed class GreenhouseResources
{
    private readonly GreenhouseSimulator _simulator;
    private readonly Dictionary<string, GreenhouseResource> _resources = new(StringComparer.Ordinal);

    public GreenhouseResources(GreenhouseSimulator simulator)
    {
        _simulator = simulator;
        Custom = new GreenhouseCustomFields(simulator);
        AddHiring();
        AddJobs();
        AddOrganization();
    }

    public GreenhouseCustomFields Custom { get; }

    public IEnumerable<GreenhouseResource> All => _resources.Values;

    public GreenhouseResource Candidates => _resources["candidates"];

    public GreenhouseResource Applications => _resources["applications"];

    private void AddHiring()
    {
        Add(
            "candidates",
            "candidate",
            ["first_name", "last_name", "preferred_name", "company", "title", "last_activity_at", Flag("private"), Flag("can_email"), "time_zone", List("tags"), List("linked_user_ids"),
                List("phone_numbers"), List("addresses"), List("email_addresses"), List("website_addresses"), List("social_media_addresses"), CustomFields("candidate")],
            [Filter.Time("last_activity_at"), Filter.Flag("private"), Filter.Text("email", "email_addresses"), Filter.Text("tag", "tags")]);
        Add(
            "applications",
            "application",
            ["candidate_id", "job_id", "job_post_id", "job_interview_stage_id", "stage_id", "stage_name", "status", Flag("prospect"), List("prospective_job_ids"), Flag("needs_decision"),
                "recruiter_id", "coordinator_id", "source_id", "referrer_id", "agency_note_id", "rejected_at", "last_activity_at", "location_address", List("answers"), CustomFields("application")],
            [Filter.Ids("candidate_ids", "candidate_id"), Filter.Ids("job_ids", "job_id"), Filter.Ids("prospective_job_ids", "prospective_job_ids"), Filter.Ids("job_post_ids", "job_post_id"),
                Filter.Ids("source_ids", "source_id"), Filter.Ids("referrer_ids", "referrer_id"), Filter.Ids("stage_ids", "stage_id"), Filter.Ids("job_interview_stage_ids", "job_interview_stage_id"),
                Filter.Choice("status", ("active", "in_process"), ("rejected", "rejected"), ("hired", "hired"), ("converted", "converted")), Filter.Text("stage_name"), Filter.Time("last_activity_at"), Filter.Flag("prospect")]);
        Add(
            "application_stages",
            "application stage",
            ["application_id", "job_interview_stage_id", "entered_at", "exited_at", new("days_in_stage", stage => DaysInStage(stage)), Flag("current")],
            [Filter.Ids("application_ids", "application_id"), Filter.Ids("job_interview_stage_ids", "job_interview_stage_id"), Filter.Flag("current")]);
        Add(
            "offers",
            "offer",
            ["version", "application_id", "job_id", "candidate_id", "opening_id", "status", "starts_on", "sent_on", "resolved_at", CustomFields("offer")],
            [Filter.Ids("application_ids", "application_id"), Filter.Ids("job_ids", "job_id"), Filter.Ids("candidate_ids", "candidate_id"), Filter.Ids("opening_ids", "opening_id"),
                Filter.Choice("status", Same("Created", "Accepted", "Rejected", "Deprecated")), Filter.Time("resolved_at"), Filter.Time("sent_on"), Filter.Time("starts_on"), CurrentOnly()]);
        Add("rejection_reasons", "rejection reason", ["name", "type"], [new Filter("include_defaults", _ => _ => true)]);
        Add(
            "rejection_details",
            "rejection detail",
            ["application_id", "rejected_by_id", "rejection_note_id", "rejection_reason_id", "rejected_at", CustomFields("rejection_question", "question_custom_fields")],
            [Filter.Ids("application_ids", "application_id"), Filter.Ids("rejection_reason_ids", "rejection_reason_id")]);
        Add("sources", "source", ["name", "type"], []);
    }

    private void AddJobs()
    {
        Add(
            "jobs",
            "job",
            ["name", "requisition_id", "notes", Flag("confidential"), "status", "opened_at", "closed_at", Flag("is_template"), "copied_from_id", "department_id", List("office_ids"), CustomFields("job")],
            [Filter.Time("opened_at"), Filter.Time("closed_at"), Filter.Text("requisition_id"), Filter.Id("department_id", "department_id"), Filter.Id("office_id", "office_ids"),
                Filter.Flag("confidential"), Filter.Choice("status", Same("open", "draft", "closed"))]);
        Add("job_interview_stages", "job interview stage", ["job_id", "sort_order", "name", Flag("active")], [Filter.Ids("job_ids", "job_id"), Filter.Flag("active")]);
        Add(
            "openings",
            "opening",
            ["job_id", "opened_at", "closed_at", "sort_order", "opening_id", "application_id", "close_reason_id", "target_start_on", Flag("open"), CustomFields("opening")],
            [Filter.Ids("job_ids", "job_id"), Filter.Ids("application_ids", "application_id"), Filter.Ids("close_reason_ids", "close_reason_id"), Filter.Time("opened_at"), Filter.Time("closed_at"),
                Filter.Flag("open"), Filter.Text("opening_id")]);
    }

    private void AddOrganization()
    {
        Add(
            "users",
            "user",
            ["first_name", "last_name", "primary_email", "job_title", "agency_id", "name", Flag("deactivated"), Flag("site_admin"), "employee_id", List("linked_candidate_ids"), List("office_ids"),
                List("department_ids"), List("interviewer_tags"), List("emails"), CustomFields("user_attribute")],
            [Filter.Ids("agency_ids", "agency_id"), Filter.Ids("office_ids", "office_ids"), Filter.Ids("department_ids", "department_ids"), Filter.Ids("linked_candidate_ids", "linked_candidate_ids"),
                new Filter("employee_ids", text => record => text.Split(',').Contains(record.Text("employee_id"), StringComparer.Ordinal)), Filter.Flag("deactivated"), Filter.Text("primary_email"),
                new Filter("show_service_accounts", _ => _ => true)]);
        Add("departments", "department", ["name", "parent_id", "external_id"], [Filter.Id("parent_id", "parent_id"), Filter.Text("external_id")]);
        Add("offices", "office", ["name", "parent_id", "external_id", "location", "primary_in_house_contact_user_id"], [Filter.Id("parent_id", "parent_id"), Filter.Text("external_id")]);
        Add(
            "custom_fields",
            "custom field",
            ["field_type", "sort_order", "name", "value_type", Flag("private"), Flag("required"), Flag("require_approval"), Flag("trigger_new_version"), Flag("active"), "updated_by_id", "internal_type",
                Flag("expose_in_job_board_api"), "placeholder", "name_key", "description", "application_type", Flag("api_only"), "use_for_job_approvals", "use_for_offer_approvals", "template_token_string", "default_value"],
            [Filter.Choice("field_type", Same("job", "opening", "standard", "offer", "compensation_frequency", "candidate", "referral_question", "application", "rejection_question", "form", "agency_question", "user_attribute")),
                Filter.Flag("active"), Filter.Text("name"), Filter.Text("name_key")]);
    }

    private static (string Asked, string Kept)[] Same(params string[] values) => [.. values.Select(value => (value, value))];

    private void Add(string name, string singular, IReadOnlyList<GreenhouseField> fields, IReadOnlyList<Filter> filters) =>
        _resources[name] = new GreenhouseResource(name, singular, _simulator[name], fields, [Filter.Ids("ids", "id"), Filter.Time("created_at"), Filter.Time("updated_at"), .. filters]);

    private GreenhouseField CustomFields(string fieldType, string name = GreenhouseCustomFields.Field) => new(name, record => Custom.Read(fieldType, record));

    private long DaysInStage(SimulatedRecord stage)
    {
        var entered = DateTimeOffset.Parse(stage.Text("entered_at")!, System.Globalization.CultureInfo.InvariantCulture);
        var end = stage.Text("exited_at") is { } exited ? DateTimeOffset.Parse(exited, System.Globalization.CultureInfo.InvariantCulture) : _simulator.State.Now;
        return (long)Math.Floor((end - entered).TotalDays);
    }

    // The newest version of an application's offers is the current one.
    private Filter CurrentOnly() => new("current_only", text => text is not ("true" or "false")
        ? throw GreenhouseErrors.Query("current_only is not a boolean")
        : text is "false"
            ? _ => true
            : record => !_simulator.Offers.Snapshot().Any(other => Equals(other["application_id"], record["application_id"]) && other["version"] is long version && version > (long)record["version"]!));
}

namespace Connectors.Greenhouse;

/// <summary>Turns Greenhouse's records into common models and back.</summary>
internal static class GreenhouseMapping
{
    /// <summary>Gets the fields of a candidate that are written, in a new record or an old one.</summary>
    internal static FieldSet CandidateWrites { get; } = Candidate.Type.AllExcept(nameof(Candidate.PreferredName), nameof(Candidate.TimeZone), nameof(Candidate.LastActivityAt));

    /// <summary>Gets the fields of an application that are written when it is created.</summary>
    internal static FieldSet ApplicationWrites { get; } = Application.Type.Of(
        nameof(Application.Candidate),
        nameof(Application.Job),
        nameof(Application.StageId),
        nameof(Application.AppliedAt),
        nameof(Application.SourceId),
        nameof(Application.ReferrerId),
        nameof(Application.Recruiter),
        nameof(Application.Coordinator),
        nameof(Application.IsProspect),
        nameof(Application.ProspectiveJobs));

    internal static Candidate ToCandidate(GreenhouseCandidate source) => new()
    {
        RemoteId = source.Id.ToString(),
        RemoteCreatedAt = source.CreatedAt,
        RemoteModifiedAt = source.UpdatedAt,
        FirstName = FieldText.OrNull(source.FirstName),
        LastName = FieldText.OrNull(source.LastName),
        PreferredName = FieldText.OrNull(source.PreferredName),
        CompanyName = FieldText.OrNull(source.Company),
        JobTitle = FieldText.OrNull(source.Title),
        EmailAddresses = EmailAddress.List([.. Of(source.EmailAddresses).Select(point => (point.Value, EmailKind.Match(point.Type)))]),
        PhoneNumbers = PhoneNumber.List([.. Of(source.PhoneNumbers).Select(point => (point.Value, PhoneKind.Match(point.Type)))]),
        Addresses = PostalAddress.List([.. Of(source.Addresses).Select(point => PostalAddress.From(text: point.Value, kind: AddressKind.Match(point.Type)))]),
        Links = WebLink.List(
        [
            .. Of(source.WebsiteAddresses).Select(point => (point.Value, LinkKind.Match(point.Type))),
            .. Of(source.SocialMediaAddresses).Select(point => (point.Value, (LinkKind?)LinkKind.SocialMedia)),
        ]),
        Tags = source.Tags ?? [],
        TimeZone = FieldText.OrNull(source.TimeZone),
        IsPrivate = source.Private,
        CanEmail = source.CanEmail,
        LastActivityAt = source.LastActivityAt,
        CustomFields = ToCustomFields(source.CustomFields),
    };

    internal static Application ToApplication(GreenhouseApplication source) => new()
    {
        RemoteId = source.Id.ToString(),
        RemoteCreatedAt = source.CreatedAt,
        RemoteModifiedAt = source.UpdatedAt,
        Candidate = RemoteRef<Candidate>.From(source.CandidateId),
        Job = RemoteRef<Job>.From(source.JobId),
        Status = source.Status is "in_process" ? ApplicationStatus.Active : ApplicationStatus.Match(source.Status),
        StageId = source.JobInterviewStageId?.ToString(),
        StageName = FieldText.OrNull(source.StageName),
        AppliedAt = source.CreatedAt,
        RejectedAt = source.RejectedAt,
        LastActivityAt = source.LastActivityAt,
        SourceId = source.SourceId?.ToString(),
        ReferrerId = source.ReferrerId?.ToString(),
        Recruiter = RemoteRef<User>.From(source.RecruiterId),
        Coordinator = RemoteRef<User>.From(source.CoordinatorId),
        IsProspect = source.Prospect,
        ProspectiveJobs = RemoteRef<Job>.List(source.ProspectiveJobIds),
        Location = FieldText.OrNull(source.LocationAddress),
        Answers = [.. (source.Answers ?? []).Where(answer => answer.Question is not null).Select(answer => new ScreeningAnswer(answer.Question!, FieldText.OrNull(answer.Answer)))],
        CustomFields = ToCustomFields(source.CustomFields),
    };

    internal static Job ToJob(GreenhouseJob source) => new()
    {
        RemoteId = source.Id.ToString(),
        RemoteCreatedAt = source.CreatedAt,
        RemoteModifiedAt = source.UpdatedAt,
        Name = FieldText.OrNull(source.Name),
        Code = FieldText.OrNull(source.RequisitionId),
        Status = JobStatus.Match(source.Status),
        Notes = FieldText.OrNull(source.Notes),
        IsConfidential = source.Confidential,
        IsTemplate = source.IsTemplate,
        OpenedAt = source.OpenedAt,
        ClosedAt = source.ClosedAt,
        DepartmentId = source.DepartmentId?.ToString(),
        OfficeIds = [.. (source.OfficeIds ?? []).Select(id => id.ToString())],
        CustomFields = ToCustomFields(source.CustomFields),
    };

    /// <summary>Gives the fields that are set: an empty text clears, an empty list too.</summary>
    internal static GreenhouseCandidateFields ToCandidateFields(Candidate candidate) => new()
    {
        FirstName = Text(candidate, nameof(Candidate.FirstName), candidate.FirstName),
        LastName = Text(candidate, nameof(Candidate.LastName), candidate.LastName),
        Company = Text(candidate, nameof(Candidate.CompanyName), candidate.CompanyName),
        Title = Text(candidate, nameof(Candidate.JobTitle), candidate.JobTitle),
        EmailAddresses = Points(candidate, nameof(Candidate.EmailAddresses), candidate.EmailAddresses, email => new(email.Address, Type(email.Kind))),
        PhoneNumbers = Points(candidate, nameof(Candidate.PhoneNumbers), candidate.PhoneNumbers, phone => new(phone.Number, Type(phone.Kind))),
        Addresses = Points(candidate, nameof(Candidate.Addresses), candidate.Addresses, address => new(FieldWrite.AsText(address, nameof(Candidate.Addresses)), Type(address.Kind))),
        WebsiteAddresses = Points(candidate, nameof(Candidate.Links), candidate.Links?.Where(link => link.Kind != LinkKind.SocialMedia), link => new(link.Url, Type(link.Kind))),
        SocialMediaAddresses = Points(candidate, nameof(Candidate.Links), candidate.Links?.Where(link => link.Kind == LinkKind.SocialMedia), link => new(link.Url)),
        Tags = IsSet(candidate, nameof(Candidate.Tags)) ? candidate.Tags ?? [] : null,
        CanEmail = candidate.CanEmail,
        IsPrivate = candidate.IsPrivate,
        CustomFields = ToCustomValues(candidate),
    };

    /// <summary>Gives the fields that are set, of a candidate who is there: yes or no cannot be cleared.</summary>
    internal static GreenhouseCandidateFields ToCandidateChanges(Candidate candidate)
    {
        CheckNotCleared(candidate, nameof(Candidate.CanEmail), candidate.CanEmail);
        CheckNotCleared(candidate, nameof(Candidate.IsPrivate), candidate.IsPrivate);
        return ToCandidateFields(candidate);
    }

    internal static GreenhouseNewApplication ToNewApplication(Application application) => new()
    {
        CandidateId = Number(application.Candidate?.RemoteId),
        JobId = Number(application.Job?.RemoteId),
        InitialStageId = Number(application.StageId),
        Prospect = application.IsProspect is true ? true : null,
        JobIds = application.ProspectiveJobs is { Count: > 0 } jobs ? [.. jobs.Select(job => Number(job.RemoteId)!.Value)] : null,
        SourceId = Number(application.SourceId),
        ReferrerId = Number(application.ReferrerId),
        RecruiterId = Number(application.Recruiter?.RemoteId),
        CoordinatorId = Number(application.Coordinator?.RemoteId),
        CreatedAt = application.AppliedAt,
        CustomFields = ToCustomValues(application),
    };

    private static IReadOnlyList<GreenhouseContactPoint> Of(IReadOnlyList<GreenhouseContactPoint>? points) => points ?? [];

    private static Dictionary<string, JsonElement> ToCustomFields(IReadOnlyDictionary<string, GreenhouseCustomField>? source) =>
        (source ?? new Dictionary<string, GreenhouseCustomField>(StringComparer.Ordinal))
            .Where(field => field.Value.Value.ValueKind != JsonValueKind.Undefined)
            .ToDictionary(field => field.Key, field => field.Value.Value, StringComparer.Ordinal);

    private static GreenhouseCustomValue[]? ToCustomValues(CommonModel model) =>
        model.CustomFields.Count == 0 ? null : [.. model.CustomFields.Select(field => new GreenhouseCustomValue(field.Key, field.Value))];

    private static bool IsSet(Candidate candidate, string field) => candidate.Fields.ContainsAll(Candidate.Type.Of(field));

    private static void CheckNotCleared(Candidate candidate, string field, bool? value)
    {
        if (value is null && IsSet(candidate, field))
        {
            throw FieldWrite.Refused(field, "Greenhouse takes yes or no, and cannot clear it");
        }
    }

    private static string? Text(Candidate candidate, string field, string? value) => IsSet(candidate, field) ? value ?? "" : null;

    private static GreenhouseContactPoint[]? Points<T>(Candidate candidate, string field, IEnumerable<T>? values, Func<T, GreenhouseContactPoint> point) =>
        IsSet(candidate, field) ? [.. (values ?? []).Select(point)] : null;

    private static string Type<T>(T? kind)
        where T : struct, IOpenEnum<T> => kind?.Value.ToLowerInvariant() ?? "other";

    private static long? Number(string? id) => id is null ? null : long.TryParse(id, out var number) ? number : throw new ConnectorException(new()
    {
        Kind = ErrorKind.Validation,
        Provider = GreenhouseConnector.Id,
        What = $"'{id}' is no id of Greenhouse: its ids are numbers",
    });
}

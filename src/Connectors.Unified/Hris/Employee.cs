namespace Connectors;

/// <summary>A person who works, worked or will work at a company, in an HRIS.</summary>
public sealed record Employee : CommonModel
{
    /// <summary>Gets the model's stable id, its fields and its JSON form.</summary>
    public static ModelType<Employee> Type { get; } = new("hris.employee", UnifiedJson.Default);

    /// <summary>Gets the company's own number for the person; text, for it may hold letters and leading zeros.</summary>
    public string? EmployeeNumber { get => field; init => field = Set(value, 0); }

    /// <summary>Gets the given name.</summary>
    public string? FirstName { get => field; init => field = Set(value, 1); }

    /// <summary>Gets the middle name.</summary>
    public string? MiddleName { get => field; init => field = Set(value, 2); }

    /// <summary>Gets the family name.</summary>
    public string? LastName { get => field; init => field = Set(value, 3); }

    /// <summary>Gets the given name that the person goes by.</summary>
    public string? PreferredName { get => field; init => field = Set(value, 4); }

    /// <summary>Gets the full name as it is shown.</summary>
    public string? DisplayName { get => field; init => field = Set(value, 5); }

    /// <summary>Gets the e-mail address at work.</summary>
    public string? WorkEmail { get => field; init => field = Set(value, 6); }

    /// <summary>Gets the private e-mail address.</summary>
    public string? PersonalEmail { get => field; init => field = Set(value, 7); }

    /// <summary>Gets the phone number at work, without extension.</summary>
    public string? WorkPhone { get => field; init => field = Set(value, 8); }

    /// <summary>Gets the extension of <see cref="WorkPhone"/>.</summary>
    public string? WorkPhoneExtension { get => field; init => field = Set(value, 9); }

    /// <summary>Gets the mobile phone number.</summary>
    public string? MobilePhone { get => field; init => field = Set(value, 10); }

    /// <summary>Gets the phone number at home.</summary>
    public string? HomePhone { get => field; init => field = Set(value, 11); }

    /// <summary>Gets where the person lives.</summary>
    public PostalAddress? HomeAddress { get => field; init => field = Set(value, 12); }

    /// <summary>Gets what the person does, as text.</summary>
    public string? JobTitle { get => field; init => field = Set(value, 13); }

    /// <summary>Gets the name of the department.</summary>
    public string? Department { get => field; init => field = Set(value, 14); }

    /// <summary>Gets the name of the division.</summary>
    public string? Division { get => field; init => field = Set(value, 15); }

    /// <summary>Gets the name of the place of work.</summary>
    public string? WorkLocation { get => field; init => field = Set(value, 16); }

    /// <summary>Gets whom the person reports to.</summary>
    public RemoteRef<Employee>? Manager { get => field; init => field = Set(value, 17); }

    /// <summary>Gets whether the person works at the company: known values <c>ACTIVE</c>, <c>PENDING</c>, <c>INACTIVE</c>.</summary>
    public EmploymentStatus? EmploymentStatus { get => field; init => field = Set(value, 18); }

    /// <summary>Gets how the person is employed: known values <c>FULL_TIME</c>, <c>PART_TIME</c>, <c>INTERN</c>, <c>CONTRACTOR</c>, <c>FREELANCE</c>.</summary>
    public EmploymentType? EmploymentType { get => field; init => field = Set(value, 19); }

    /// <summary>Gets the day of the last hire.</summary>
    public DateOnly? HireDate { get => field; init => field = Set(value, 20); }

    /// <summary>Gets the day of the first hire, where the person came back.</summary>
    public DateOnly? OriginalHireDate { get => field; init => field = Set(value, 21); }

    /// <summary>Gets the last day of employment.</summary>
    public DateOnly? TerminationDate { get => field; init => field = Set(value, 22); }

    /// <summary>Gets what is paid for each <see cref="PayPeriod"/>; sensitive, and left out by providers where the credential may not see it.</summary>
    public Money? PayRate { get => field; init => field = Set(value, 23); }

    /// <summary>Gets the time that <see cref="PayRate"/> is for: known values <c>HOUR</c>, <c>DAY</c>, <c>WEEK</c>, <c>EVERY_TWO_WEEKS</c>, <c>SEMIMONTHLY</c>, <c>MONTH</c>, <c>QUARTER</c>, <c>EVERY_SIX_MONTHS</c>, <c>YEAR</c>.</summary>
    public PayPeriod? PayPeriod { get => field; init => field = Set(value, 24); }

    /// <summary>Gets what <see cref="PayRate"/> is paid for: known values <c>SALARY</c>, <c>HOURLY</c>, <c>COMMISSION</c>, <c>CONTRACT</c>.</summary>
    public PayType? PayType { get => field; init => field = Set(value, 25); }

    /// <summary>Gets the name of the group that is paid together.</summary>
    public string? PayGroup { get => field; init => field = Set(value, 26); }

    /// <summary>Gets whether overtime is paid, in the United States: known values <c>EXEMPT</c>, <c>SALARIED_NONEXEMPT</c>, <c>NONEXEMPT</c>, <c>OWNER</c>.</summary>
    public FlsaStatus? FlsaStatus { get => field; init => field = Set(value, 27); }

    /// <summary>Gets the day of birth.</summary>
    public DateOnly? DateOfBirth { get => field; init => field = Set(value, 28); }

    /// <summary>Gets the gender as stated by the person; sensitive: known values <c>MALE</c>, <c>FEMALE</c>, <c>NON-BINARY</c>, <c>OTHER</c>, <c>PREFER_NOT_TO_DISCLOSE</c>.</summary>
    public Gender? Gender { get => field; init => field = Set(value, 29); }

    /// <summary>Gets the ethnicity as stated by the person; sensitive: known values <c>AMERICAN_INDIAN_OR_ALASKA_NATIVE</c>, <c>ASIAN_OR_INDIAN_SUBCONTINENT</c>, <c>BLACK_OR_AFRICAN_AMERICAN</c>, <c>HISPANIC_OR_LATINO</c>, <c>NATIVE_HAWAIIAN_OR_OTHER_PACIFIC_ISLANDER</c>, <c>TWO_OR_MORE_RACES</c>, <c>WHITE</c>, <c>PREFER_NOT_TO_DISCLOSE</c>.</summary>
    public Ethnicity? Ethnicity { get => field; init => field = Set(value, 30); }

    /// <summary>Gets the marital status: known values <c>SINGLE</c>, <c>MARRIED</c>, <c>DOMESTIC_PARTNERSHIP</c>, <c>COMMON_LAW</c>, <c>MARRIED_FILING_JOINTLY</c>, <c>MARRIED_FILING_SEPARATELY</c>, <c>HEAD_OF_HOUSEHOLD</c>, <c>QUALIFYING_WIDOW_OR_WIDOWER_WITH_DEPENDENT_CHILD</c>.</summary>
    public MaritalStatus? MaritalStatus { get => field; init => field = Set(value, 31); }

    /// <summary>Gets the number that the state knows the person by, such as a social security number, perhaps masked; sensitive: ask for it only where it is needed, and keep it encrypted.</summary>
    public string? NationalId { get => field; init => field = Set(value, 32); }

    /// <summary>Gets the web address of a photo; it may need the credential, and may expire.</summary>
    public string? PhotoUrl { get => field; init => field = Set(value, 33); }

    /// <summary>Gets the web address of the LinkedIn profile.</summary>
    public string? LinkedInUrl { get => field; init => field = Set(value, 34); }
}

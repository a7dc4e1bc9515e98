namespace Connectors.Core.Tests.Errors;

/// <summary>What an error says, and in which order: what failed, where, the provider's words, what to do.</summary>
public sealed class MessageTests
{
    private static readonly ErrorFacts s_facts = new()
    {
        Kind = ErrorKind.Validation,
        What = "Acme refuses the values given",
        Connection = new("acme", "tenant"),
        Endpoint = "contacts.create",
        StatusCode = 422,
        ErrorCode = "INVALID",
        RequestId = "r1",
        VendorMessage = "No.",
        FieldErrors = [new("email", "It is taken.")],
    };

    [Fact]
    public void Message_SaysWhat_Where_Why_AndWhatToDo() => Assert.Equal(
        "Acme refuses the values given. [provider acme, connection acme/tenant/default, endpoint contacts.create, status 422, code INVALID, request id r1]"
        + " The provider says: \"No.\". email: It is taken. Correct the values and call again.",
        new ConnectorException(s_facts).Message);

    [Fact]
    public void Reason_InsideOfAnotherMessage_SaysWhatAndWhyAlone() =>
        Assert.Equal("Acme refuses the values given (status 422, code INVALID): \"No.\"", s_facts.ToReason());

    [Fact]
    public void Reason_OfWhichLittleIsKnown_IsASentence() =>
        Assert.Equal("The call failed", new ErrorFacts { Kind = ErrorKind.Transport, What = "The call failed." }.ToReason());

    [Theory]
    [InlineData(ErrorKind.Configuration, Advice.FixConfiguration)]
    [InlineData(ErrorKind.Authorization, Advice.Reconnect)]
    [InlineData(ErrorKind.Permission, Advice.GrantAccess)]
    [InlineData(ErrorKind.RateLimited, Advice.RetryLater)]
    [InlineData(ErrorKind.NotFound, Advice.Investigate)]
    [InlineData(ErrorKind.Conflict, Advice.RefreshAndRetry)]
    [InlineData(ErrorKind.Validation, Advice.FixInput)]
    [InlineData(ErrorKind.Remote, Advice.Investigate)]
    [InlineData(ErrorKind.Unavailable, Advice.RetryLater)]
    [InlineData(ErrorKind.Transport, Advice.RetryLater)]
    [InlineData(ErrorKind.Timeout, Advice.RetryLater)]
    [InlineData(ErrorKind.Protocol, Advice.Investigate)]
    [InlineData(ErrorKind.NotSupported, Advice.UseAnotherWay)]
    [InlineData(ErrorKind.Incomplete, Advice.RetryLater)]
    [InlineData(ErrorKind.OutcomeUnknown, Advice.ReadBack)]
    [InlineData(ErrorKind.Expired, Advice.StartAnew)]
    public void Advice_OfEachKind_SaysWhatToDo_AlsoInTheMessage(ErrorKind kind, Advice advice)
    {
        var error = new ConnectorException(new() { Kind = kind, What = "It failed" });

        Assert.Equal(advice, error.Advice);
        Assert.StartsWith("It failed. ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_HasACaseForEachKind() => Assert.Equal(
        Enum.GetValues<ErrorKind>().Length,
        typeof(MessageTests).GetMethod(nameof(Advice_OfEachKind_SaysWhatToDo_AlsoInTheMessage))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Length);
}

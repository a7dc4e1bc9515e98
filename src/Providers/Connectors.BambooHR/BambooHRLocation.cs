namespace Connectors.BambooHR;

/// <summary>The id of a new employee: the digits that end the <c>Location</c> header, be it the API's address or, as the official description has it, the web app's.</summary>
internal static class BambooHRLocation
{
    internal static BodyReader<string> Id { get; } = Body.From(static facts =>
    {
        var location = (facts.Header("Location") ?? "").TrimEnd('/');
        var start = location.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1;
        return start < location.Length
            ? location[start..]
            : throw new UnreadableAnswerException("The Location header names no employee, so the id of the new record is not known.");
    });
}

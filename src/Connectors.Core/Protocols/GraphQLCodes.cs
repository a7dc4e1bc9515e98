namespace Connectors.Definitions;

/// <summary>
/// The codes that GraphQL servers share, and what they mean: Apollo Server's own (its <c>ApolloServerErrorCode</c> and, of version 3,
/// <c>UNAUTHENTICATED</c> and <c>FORBIDDEN</c>), Linear's, Shopify's and GitHub's.
/// </summary>
internal static class GraphQLCodes
{
    public static ResponseAction? Of(string? code) => code switch
    {
        "RATELIMITED" or "RATE_LIMITED" or "THROTTLED" => ResponseAction.Limited(),
        "UNAUTHENTICATED" or "AUTHENTICATION_ERROR" => ResponseAction.Renew,
        "FORBIDDEN" or "ACCESS_DENIED" => ResponseAction.Fail(ErrorKind.Permission),
        "NOT_FOUND" => ResponseAction.Fail(ErrorKind.NotFound),
        "BAD_USER_INPUT" or "BAD_REQUEST" or "INPUT_ERROR" or "GRAPHQL_PARSE_FAILED" or "GRAPHQL_VALIDATION_FAILED"
            or "OPERATION_RESOLUTION_FAILURE" or "MAX_COST_EXCEEDED" => ResponseAction.Fail(ErrorKind.Validation),
        "INTERNAL_SERVER_ERROR" => ResponseAction.Retry(ErrorKind.Remote),
        _ => null,
    };

    /// <summary>Whether the server does not know the text behind a hash. Servers tell it by code or, as the protocol began, by message.</summary>
    public static bool IsTextWanted(GraphQLError error) =>
        error.Code is "PERSISTED_QUERY_NOT_FOUND" || error.Message is "PersistedQueryNotFound" || IsHashRefused(error);

    /// <summary>Whether the server takes no hashes at all.</summary>
    public static bool IsHashRefused(GraphQLError error) =>
        error.Code is "PERSISTED_QUERY_NOT_SUPPORTED" || error.Message is "PersistedQueryNotSupported";
}

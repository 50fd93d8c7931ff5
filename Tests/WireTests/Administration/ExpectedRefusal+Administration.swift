import Federation
import IdentityModel

@testable import HTTPAPI

/// Every refusal of an administrative operation, in the words of the wire.
extension ExpectedRefusal {
    static let administrative: [ExpectedRefusal] = [
        .init(
            error: .developerUserNotFound, code: "ResourceNotFoundException",
            message: "Developer user identifier not found."),
        .init(
            error: .principalTagsNotFound(provider: "accounts.google.com"), code: "ResourceNotFoundException",
            message: "No principal tag attribute map is set for 'accounts.google.com'."),
        .init(
            error: .unusableTags("a tag is too long"), code: "InvalidParameterException",
            message: "a tag is too long",
            modelled: [
                "GetCredentialsForIdentity": (
                    "InvalidIdentityPoolConfigurationException",
                    "Invalid identity pool configuration. Check assigned IAM roles for this pool."
                )
            ]),
        .init(
            error: .registeredElsewhere, code: "DeveloperUserAlreadyRegisteredException",
            message: "This developer user identifier is already registered with Cognito."),
        .init(
            error: .tooManyPools(limit: 1_000), code: "LimitExceededException",
            message: "The maximum number of identity pools for this account has been reached."),
        .init(
            error: .overtaken, code: "TooManyRequestsException", message: "Rate exceeded"),
        .init(
            error: .tooManyRequests(retryAfter: 2), code: "TooManyRequestsException", message: "Rate exceeded"),
        .invalid(
            .classicFlowWithMappings,
            "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow."),
        .invalid(.userPoolProvider, "Invalid Cognito Identity Provider"),
        .invalid(
            .providerARN(AccountID("123456789012")!),
            "Identity provider ARN is not valid for account 123456789012"),
        .invalid(.developerProviderFixed, "The developer provider name cannot be changed once it is set."),
        .invalid(
            .developerProviderTaken("www.amazon.com"), "'www.amazon.com' cannot be the name of a developer provider."),
        .invalid(
            .developerProviderUnsupported, "This identity pool does not support the specified developer provider"),
        .invalid(.developerLoginMissing, "Please provide a valid developer provider"),
        .invalid(
            .developerUserTooLong(limit: 1_024),
            "The developer user identifier can have no more than 1024 characters."),
        .invalid(
            .developerUserTooLarge(limit: 2_048), "The developer user identifier can have no more than 2048 bytes."),
        .invalid(.neitherIdentityNorUser, "Either IdentityId or DeveloperUserIdentifier must be provided."),
        .invalid(.mergeTooLarge(limit: 20), "Number of linked logins exceeds 20."),
        .invalid(
            .mappingKey("graph.facebook.com"),
            "(graph.facebook.com) is not a valid RoleMapping ProviderName or is not a configured provider."),
        .invalid(
            .ambiguousResolutionMissing, "AmbiguousRoleResolution is required when Type is Token or Rules."),
        .invalid(.rulesMissing, "RulesConfiguration is required when Type is Rules."),
        .invalid(.rulesNotAllowed, "RulesConfiguration is not allowed when Type is Token."),
        .invalid(.tooManyRules(limit: 25), "The number of rules in the request exceeded 25."),
        .invalid(
            .providerNotConfigured("www.amazon.com"),
            "(www.amazon.com) is not a configured provider of this identity pool."),
        .invalid(.principalTags("'a b!' is not a valid tag key."), "'a b!' is not a valid tag key."),
        .invalid(.tagKey("aws:mine"), "'aws:mine' is not a valid tag key."),
        .invalid(.tagValue(key: "team"), "The value of the tag 'team' is not valid."),
        .invalid(.tooManyTags(limit: 50), "An identity pool can have no more than 50 tags."),
        .invalid(.pageToken, "The NextToken is not valid for this request."),
    ]

    private static func invalid(_ request: InvalidRequest, _ message: String) -> ExpectedRefusal {
        ExpectedRefusal(error: .invalid(request), code: "InvalidParameterException", message: message)
    }
}

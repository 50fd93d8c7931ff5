import Federation
import RoleRules

/// The texts of `InvalidParameterException`.
///
/// - Source: those about classic flow, mappings, rules, user pools, SAML and developer providers as recorded from the
///   service; the others are ours.
extension InvalidRequest {
    var message: String {
        switch self {
        case .developerProviderNotPublic: "Please provide a valid public provider"
        case .classicFlowDisabled: "Basic (classic) flow is not enabled, please use enhanced flow."
        case .classicFlowWithMappings:
            "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow."
        case .loginNotLinked(let provider): "\(provider) is not linked to this identity."
        case .userPoolProvider: "Invalid Cognito Identity Provider"
        case .providerARN(let account): "Identity provider ARN is not valid for account \(account)"
        case .developerProviderFixed: "The developer provider name cannot be changed once it is set."
        case .developerProviderTaken(let name): "'\(name)' cannot be the name of a developer provider."
        case .developerProviderUnsupported: "This identity pool does not support the specified developer provider"
        case .developerLoginMissing: "Please provide a valid developer provider"
        case .developerUserTooLong(let limit):
            "The developer user identifier can have no more than \(limit) characters."
        case .developerUserTooLarge(let limit): "The developer user identifier can have no more than \(limit) bytes."
        case .neitherIdentityNorUser: "Either IdentityId or DeveloperUserIdentifier must be provided."
        case .mergeTooLarge(let limit): "Number of linked logins exceeds \(limit)."
        case .mappingKey(let key): "(\(key)) is not a valid RoleMapping ProviderName or is not a configured provider."
        case .ambiguousResolutionMissing: "AmbiguousRoleResolution is required when Type is Token or Rules."
        case .rulesMissing: "RulesConfiguration is required when Type is Rules."
        case .rulesNotAllowed: "RulesConfiguration is not allowed when Type is Token."
        case .tooManyRules(let limit): "The number of rules in the request exceeded \(limit)."
        case .ownFormMapping(let key):
            "The role mapping of (\(key)) is written in Sluice's own form, and this request would change or remove it. Send it "
                + "back as GetIdentityPoolRoles shows it, or leave RoleMappings out; change it with the admin REST interface "
                + "(role-mappings) or sluice apply."
        case .ownFormMarker(let key):
            "The role mapping of (\(key)) has the claim \(OwnFormMarker.claim), which stands for mappings in Sluice's own form; "
                + "there is none for that key."
        case .roleTestsFail(let names):
            "The roles would fail test cases of the pool: \(names.prefix(5).joined(separator: ", "))"
                + (names.count > 5 ? " and \(names.count - 5) more." : ".")
        case .providerNotConfigured(let name): "(\(name)) is not a configured provider of this identity pool."
        case .principalTags(let reason): reason
        case .tagKey(let key): "'\(key)' is not a valid tag key."
        case .tagValue(let key): "The value of the tag '\(key)' is not valid."
        case .tooManyTags(let limit): "An identity pool can have no more than \(limit) tags."
        case .tooManyProviders(let limit): "An identity pool can have no more than \(limit) providers of that kind."
        case .pageToken: "The NextToken is not valid for this request."
        }
    }
}

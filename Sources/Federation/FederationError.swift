import IdentityModel
import STS
import UpstreamSTS

/// Why an exchange or an administrative request ended without what was asked for. `HTTPAPI` gives each case its AWS name
/// and text.
package enum FederationError: Error {
    /// Ids are echoed as they were given.
    case poolNotFound(String)
    case identityNotFound(String)
    /// No such user of the developer provider.
    case developerUserNotFound
    /// The provider has no principal tags set in the pool.
    case principalTagsNotFound(provider: String)
    /// No logins, and the pool does not admit guests.
    case guestsNotAllowed
    /// Good tokens, but none of them belongs to the identity.
    case loginsDoNotMatch
    /// The identity is disabled for good, or it is somebody's and no login was given.
    case identityForbidden(IdentityID)
    /// An administrator has disabled the identity.
    case identityDisabled(IdentityID)
    case loginRefused(ProviderName, LoginError)
    /// A role was asked for that the login does not entitle to, or that the administrator may not pass on.
    case roleForbidden(String)
    /// The mapping of that key led to no single role, and says that nobody gets one then.
    case ambiguousRole(mapping: String)
    /// The pool has no role for this kind of identity.
    case roleMissing(guest: Bool)
    /// A claim became a tag that no session can bear.
    case unusableTags(String)
    /// The role was chosen, and refused to be assumed.
    case roleNotAssumable(role: String, STSError)
    /// The role may be worn, and the STS elsewhere that makes its credentials made none.
    case upstreamRefused(role: String, UpstreamFailure)
    /// Linking would give one identity two users of one provider.
    case loginConflict
    /// A developer's user belongs to another identity than the one that was named.
    case registeredElsewhere
    /// More logins than one identity may hold.
    case tooManyLogins(limit: Int)
    case tooManyPools(limit: Int)
    /// The pool gets more requests than its limit; seconds after which there is room again.
    case tooManyRequests(retryAfter: Int64)
    /// Somebody else changed the pool at the same time.
    case overtaken
    case invalid(InvalidRequest)
    /// Something that only administrators do to identities.
    case identity(IdentityProblem)
    /// The database is not there, or did not answer in time.
    case unavailable(String)
    /// Something that must not happen; the text is for the log.
    case `internal`(String)
}

/// What is wrong with a request whose members all have their shape.
package enum InvalidRequest: Sendable, Equatable {
    /// The pool's developer provider stands among the logins of a public operation.
    case developerProviderNotPublic
    case classicFlowDisabled
    case classicFlowWithMappings
    /// Asked to unlink a provider that is not linked.
    case loginNotLinked(ProviderName)
    /// Not `cognito-idp.REGION.amazonaws.com/POOL`, or without a client.
    case userPoolProvider
    /// Not an ARN of a provider in the account.
    case providerARN(AccountID)
    /// Set once, a developer provider keeps its name.
    case developerProviderFixed
    /// The name stands for something else already.
    case developerProviderTaken(String)
    /// Another name than the pool's, or the pool has none.
    case developerProviderUnsupported
    case developerLoginMissing
    /// More characters than an identifier of a developer's user may have.
    case developerUserTooLong(limit: Int)
    /// More bytes of UTF-8 than one can be kept with.
    case developerUserTooLarge(limit: Int)
    case neitherIdentityNorUser
    case mergeTooLarge(limit: Int)
    case mappingKey(String)
    case ambiguousResolutionMissing
    case rulesMissing
    case rulesNotAllowed
    case tooManyRules(limit: Int)
    /// The mapping of that key is in Sluice's own form, and a client of Cognito's API must not change it unseen.
    case ownFormMapping(String)
    /// A client set the marker of such a mapping where there is none.
    case ownFormMarker(String)
    /// Test cases of the pool's role configuration, by name.
    case roleTestsFail([String])
    /// The provider is none of the pool's.
    case providerNotConfigured(String)
    case principalTags(String)
    case tagKey(String)
    case tagValue(key: String)
    case tooManyTags(limit: Int)
    /// Of one kind, in one pool.
    case tooManyProviders(limit: Int)
    case pageToken
}

import IdentityModel
import RoleRules
import STS

/// Why an exchange ended without what was asked for. `HTTPAPI` gives each case its AWS name and text.
package enum FederationError: Error {
    /// Ids are echoed as they were given.
    case poolNotFound(String)
    case identityNotFound(String)
    /// No logins, and the pool does not admit guests.
    case guestsNotAllowed
    /// Good tokens, but none of them belongs to the identity.
    case loginsDoNotMatch
    /// The identity is disabled, or it is somebody's and no login was given.
    case identityForbidden(IdentityID)
    case loginRefused(ProviderName, LoginError)
    /// The pool's developer provider stands among the logins of a public operation.
    case developerProviderNotPublic
    case classicFlowDisabled
    /// A role was asked for that the login does not entitle to.
    case roleForbidden(String)
    /// The pool has no role for this kind of identity.
    case roleMissing(guest: Bool)
    /// The role mapping of that key led to no single role, and denies then.
    case roleAmbiguous(mapping: String)
    /// The session would bear tags that no session may.
    case tagsNotAllowed(PrincipalTagProblem)
    /// The role was chosen, and refused to be assumed.
    case roleNotAssumable(STSError)
    /// Linking would give one identity two users of one provider.
    case loginConflict
    /// More logins than one identity may hold.
    case tooManyLogins(limit: Int)
    /// Asked to unlink a provider that is not linked.
    case loginNotLinked(ProviderName)
    /// The database is not there, or did not answer in time.
    case unavailable(String)
    /// Something that must not happen; the text is for the log.
    case `internal`(String)
}

/// Why a user, role, policy or provider was not made, changed or deleted, as only the database can tell: whatever holds
/// is decided in the statement that writes.
package enum EntityRefusal: Error, Equatable {
    case notFound
    /// The policy that was to be attached, or the version that was asked for.
    case policyNotFound
    case exists
    case hasPolicies
    case hasAttachments
    case hasAccessKeys
    case hasVersions
    /// Roles name the back end.
    case hasRoles
    case isDefaultVersion
    case limit(Int)
    /// A policy that was to be attached is not there.
    case attachableNotFound(arn: String)
    /// It is not in the state that the change was to be made on.
    case overtaken
    /// A trust policy names a user or role that is not there.
    case principalNotFound(arn: String)
}

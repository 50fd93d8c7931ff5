import IAMPolicy
import Storage

/// Why a user, role, policy or provider was not made, changed, deleted or shown.
package enum AccessManagementError: Error, Equatable {
    case invalidName(String)
    case entityExists(Entity)
    case noSuchEntity(Entity)
    case limitExceeded(Quota, limit: Int)
    /// Something still hangs on what was to be deleted.
    case deleteConflict(Conflict)
    case malformedPolicy(PolicyError)
    /// Members that fit their shapes and make no sense; the text is for the caller.
    case invalidInput(String)
    case malformedProviderURL
    case malformedARN(String)
    /// A marker that this list did not give out.
    case invalidMarker
    /// The call is about its caller, and the caller is no user.
    case userNameMissing
    /// A built-in policy stays as it is.
    case policyIsBuiltIn(arn: String)
    /// It is not in the state that the change was to be made on.
    case overtaken
    /// The database is not there, or did not answer in time; the text is for the log.
    case unavailable(String)
    /// Something that must not happen; the text is for the log.
    case `internal`(String)

    /// What there is already, or what there is not.
    package enum Entity: Equatable, Sendable {
        case user(String)
        case role(String)
        case accessKey(String)
        case userPolicy(String)
        case rolePolicy(String)
        case policy(arn: String)
        /// One that was to be attached.
        case attachablePolicy(arn: String)
        /// One that was to bound a user or role.
        case boundary(arn: String)
        case policyName(String)
        case policyVersion(arn: String, id: String)
        case openIDProvider(arn: String)
        /// One that was to be deleted, for which IAM has another text.
        case deletedOpenIDProvider(arn: String)
        case openIDProviderURL(String)
        case backEnd(String)
    }

    package enum Conflict: Equatable, Sendable {
        case hasAccessKeys
        case hasPolicies
        case hasAttachments
        case policyIsAttached
        case policyHasVersions
        case versionIsDefault
        case backEndHasRoles
    }

    /// - Source: IAM User Guide, "IAM and AWS STS quotas".
    package enum Quota: String, Sendable {
        case accessKeys = "AccessKeysPerUser"
        case policiesOfUser = "PoliciesPerUser"
        case policiesOfRole = "PoliciesPerRole"
        case policyVersions = "VersionsPerPolicy"
        case tagsOfUser = "TagsPerUser"
        case tagsOfRole = "TagsPerRole"
        case tagsOfPolicy = "TagsPerPolicy"
        case tagsOfOpenIDProvider = "TagsPerOpenIdConnectProvider"
        case clientIDs = "ClientIdsPerOpenIdConnectProvider"
    }
}

extension AccessManagementError {
    init(_ error: StorageError) {
        switch error {
        case .unavailable, .contended: self = .unavailable("\(error)")
        case .malformedRow, .refused, .sealBroken: self = .internal("\(error)")
        }
    }

    /// A refusal that cannot come from the statement that was asked.
    init(unexpected refusal: EntityRefusal) {
        self = .internal("unexpected refusal: \(refusal)")
    }
}

func stored<Value>(
    _ work: () async throws(StorageError) -> Value
) async throws(AccessManagementError) -> Value {
    do throws(StorageError) {
        return try await work()
    } catch {
        throw AccessManagementError(error)
    }
}

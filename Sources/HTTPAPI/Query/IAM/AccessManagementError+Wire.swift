import AccessManagement
import HTTPTypes
import IAMPolicy

/// The AWS name, status and text of every refusal of the IAM API.
///
/// - Source: IAM API Reference, errors; texts recorded from the service, and remembered or ours where nobody recorded
///   one.
extension AccessManagementError {
    package var wire: WireError {
        switch self {
        case .invalidName(let name): .invalidInput("The name \(name) is not valid.")
        case .entityExists(let entity): WireError("EntityAlreadyExists", entity.exists, status: .conflict)
        case .noSuchEntity(let entity): WireError("NoSuchEntity", entity.missing, status: .notFound)
        case .limitExceeded(.policyVersions, let limit):
            WireError(
                "LimitExceeded",
                "A managed policy can have up to \(limit) versions. Before you create a new version, you must delete an existing version.",
                status: .conflict)
        case .limitExceeded(let quota, let limit):
            WireError("LimitExceeded", "Cannot exceed quota for \(quota.rawValue): \(limit)", status: .conflict)
        case .deleteConflict(let conflict): WireError("DeleteConflict", conflict.message, status: .conflict)
        case .malformedPolicy(let error):
            if case .tooLarge = error {
                WireError(error.code, error.message, status: .conflict)
            } else {
                WireError(error.code, error.message)
            }
        case .invalidInput(let message): .invalidInput(message)
        case .malformedProviderURL: WireError("ValidationError", "Invalid Open ID Connect Provider URL")
        case .malformedARN(let arn): .invalidInput("ARN \(arn) is not valid.")
        case .invalidMarker: WireError("ValidationError", "Invalid Marker.")
        case .userNameMissing:
            WireError("ValidationError", "Must specify userName when calling with non-User credentials")
        case .policyIsBuiltIn(let arn): .invalidInput("Policy \(arn) is built in and cannot be changed.")
        case .overtaken:
            WireError("ConcurrentModification", "It was changed at the same time. Try again.", status: .conflict)
        case .unavailable(let cause):
            WireError(
                "ServiceUnavailable", "The service is unavailable. Try again.", status: .serviceUnavailable,
                cause: cause)
        case .internal(let cause):
            WireError("ServiceFailure", "Internal failure", status: .internalServerError, cause: cause)
        }
    }
}

extension WireError {
    fileprivate static func invalidInput(_ message: String) -> WireError { WireError("InvalidInput", message) }
}

extension AccessManagementError.Entity {
    fileprivate var exists: String {
        switch self {
        case .user(let name): "User with name \(name) already exists."
        case .role(let name): "Role with name \(name) already exists."
        case .policyName(let name): "A policy called \(name) already exists. Duplicate names are not allowed."
        case .openIDProviderURL(let url): "Provider with url \(url) already exists."
        default: "It already exists."
        }
    }

    fileprivate var missing: String {
        switch self {
        case .user(let name): "The user with name \(name) cannot be found."
        case .role(let name): "The role with name \(name) cannot be found."
        case .accessKey(let id): "The Access Key with id \(id) cannot be found."
        case .userPolicy(let name): "The user policy with name \(name) cannot be found."
        case .rolePolicy(let name): "The role policy with name \(name) cannot be found."
        case .policy(let arn): "Policy \(arn) was not found."
        case .attachablePolicy(let arn): "Policy \(arn) does not exist or is not attachable."
        case .boundary(let arn): "Scope ARN: \(arn) does not exist or is not attachable."
        case .policyName(let name): "The policy with name \(name) cannot be found."
        case .policyVersion(let arn, let id): "Policy \(arn) version \(id) does not exist or is not attachable."
        case .openIDProvider(let arn): "OpenIDConnect Provider not found for arn \(arn)"
        case .deletedOpenIDProvider(let arn): "OpenId connect Provider \(arn) cannot be found."
        case .openIDProviderURL(let url): "Provider with url \(url) cannot be found."
        case .backEnd(let name): "The STS back end with name \(name) cannot be found."
        }
    }
}

extension AccessManagementError.Conflict {
    fileprivate var message: String {
        switch self {
        case .hasAccessKeys: "Cannot delete entity, must delete access keys first."
        case .hasPolicies: "Cannot delete entity, must delete policies first."
        case .hasAttachments: "Cannot delete entity, must detach all policies first."
        case .policyIsAttached: "Cannot delete a policy attached to entities."
        case .policyHasVersions:
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy."
        case .versionIsDefault: "Cannot delete the default version of a policy."
        case .backEndHasRoles: "Cannot delete entity, must send its roles elsewhere first."
        }
    }
}

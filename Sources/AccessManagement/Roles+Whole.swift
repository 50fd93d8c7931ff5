import IdentityModel
import Storage

/// Roles with their policies, written and deleted as one: all of it, or nothing.
///
/// - Parameter isExpected: asked for the state that a change is made on, when nobody can change it any more.
extension Roles {
    package func whole(_ name: String) async throws(AccessManagementError) -> WholeRole {
        let found = try await stored { () throws(StorageError) in
            try await stores.roles.whole(named: name, account: account)
        }
        guard let found else { throw .noSuchEntity(.role(name)) }
        return found
    }

    package func create(
        _ new: New, holding policies: HeldPolicies
    ) async throws(AccessManagementError) -> WholeRole {
        let wanted = try admitted(new, policies)
        let principals = try Self.principals(of: new.trustPolicy)
        return try await settled(new.name, policies.boundary) { () throws(StorageError) in
            try await stores.roles.insert(wanted, naming: principals)
        }
    }

    /// Replaces all of the role that `new.name` names but its name and path.
    package func replace(
        with new: New, holding policies: HeldPolicies, onlyOn isExpected: @Sendable (WholeRole) -> Bool
    ) async throws(AccessManagementError) -> WholeRole {
        let wanted = try admitted(new, policies)
        let principals = try Self.principals(of: new.trustPolicy)
        return try await settled(new.name, policies.boundary) { () throws(StorageError) in
            try await stores.roles.replace(
                new.name, account: account, with: wanted, naming: principals, onlyOn: isExpected)
        }
    }

    /// Deletes a role with its policies; those that were attached to it stay where they are.
    package func deleteWhole(
        _ name: String, onlyOn isExpected: @Sendable (WholeRole) -> Bool
    ) async throws(AccessManagementError) {
        let refusal = try await stored { () throws(StorageError) in
            try await stores.roles.deleteWhole(named: name, account: account, onlyOn: isExpected)
        }
        if let refusal { throw AccessManagementError(refusal, of: .role(name)) }
    }

    private func admitted(_ new: New, _ policies: HeldPolicies) throws(AccessManagementError) -> WholeRole {
        try Tagging.check(new.tags, of: .role(new.name))
        try policies.admit(to: PolicyHolder(.role, new.name, account: account))
        return WholeRole(role: fresh(new), policies: policies)
    }

    private func settled(
        _ name: String, _ boundary: PolicyARN?,
        _ work: () async throws(StorageError) -> Result<WholeRole, EntityRefusal>
    ) async throws(AccessManagementError) -> WholeRole {
        switch try await stored(work) {
        case .success(let role): return role
        case .failure(let refusal): throw AccessManagementError(refusal, of: .role(name), boundary: boundary)
        }
    }
}

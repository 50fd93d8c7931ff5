import IAMPolicy
import IdentityModel
import Storage

/// The policies that are part of a user or a role.
package struct InlinePolicies: Sendable {
    let stores: AccountStores

    package func put(_ name: String, _ document: String, on holder: PolicyHolder) async throws(AccessManagementError) {
        let quota = holder.quota
        do throws(PolicyError) { try PolicyAdmission.inlinePolicy(document) } catch { throw .malformedPolicy(error) }
        let refusal = try await stored { () throws(StorageError) in
            try await stores.inlinePolicies.put(name, document, on: holder) { documents in
                do throws(PolicyError) {
                    try PolicyAdmission.inlinePolicies(documents, within: quota)
                    return true
                } catch {
                    return false
                }
            }
        }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(holder.entity)
        case .limit?: throw .malformedPolicy(.tooLarge(quota))
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    package func find(_ name: String, of holder: PolicyHolder) async throws(AccessManagementError) -> String {
        let found = try await stored { () throws(StorageError) in
            try await stores.inlinePolicies.find(name, of: holder)
        }
        switch found {
        case .success(let document): return document
        case .failure(.policyNotFound): throw .noSuchEntity(holder.policy(name))
        case .failure: throw .noSuchEntity(holder.entity)
        }
    }

    package func names(
        of holder: PolicyHolder, _ page: PageRequest
    ) async throws(AccessManagementError) -> Page<String> {
        let names = try await stored { () throws(StorageError) in try await stores.inlinePolicies.names(of: holder) }
        guard let names else { throw .noSuchEntity(holder.entity) }
        return try stores.markers.page(page, of: holder.list("InlinePolicies"), in: names)
    }

    package func delete(_ name: String, of holder: PolicyHolder) async throws(AccessManagementError) {
        let refusal = try await stored { () throws(StorageError) in
            try await stores.inlinePolicies.delete(name, of: holder)
        }
        switch refusal {
        case nil: return
        case .policyNotFound?: throw .noSuchEntity(holder.policy(name))
        case .notFound?: throw .noSuchEntity(holder.entity)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }
}

extension PolicyHolder {
    var entity: AccessManagementError.Entity { kind == .user ? .user(name) : .role(name) }

    func policy(_ name: String) -> AccessManagementError.Entity {
        kind == .user ? .userPolicy(name) : .rolePolicy(name)
    }

    var quota: PolicyQuota { kind == .user ? .inlineOfUser(name) : .inlineOfRole(name) }

    /// The name of a list, for its markers.
    func list(_ noun: String) -> String { "\(noun)/\(kind.rawValue)/\(name.lowercased())" }
}

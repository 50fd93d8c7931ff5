import IdentityModel
import Storage

/// The users of an account.
///
/// - Source: IAM API Reference; names are unique whatever their case, and shown as they were given.
package struct Users: Sendable {
    let stores: AccountStores
    let account: AccountID

    /// - Parameter boundary: the ARN of a managed policy.
    package func create(
        _ name: String, path: String, tags: [Tag], boundary: String? = nil
    ) async throws(AccessManagementError) -> UserDetails {
        try Tagging.check(tags, of: .user(name))
        let bound = try boundary.map { text throws(AccessManagementError) in
            try Boundaries.read(text, account: account)
        }
        var generator = SystemRandomNumberGenerator()
        let id = UniqueID(.user, account: account, using: &generator)
        let made = try await stored { () throws(StorageError) in
            try await stores.users.insert(
                User(account: account, id: id, path: path, name: name), tags: tags, boundary: bound)
        }
        switch made {
        case .success(let made): return made
        case .failure(.exists): throw .entityExists(.user(name))
        case .failure(.policyNotFound): throw .noSuchEntity(.boundary(arn: boundary ?? ""))
        case .failure(let refusal): throw AccessManagementError(unexpected: refusal)
        }
    }

    package func find(_ name: String) async throws(AccessManagementError) -> UserDetails {
        let found = try await stored { () throws(StorageError) in
            try await stores.users.details(named: name, account: account)
        }
        guard let found else { throw .noSuchEntity(.user(name)) }
        return found
    }

    package func list(
        pathPrefix: String, _ page: PageRequest
    ) async throws(AccessManagementError) -> Page<UserDetails> {
        try await stores.markers.page(page, of: "ListUsers\(pathPrefix)", position: \.user.name) {
            (after, limit) throws(AccessManagementError) in
            try await stored { () throws(StorageError) in
                try await stores.users.list(account: account, pathPrefix: pathPrefix, after: after, limit: limit)
            }
        }
    }

    package func rename(_ name: String, to newName: String?, path: String?) async throws(AccessManagementError) {
        let refusal = try await stored { () throws(StorageError) in
            try await stores.users.rename(name, account: account, to: newName, path: path)
        }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(.user(name))
        case .exists?: throw .entityExists(.user(newName ?? name))
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    package func delete(_ name: String) async throws(AccessManagementError) {
        let refusal = try await stored { () throws(StorageError) in
            try await stores.users.delete(named: name, account: account)
        }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(.user(name))
        case .hasAccessKeys?: throw .deleteConflict(.hasAccessKeys)
        case .hasAttachments?: throw .deleteConflict(.hasAttachments)
        case .hasPolicies?: throw .deleteConflict(.hasPolicies)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }
}

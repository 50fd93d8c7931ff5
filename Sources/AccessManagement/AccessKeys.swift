import IdentityModel
import Storage

/// The access keys of users. A secret is shown once, by the call that makes it.
package struct AccessKeys: Sendable {
    let stores: AccountStores
    let account: AccountID

    package func create(for name: String) async throws(AccessManagementError) -> (key: NewAccessKey, details: AccessKey)
    {
        let user = try await find(name)
        var generator = SystemRandomNumberGenerator()
        let made = NewAccessKey(
            user: user, id: AccessKeyID(.longTerm, account: account, using: &generator),
            secret: SecretAccessKey.random(using: &generator))
        let outcome = try await stored { () throws(StorageError) in
            try await stores.accessKeys.insert(made.id, secret: made.secret, of: user.id, account: account)
        }
        switch outcome {
        case .inserted(let createdAt):
            return (made, AccessKey(id: made.id, isActive: true, createdAt: createdAt))
        case .tooMany(let limit): throw .limitExceeded(.accessKeys, limit: limit)
        case .noSuchUser: throw .noSuchEntity(.user(name))
        }
    }

    /// Oldest first, with the user's name as it was first written.
    package func list(
        of name: String, _ page: PageRequest
    ) async throws(AccessManagementError) -> (user: String, page: Page<AccessKey>) {
        let user = try await find(name)
        let keys = try await stored { () throws(StorageError) in
            try await stores.accessKeys.list(of: user.id, account: account)
        }
        return (user.name, try stores.markers.page(page, of: "ListAccessKeys/\(user.id)", in: keys))
    }

    package func setActive(_ isActive: Bool, _ text: String, of name: String) async throws(AccessManagementError) {
        try await change(text, of: name) { (id, user) throws(StorageError) in
            try await stores.accessKeys.setActive(isActive, id, of: user, account: account)
        }
    }

    package func delete(_ text: String, of name: String) async throws(AccessManagementError) {
        try await change(text, of: name) { (id, user) throws(StorageError) in
            try await stores.accessKeys.delete(id, of: user, account: account)
        }
    }

    private func change(
        _ text: String, of name: String, _ work: (AccessKeyID, UniqueID) async throws(StorageError) -> Bool
    ) async throws(AccessManagementError) {
        let user = try await find(name)
        guard let id = AccessKeyID(text) else { throw .noSuchEntity(.accessKey(text)) }
        let isDone = try await stored { () throws(StorageError) in try await work(id, user.id) }
        guard isDone else { throw .noSuchEntity(.accessKey(text)) }
    }

    private func find(_ name: String) async throws(AccessManagementError) -> User {
        let user = try await stored { () throws(StorageError) in
            try await stores.users.find(named: name, account: account)
        }
        guard let user else { throw .noSuchEntity(.user(name)) }
        return user
    }
}

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

    package func find(
        _ text: String, of name: String
    ) async throws(AccessManagementError) -> AccessKey {
        try await find(text, of: try await find(name))
    }

    /// - Parameter isExpected: asked for the state that the change is made on; nil for any.
    package func setActive(
        _ isActive: Bool, _ text: String, of name: String, onlyOn isExpected: ((AccessKey) -> Bool)? = nil
    ) async throws(AccessManagementError) {
        try await change(text, of: name, onlyOn: isExpected) { (id, user, state) throws(StorageError) in
            try await stores.accessKeys.setActive(isActive, id, of: user, account: account, wasActive: state)
        }
    }

    /// - Parameter isExpected: asked for the state that is deleted; nil for any.
    package func delete(
        _ text: String, of name: String, onlyOn isExpected: ((AccessKey) -> Bool)? = nil
    ) async throws(AccessManagementError) {
        try await change(text, of: name, onlyOn: isExpected) { (id, user, state) throws(StorageError) in
            try await stores.accessKeys.delete(id, of: user, account: account, wasActive: state)
        }
    }

    private func change(
        _ text: String, of name: String, onlyOn isExpected: ((AccessKey) -> Bool)?,
        _ work: (AccessKeyID, UniqueID, _ wasActive: Bool?) async throws(StorageError) -> Bool
    ) async throws(AccessManagementError) {
        let user = try await find(name)
        guard let id = AccessKeyID(text) else { throw .noSuchEntity(.accessKey(text)) }
        var state: Bool?
        if let isExpected {
            let key = try await find(text, of: user)
            guard isExpected(key) else { throw .overtaken }
            // The only thing about a key that changes, so the statement that writes need compare nothing else.
            state = key.isActive
        }
        let isDone = try await stored { () throws(StorageError) in try await work(id, user.id, state) }
        guard isDone else { throw state == nil ? .noSuchEntity(.accessKey(text)) : .overtaken }
    }

    private func find(_ text: String, of user: User) async throws(AccessManagementError) -> AccessKey {
        let keys = try await stored { () throws(StorageError) in
            try await stores.accessKeys.list(of: user.id, account: account)
        }
        guard let key = keys.first(where: { "\($0.id)" == text }) else { throw .noSuchEntity(.accessKey(text)) }
        return key
    }

    private func find(_ name: String) async throws(AccessManagementError) -> User {
        let user = try await stored { () throws(StorageError) in
            try await stores.users.find(named: name, account: account)
        }
        guard let user else { throw .noSuchEntity(.user(name)) }
        return user
    }
}

import IAMPolicy
import IdentityModel
import Storage

/// Users that may do everything: what an operator makes on the machine itself, before anybody can sign a request.
package struct Administrators: Sendable {
    private let users: UserStore
    private let keys: AccessKeyStore
    private let account: AccountID

    /// The name of the one that the first start makes.
    package static let bootstrapName = "admin"

    package init(users: UserStore, keys: AccessKeyStore, account: AccountID) {
        self.users = users
        self.keys = keys
        self.account = account
    }

    /// Makes the first administrator of an account that has no user yet. Nil when there is one: any number of replicas
    /// may start together, and one of them makes it.
    package func bootstrap() async throws(AccessManagementError) -> NewAccessKey? {
        guard try await stored({ () throws(StorageError) in try await users.list(account: account) }).isEmpty else {
            return nil
        }
        do throws(AccessManagementError) {
            return try await create(Self.bootstrapName)
        } catch {
            if case .entityExists = error { return nil }
            throw error
        }
    }

    /// A new user with `AdministratorAccess` and one key.
    package func create(_ name: String) async throws(AccessManagementError) -> NewAccessKey {
        guard EntityName.isValid(name, longest: EntityName.longestUser) else { throw .invalidName(name) }
        var generator = SystemRandomNumberGenerator()
        let made = NewAccessKey(
            user: User(account: account, id: UniqueID(.user, account: account, using: &generator), name: name),
            id: AccessKeyID(.longTerm, account: account, using: &generator),
            secret: SecretAccessKey.random(using: &generator))
        let isNew = try await stored { () throws(StorageError) in
            try await keys.insert(
                made.user, attaching: BuiltInPolicy.administratorAccess.arn, made.id, secret: made.secret)
        }
        guard isNew else { throw .entityExists(.user(name)) }
        return made
    }

    /// Every user, administrator or not, with its keys.
    package func list() async throws(AccessManagementError) -> [(user: User, keys: [AccessKey])] {
        var all: [(user: User, keys: [AccessKey])] = []
        for user in try await stored({ () throws(StorageError) in try await users.list(account: account) }) {
            let owned = try await stored { () throws(StorageError) in
                try await keys.list(of: user.id, account: account)
            }
            all.append((user, owned))
        }
        return all
    }

    /// A new key in place of the user's others, which are deleted. A lost secret is replaced this way, and a leaked one.
    package func rotate(_ name: String) async throws(AccessManagementError) -> NewAccessKey {
        let user = try await find(name)
        let old = try await stored { () throws(StorageError) in try await keys.list(of: user.id, account: account) }
        // The oldest makes room when there is none; the new key exists before the last old one goes.
        for key in old.dropLast(AccessKey.limitPerUser - 1) { try await delete(key.id, of: user) }
        let made = try await addKey(to: user)
        for key in old.suffix(AccessKey.limitPerUser - 1) { try await delete(key.id, of: user) }
        return made
    }

    /// Switches all keys of the user off, or on again.
    package func setActive(_ isActive: Bool, _ name: String) async throws(AccessManagementError) -> [AccessKeyID] {
        let user = try await find(name)
        let all = try await stored { () throws(StorageError) in try await keys.list(of: user.id, account: account) }
        for key in all {
            _ = try await stored { () throws(StorageError) in
                try await keys.setActive(isActive, key.id, of: user.id, account: account)
            }
        }
        return all.map(\.id)
    }

    private func find(_ name: String) async throws(AccessManagementError) -> User {
        let user = try await stored { () throws(StorageError) in try await users.find(named: name, account: account) }
        guard let user else { throw .noSuchEntity(.user(name)) }
        return user
    }

    private func addKey(to user: User) async throws(AccessManagementError) -> NewAccessKey {
        var generator = SystemRandomNumberGenerator()
        let made = NewAccessKey(
            user: user, id: AccessKeyID(.longTerm, account: account, using: &generator),
            secret: SecretAccessKey.random(using: &generator))
        let outcome = try await stored { () throws(StorageError) in
            try await keys.insert(made.id, secret: made.secret, of: user.id, account: account)
        }
        switch outcome {
        case .inserted: return made
        case .tooMany(let limit): throw .limitExceeded(.accessKeys, limit: limit)
        case .noSuchUser: throw .noSuchEntity(.user(user.name))
        }
    }

    private func delete(_ id: AccessKeyID, of user: User) async throws(AccessManagementError) {
        _ = try await stored { () throws(StorageError) in
            try await keys.delete(id, of: user.id, account: account)
        }
    }
}

/// An access key on the day it is made: the only time that its secret is there to be shown.
package struct NewAccessKey: Sendable {
    package let user: User
    package let id: AccessKeyID
    package let secret: Secret<String>

    package init(user: User, id: AccessKeyID, secret: Secret<String>) {
        self.user = user
        self.id = id
        self.secret = secret
    }
}

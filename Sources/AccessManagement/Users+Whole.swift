import IdentityModel
import Storage

import struct Foundation.Date

/// Users with their policies and keys, written and deleted as one: all of it, or nothing.
///
/// - Parameter isExpected: asked for the state that a change is made on, when nobody can change it any more.
extension Users {
    package func whole(_ name: String) async throws(AccessManagementError) -> WholeUser {
        let found = try await stored { () throws(StorageError) in
            try await stores.users.whole(named: name, account: account)
        }
        guard let found else { throw .noSuchEntity(.user(name)) }
        return found
    }

    package func create(
        _ name: String, path: String, tags: [Tag], holding policies: HeldPolicies
    ) async throws(AccessManagementError) -> WholeUser {
        try admit(policies, tags, of: name)
        var generator = SystemRandomNumberGenerator()
        let user = User(
            account: account, id: UniqueID(.user, account: account, using: &generator), path: path, name: name)
        let wanted = WholeUser(
            user: UserDetails(user: user, createdAt: Date(timeIntervalSince1970: 0), tags: tags), policies: policies,
            accessKeys: [])
        return try await settled(name, policies.boundary) { () throws(StorageError) in
            try await stores.users.insert(wanted)
        }
    }

    /// Replaces the policies and tags of a user.
    package func replace(
        _ name: String, tags: [Tag], holding policies: HeldPolicies, onlyOn isExpected: @Sendable (WholeUser) -> Bool
    ) async throws(AccessManagementError) -> WholeUser {
        try admit(policies, tags, of: name)
        return try await settled(name, policies.boundary) { () throws(StorageError) in
            try await stores.users.replace(name, account: account, policies: policies, tags: tags, onlyOn: isExpected)
        }
    }

    /// Deletes a user with their policies, access keys and bearer tokens. Their sessions end.
    package func deleteWhole(
        _ name: String, onlyOn isExpected: @Sendable (WholeUser) -> Bool
    ) async throws(AccessManagementError) {
        let refusal = try await stored { () throws(StorageError) in
            try await stores.users.deleteWhole(named: name, account: account, onlyOn: isExpected)
        }
        if let refusal { throw AccessManagementError(refusal, of: .user(name)) }
    }

    private func admit(
        _ policies: HeldPolicies, _ tags: [Tag], of name: String
    ) throws(AccessManagementError) {
        try Tagging.check(tags, of: .user(name))
        try policies.admit(to: PolicyHolder(.user, name, account: account))
    }

    private func settled(
        _ name: String, _ boundary: PolicyARN?,
        _ work: () async throws(StorageError) -> Result<WholeUser, EntityRefusal>
    ) async throws(AccessManagementError) -> WholeUser {
        switch try await stored(work) {
        case .success(let user): return user
        case .failure(let refusal): throw AccessManagementError(refusal, of: .user(name), boundary: boundary)
        }
    }
}

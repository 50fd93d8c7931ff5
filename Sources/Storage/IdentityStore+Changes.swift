import IdentityModel
import Postgres

import struct Foundation.UUID

/// What administrators do to one identity. Each change is made under the lock of the identity's row, which linking, merging
/// and unlinking hold too: a login is linked before the identity is disabled, or not at all.
extension IdentityStore {
    /// Asked under the lock, with the revision that the identity has there.
    package typealias Expectation = @Sendable (_ revision: String) -> Bool

    /// Disables the identity until it is enabled again. Its state and its logins stay as they are. Done before, it is
    /// done.
    ///
    /// - Parameter isExpected: whether the identity is still what the caller has seen; nil takes it as it is.
    package func suspend(
        _ id: UUID, in pool: UUID, expecting isExpected: Expectation? = nil
    ) async throws(StorageError) -> Result<IdentityDetails, IdentityRefusal> {
        try await change(id, in: pool, expecting: isExpected) { identity, transaction in
            if let refusal = Self.finality(of: identity) { return refusal }
            guard identity.suspendedAt == nil else { return nil }
            try await transaction.query(Self.suspend, [.uuid(pool), .uuid(id)])
            return nil
        }
    }

    /// Takes back what `suspend` did.
    package func resume(
        _ id: UUID, in pool: UUID, expecting isExpected: Expectation? = nil
    ) async throws(StorageError) -> Result<IdentityDetails, IdentityRefusal> {
        try await change(id, in: pool, expecting: isExpected) { identity, transaction in
            if let refusal = Self.finality(of: identity) { return refusal }
            guard identity.suspendedAt != nil else { return nil }
            try await transaction.query(Self.resume, [.uuid(pool), .uuid(id)])
            return nil
        }
    }

    /// Takes one login from the identity; without its last one it is disabled for good. The login is free: whoever signs
    /// in with it is somebody new.
    package func unlink(
        _ subject: String, at provider: ProviderName, from id: UUID, in pool: UUID,
        expecting isExpected: Expectation? = nil
    ) async throws(StorageError) -> Result<IdentityDetails, IdentityRefusal> {
        try await change(id, in: pool, expecting: isExpected) { identity, transaction in
            let key: [PostgresValue] = [.uuid(pool), .uuid(id)]
            let deleted = try await transaction.query(
                Self.deleteLogin, key + [.text(provider.rawValue), .text(subject)])
            guard deleted.affected == 1 else { return Self.finality(of: identity) ?? .loginNotLinked }
            try await transaction.query(Self.disableWithoutLogins, key)
            return nil
        }
    }

    /// Forgets the identity, its logins and the merges that it was part of.
    package func delete(
        _ id: UUID, in pool: UUID, expecting isExpected: Expectation? = nil
    ) async throws(StorageError) -> IdentityRefusal? {
        try await database.settled { transaction in
            switch try await Self.hold(id, in: pool, expecting: isExpected, transaction) {
            case .failure(let refusal): return refusal
            case .success:
                try await Self.forget(id, in: pool, transaction)
                return nil
            }
        }
    }

    /// - Parameter work: refuses before it has written anything.
    /// - Returns: the identity as it is afterwards.
    private func change(
        _ id: UUID, in pool: UUID, expecting isExpected: Expectation?,
        _ work: @Sendable (IdentityDetails, PostgresTransaction) async throws -> IdentityRefusal?
    ) async throws(StorageError) -> Result<IdentityDetails, IdentityRefusal> {
        try await database.settled { transaction in
            switch try await Self.hold(id, in: pool, expecting: isExpected, transaction) {
            case .failure(let refusal): return .failure(refusal)
            case .success(let identity):
                if let refusal = try await work(identity, transaction) { return .failure(refusal) }
                return try await Self.details(id, in: pool, transaction).map(Result.success) ?? .failure(.notFound)
            }
        }
    }

    /// Locks the identity and reads what it is under the lock.
    private static func hold(
        _ id: UUID, in pool: UUID, expecting isExpected: Expectation?, _ transaction: PostgresTransaction
    ) async throws -> Result<IdentityDetails, IdentityRefusal> {
        try await transaction.query(lock, [.uuid(pool), .uuidArray([id])])
        guard let identity = try await details(id, in: pool, transaction) else { return .failure(.notFound) }
        if let isExpected, !isExpected(identity.revision) { return .failure(.overtaken) }
        return .success(identity)
    }

    /// Why an identity that is disabled for good can be neither disabled nor enabled.
    private static func finality(of identity: IdentityDetails) -> IdentityRefusal? {
        guard identity.state == .disabled else { return nil }
        return identity.mergedInto.map(IdentityRefusal.merged) ?? .retired
    }

    private static let suspend = Statement(
        "suspend_identity",
        """
        UPDATE identities SET suspended_at = now(), modified_at = now() WHERE pool_id = $1 AND identity_id = $2
        """, repeatable: false)

    private static let resume = Statement(
        "resume_identity",
        """
        UPDATE identities SET suspended_at = NULL, modified_at = now() WHERE pool_id = $1 AND identity_id = $2
        """, repeatable: false)

    private static let deleteLogin = Statement(
        "delete_login",
        "DELETE FROM logins WHERE pool_id = $1 AND identity_id = $2 AND provider = $3 AND subject = $4",
        repeatable: false)
}

import IAMPolicy
import IdentityModel
import Storage

/// What a user or role brings to a decision: its policies, what bounds them, and its tags, which policies may ask for.
struct IdentityGrants: Sendable {
    var policies: [AttachedPolicy] = []
    var boundary: AttachedPolicy?
    var tags: [Tag] = []
}

/// What users and roles may do, compiled, as this replica knows it: at most a second behind the database.
package struct IdentityPolicyDirectory: Sendable {
    private let cache: ReadThroughCache<Principal, IdentityGrants>
    private let managed: ReadThroughCache<PolicyARN, AttachedPolicy>

    private struct Principal: Hashable, Sendable {
        let account: AccountID
        let id: UniqueID
    }

    package init(_ store: IdentityPolicyStore) {
        cache = ReadThroughCache { principal throws(StorageError) in
            guard let stored = try await store.find(principal.id, account: principal.account) else { return nil }
            var policies: [AttachedPolicy] = []
            for policy in stored.policies { policies.append(try Self.compiled(policy)) }
            let boundary = try stored.boundary.map { policy throws(StorageError) in try Self.compiled(policy) }
            return IdentityGrants(policies: policies, boundary: boundary, tags: stored.tags)
        }
        managed = ReadThroughCache { arn throws(StorageError) in
            guard arn.account != nil else {
                guard BuiltInPolicy.find("\(arn)") != nil else { return nil }
                return try Self.compiled(.init(name: "\(arn)", document: nil))
            }
            guard let document = try await store.document(of: arn) else { return nil }
            return try Self.compiled(.init(name: "\(arn)", document: document))
        }
    }

    /// What was changed here is in force here at once.
    package func forgetAll() {
        cache.forgetAll()
        managed.forgetAll()
    }

    /// Nil when the user or role is gone.
    func grants(of id: UniqueID, in account: AccountID) async throws(STSError) -> IdentityGrants? {
        do throws(StorageError) {
            return try await cache.value(for: Principal(account: account, id: id))
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// A managed policy as it is now: a built-in one, or one of this account. Nil when there is no such policy.
    func managedPolicy(_ text: String, of account: AccountID) async throws(STSError) -> AttachedPolicy? {
        guard let arn = PolicyARN(text), arn.account ?? account == account else { return nil }
        do throws(StorageError) {
            return try await managed.value(for: arn)
        } catch {
            throw .unavailable("\(error)")
        }
    }

    /// A document that cannot be read might hold a Deny, so it fails the request rather than being left out.
    private static func compiled(_ policy: IdentityPolicyStore.StoredPolicy) throws(StorageError) -> AttachedPolicy {
        let builtIn = policy.document == nil ? BuiltInPolicy.find(policy.name)?.text : nil
        guard let text = policy.document ?? builtIn else { throw .malformedRow("no built-in policy \(policy.name)") }
        do throws(PolicyError) {
            return AttachedPolicy(name: policy.name, document: try PolicyDocument(parsing: text, as: .inline))
        } catch {
            throw .malformedRow("policy \(policy.name): \(error)")
        }
    }
}

import IAMPolicy
import IdentityModel
import Storage

/// The policies that bound what users and roles may do, whatever they are given.
///
/// - Source: IAM User Guide, "Permissions boundaries for IAM entities".
package struct Boundaries: Sendable {
    let stores: AccountStores
    let account: AccountID

    package func put(_ text: String, on holder: PolicyHolder) async throws(AccessManagementError) {
        let arn = try Self.read(text, account: account)
        let refusal = try await stored { () throws(StorageError) in try await stores.boundaries.set(arn, of: holder) }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(holder.entity)
        case .policyNotFound?: throw .noSuchEntity(.boundary(arn: text))
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    /// Taking away what is not there is fine.
    package func delete(from holder: PolicyHolder) async throws(AccessManagementError) {
        let refusal = try await stored { () throws(StorageError) in try await stores.boundaries.remove(from: holder) }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(holder.entity)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    /// A policy that can be a boundary here: one of the account, which the database knows, or one that is built in.
    static func read(_ text: String, account: AccountID) throws(AccessManagementError) -> PolicyARN {
        let arn = try PolicyARN.read(text)
        let isKnown = arn.account.map { $0 == account } ?? (BuiltInPolicy.find(text) != nil)
        guard isKnown else { throw .noSuchEntity(.boundary(arn: text)) }
        return arn
    }
}

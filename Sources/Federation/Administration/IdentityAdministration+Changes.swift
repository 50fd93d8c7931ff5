import IdentityModel
import STS
import Storage

import struct Foundation.UUID

/// Changing identities. An expectation that is given must hold of the revision that the identity has.
extension IdentityAdministration {
    /// Disables the identity until it is enabled again: from the next request on nobody gets an id, a token or
    /// credentials for it, whatever login they prove. Its sessions end because they ask whether their identity lives
    /// (`IdentityStore.livingIdentity`).
    package func disable(
        _ identity: String, in pool: String, expecting isExpected: IdentityStore.Expectation?,
        by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityDetails {
        let (id, pool) = try await find(identity, in: pool, for: caller)
        return try await changed(identity) { () throws(StorageError) in
            try await identities.suspend(id, in: pool, expecting: isExpected)
        }
    }

    package func enable(
        _ identity: String, in pool: String, expecting isExpected: IdentityStore.Expectation?,
        by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityDetails {
        let (id, pool) = try await find(identity, in: pool, for: caller)
        return try await changed(identity) { () throws(StorageError) in
            try await identities.resume(id, in: pool, expecting: isExpected)
        }
    }

    /// Takes one login from the identity, which is disabled for good without its last one. Whoever signs in with the
    /// login next is somebody new, also when the identity was disabled.
    package func unlink(
        _ subject: String, at provider: ProviderName, from identity: String, in pool: String,
        expecting isExpected: IdentityStore.Expectation?, by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityDetails {
        let (id, pool) = try await find(identity, in: pool, for: caller)
        return try await changed(identity) { () throws(StorageError) in
            try await identities.unlink(subject, at: provider, from: id, in: pool, expecting: isExpected)
        }
    }

    package func delete(
        _ identity: String, in pool: String, expecting isExpected: IdentityStore.Expectation?,
        by caller: RecognisedCaller
    ) async throws(FederationError) {
        let (id, pool) = try await find(identity, in: pool, for: caller)
        let refusal = try await stored { () throws(StorageError) in
            try await identities.delete(id, in: pool, expecting: isExpected)
        }
        if let refusal { throw Self.error(refusal, of: identity) }
    }

    // MARK: Merging

    /// What merging the two would do now; nothing is changed.
    package func previewMerge(
        of absorbed: String, into survivor: String, in pool: String, by caller: RecognisedCaller
    ) async throws(FederationError) -> MergePlan {
        let (kept, poolID) = try await find(survivor, in: pool, for: caller)
        let (other, _) = try await find(absorbed, in: pool, for: caller)
        guard
            let plan = try await stored({ () throws(StorageError) in
                try await identities.previewMerge(of: other, into: kept, in: poolID)
            })
        else { throw try await missing(absorbed, survivor, in: poolID) }
        return plan
    }

    /// Unites the two: the survivor keeps its id and owns every login afterwards, and the other's id leads to it.
    ///
    /// - Returns: the survivor, and the id under which the merge can be undone.
    package func merge(
        _ absorbed: String, into survivor: String, in pool: String, expecting isExpected: IdentityStore.Expectation?,
        by caller: RecognisedCaller
    ) async throws(FederationError) -> (survivor: IdentityDetails, merge: UUID) {
        let (kept, poolID) = try await find(survivor, in: pool, for: caller)
        let (other, _) = try await find(absorbed, in: pool, for: caller)
        let outcome = try await stored { () throws(StorageError) in
            try await identities.merge(other, into: kept, in: poolID, expecting: isExpected)
        }
        switch outcome {
        case .success(let merged): return merged
        case .failure(.notFound): throw try await missing(absorbed, survivor, in: poolID)
        case .failure(let refusal): throw .identity(.refused(refusal))
        }
    }

    /// Parts what a merge has united.
    ///
    /// - Returns: the merge, and how many logins went back.
    package func undo(
        merge text: String, in pool: String, by caller: RecognisedCaller
    ) async throws(FederationError) -> (merge: MergeRecord, restored: Int) {
        let pool = try await pools.find(pool, for: caller).pool.id.uuid
        guard let id = UUID(text: text) else { throw .identity(.mergeNotFound(text)) }
        switch try await stored({ () throws(StorageError) in try await identities.undo(merge: id, in: pool) }) {
        case .undone(let merge, let restored): return (merge, restored)
        case .noSuchMerge: throw .identity(.mergeNotFound(text))
        case .undoneBefore: throw .identity(.undoneBefore)
        case .survivorMerged: throw .identity(.survivorMerged)
        }
    }

    // MARK: Steps

    /// Names the one of the two that is not there.
    private func missing(
        _ absorbed: String, _ survivor: String, in pool: UUID
    ) async throws(FederationError) -> FederationError {
        let isKept = try await stored { () throws(StorageError) in
            guard let id = IdentityID(survivor) else { return false }
            return try await identities.details(id.uuid, in: pool) != nil
        }
        return .identityNotFound(isKept ? absorbed : survivor)
    }

    private func changed(
        _ identity: String, _ work: () async throws(StorageError) -> Result<IdentityDetails, IdentityRefusal>
    ) async throws(FederationError) -> IdentityDetails {
        switch try await stored(work) {
        case .success(let details): return details
        case .failure(let refusal): throw Self.error(refusal, of: identity)
        }
    }

    private static func error(_ refusal: IdentityRefusal, of identity: String) -> FederationError {
        refusal == .notFound ? .identityNotFound(identity) : .identity(.refused(refusal))
    }
}

import IdentityModel
import STS
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// Finding identities.
extension IdentityAdministration {
    /// A page of the identities of a pool, in the order of their creation.
    package func search(
        _ query: IdentityQuery, in pool: String, limit: Int, from token: String?, by caller: RecognisedCaller
    ) async throws(FederationError) -> Page<IdentitySummary> {
        let id = try await pools.find(pool, for: caller).pool.id
        let (from, before) = (query.createdFrom?.microseconds, query.createdBefore?.microseconds)
        let list =
            "identities/\(id)/\(query.state?.rawValue ?? "all")/\(from ?? 0)/\(before ?? 0)/\(query.newestFirst)"
        let last = try pools.tokens.place(token, in: list).map { place throws(FederationError) in
            guard let (date, id) = Self.read(place) else { throw .invalid(.pageToken) }
            return IdentityQuery.Place(createdAt: date, id: id)
        }
        let rows = try await stored { () throws(StorageError) in
            try await identities.search(query, in: id.uuid, after: last, limit: limit + 1)
        }
        return try pools.tokens.page(rows, limit: limit, in: list) { Self.text($0.createdAt, $0.id) }
    }

    /// One identity with its logins.
    package func details(
        of identity: String, in pool: String, by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityDetails {
        let (id, pool) = try await find(identity, in: pool, for: caller)
        guard let found = try await stored({ () throws(StorageError) in try await identities.details(id, in: pool) })
        else { throw .identityNotFound(identity) }
        return found
    }

    /// The identity that owns the login.
    package func owner(
        of subject: String, at provider: ProviderName, in pool: String, by caller: RecognisedCaller
    ) async throws(FederationError) -> IdentityDetails {
        let pool = try await pools.find(pool, for: caller).pool.id.uuid
        // It may have been merged or deleted between the two looks.
        for _ in 0..<4 {
            guard
                let owner = try await stored({ () throws(StorageError) in
                    try await identities.owner(of: subject, at: provider, in: pool)
                })
            else { throw .identity(.loginNotFound) }
            let found = try await stored { () throws(StorageError) in try await identities.details(owner, in: pool) }
            let isTheirs = { (login: IdentityDetails.LinkedLogin) in
                login.provider == provider && login.subject.utf8.elementsEqual(subject.utf8)
            }
            if let found, found.logins.contains(where: isTheirs) { return found }
        }
        throw .overtaken
    }

    /// The latest merges first; all of them, or what concerns one identity.
    package func merges(
        in pool: String, of identity: String?, limit: Int, from token: String?, by caller: RecognisedCaller
    ) async throws(FederationError) -> Page<MergeRecord> {
        let poolID = try await pools.find(pool, for: caller).pool.id
        var asked: UUID?
        if let identity {
            guard let id = IdentityID(identity), id.region == poolID.region else { throw .identityNotFound(identity) }
            asked = id.uuid
        }
        let list = "merges/\(poolID)/\(asked?.capitals ?? "all")"
        let last = try pools.tokens.place(token, in: list).map { place throws(FederationError) in
            guard let (date, id) = Self.read(place) else { throw .invalid(.pageToken) }
            return MergeRecord.Place(mergedAt: date, id: id)
        }
        let of = asked
        let rows = try await stored { () throws(StorageError) in
            try await identities.merges(in: poolID.uuid, of: of, after: last, limit: limit + 1)
        }
        return try pools.tokens.page(rows, limit: limit, in: list) { Self.text($0.mergedAt, $0.id) }
    }

    /// The identity's own id and its pool's, when the id can be one of that pool.
    func find(
        _ identity: String, in pool: String, for caller: RecognisedCaller
    ) async throws(FederationError) -> (id: UUID, pool: UUID) {
        let pool = try await pools.find(pool, for: caller).pool.id
        guard let id = IdentityID(identity), id.region == pool.region else { throw .identityNotFound(identity) }
        return (id.uuid, pool.uuid)
    }

    // MARK: Places

    private static func text(_ date: Date, _ id: UUID) -> String { "\(date.microseconds)/\(id.capitals)" }

    private static func read(_ place: String) -> (Date, UUID)? {
        let parts = place.split(separator: "/")
        guard parts.count == 2, let micros = Int64(parts[0]), let id = UUID(text: parts[1]) else {
            return nil
        }
        return (Date(microseconds: micros), id)
    }
}

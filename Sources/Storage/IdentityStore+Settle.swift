import IdentityModel
import Postgres

import struct Foundation.UUID

extension IdentityStore {
    /// Gives the proven logins to one identity, linking and merging as `Settlement` decides.
    ///
    /// The rows that the decision rests on are locked in the order of their ids and read again under the lock; logins
    /// only move under the lock of the identity that owns them, so what was read stays true until the commit. A login
    /// that nobody owned and somebody claims meanwhile shows as a unique violation, and everything is read anew.
    ///
    /// - Parameter named: the identity of the request; nil makes it GetId.
    /// - Returns: the survivor's id; nil when the named identity or the pool is gone.
    package func settle(
        _ logins: [LoginKey], named: UUID?, in pool: UUID, fresh: UUID, as occasion: Settlement.Occasion = .logins
    ) async throws(StorageError) -> Result<UUID, Settlement.Refusal>? {
        try await plan(logins, named: named, in: pool, fresh: fresh, as: occasion)?.map(\.survivor)
    }

    /// As `settle`; says also what was written for it.
    package func plan(
        _ logins: [LoginKey], named: UUID?, in pool: UUID, fresh: UUID, as occasion: Settlement.Occasion = .logins
    ) async throws(StorageError) -> Result<Settlement.Plan, Settlement.Refusal>? {
        for _ in 0..<Self.attempts {
            do {
                let outcome = try await database.transaction { transaction in
                    try await Self.attempt(logins, named: named, in: pool, fresh: fresh, as: occasion, transaction)
                }
                switch outcome {
                case .done(let result): return result
                case .changed: continue
                }
            } catch let error as PostgresError {
                switch error {
                case .uniqueViolation, .serializationFailure, .deadlockDetected: continue
                // Done again on top of itself, a settlement changes nothing.
                case .commitOutcomeUnknown, .connectionLost: continue
                default: throw StorageError(error)
                }
            } catch {
                throw .malformedRow("\(error)")
            }
        }
        throw .contended
    }

    /// Two first logins can collide a few times; more often means something is wrong.
    private static let attempts = 8

    private enum Outcome: Sendable {
        case done(Result<Settlement.Plan, Settlement.Refusal>?)
        /// The owners changed between the look and the lock.
        case changed
    }

    private static func attempt(
        _ logins: [LoginKey], named: UUID?, in pool: UUID, fresh: UUID, as occasion: Settlement.Occasion,
        _ transaction: PostgresTransaction
    ) async throws -> Outcome {
        let providers = logins.map(\.provider.rawValue)
        let subjects = logins.map(\.subject)
        func owners() async throws -> Set<UUID> {
            let rows = try await transaction.query(
                findOwners, [.uuid(pool), .textArray(providers), .textArray(subjects)])
            return Set(try rows.map { try $0.uuid(0) })
        }

        let seen = try await owners()
        var involved = seen
        if let named { involved.insert(named) }
        let rows = try await transaction.query(lock, [.uuid(pool), .uuidArray(Array(involved))])
        let locked = try Dictionary(uniqueKeysWithValues: rows.map { (try $0.uuid(0), try $0.uuidIfPresent(1)) })
        if let named, locked[named] == nil { return .done(nil) }
        guard try await owners() == seen else { return .changed }

        let records = try IdentityRecord.gather(
            try await transaction.query(readLocked, [.uuid(pool), .uuidArray(Array(involved))]))
        var subject = records.first { $0.id == named }
        if let merged = subject?.mergedInto, let heir = records.first(where: { $0.id == merged }) {
            // The identity that took its place, when the logins are that one's.
            subject = heir
        }
        switch Settlement.decide(
            logins, named: subject, owners: records.filter { seen.contains($0.id) }, fresh: fresh, as: occasion)
        {
        case .refused(let refusal): return .done(.failure(refusal))
        case .settled(let plan):
            guard try await write(plan, in: pool, transaction) else { return .done(nil) }
            return .done(.success(plan))
        }
    }

    /// False when the pool is gone.
    private static func write(
        _ plan: Settlement.Plan, in pool: UUID, _ transaction: PostgresTransaction
    ) async throws -> Bool {
        if plan.isNew {
            let made = try await transaction.query(insertAuthenticated, [.uuid(pool), .uuid(plan.survivor)])
            guard made.affected == 1 else { return false }
        }
        if !plan.absorb.isEmpty {
            try await transaction.query(
                recordMerges, [.uuid(pool), .uuid(plan.survivor), .uuidArray(plan.absorb)])
            _ = try await transaction.query(
                moveLogins, [.uuid(pool), .uuid(plan.survivor), .uuidArray(plan.absorb)])
            _ = try await transaction.query(
                disableMerged, [.uuid(pool), .uuid(plan.survivor), .uuidArray(plan.absorb)])
        }
        for login in plan.link {
            _ = try await transaction.query(
                link,
                [
                    .uuid(pool), .text(login.provider.rawValue), .text(login.subject), .uuid(plan.survivor),
                    .bool(login.isDeveloper), .text(login.audience),
                ])
        }
        if !plan.isNew, !(plan.link.isEmpty && plan.absorb.isEmpty) {
            _ = try await transaction.query(authenticate, [.uuid(pool), .uuid(plan.survivor)])
        }
        return true
    }

    static let findOwners = Statement(
        "find_owners",
        """
        SELECT DISTINCT l.identity_id
          FROM logins l JOIN unnest($2::text[], $3::text[]) AS p (provider, subject)
            ON l.provider = p.provider AND l.subject = p.subject
         WHERE l.pool_id = $1
        """, repeatable: true)

    static let lock = Statement(
        "lock_identities",
        """
        SELECT identity_id, merged_into FROM identities
         WHERE pool_id = $1 AND identity_id = ANY($2) ORDER BY identity_id FOR UPDATE
        """, repeatable: true)

    private static let readLocked = Statement(
        "read_locked_identities",
        """
        SELECT i.pool_id, i.identity_id, i.state, i.merged_into, i.created_at, l.provider, l.subject, l.developer,
               i.suspended_at
          FROM identities i
          LEFT JOIN logins l ON l.pool_id = i.pool_id AND l.identity_id = i.identity_id
         WHERE i.pool_id = $1 AND i.identity_id = ANY($2)
         ORDER BY i.identity_id
        """, repeatable: true)

    private static let insertAuthenticated = Statement(
        "insert_authenticated",
        """
        INSERT INTO identities (pool_id, identity_id, state)
        SELECT pool_id, $2, 'authenticated' FROM identity_pools WHERE pool_id = $1
        """, repeatable: false)

    /// Kept with the merge itself, so that an administrator can undo it.
    static let recordMerges = Statement(
        "record_merges",
        """
        INSERT INTO identity_merges (pool_id, survivor, absorbed, absorbed_state, moved, aliases)
        SELECT i.pool_id, $2, i.identity_id, i.state,
               (SELECT coalesce(jsonb_agg(jsonb_build_array(l.provider, l.subject)), '[]') FROM logins l
                 WHERE l.pool_id = i.pool_id AND l.identity_id = i.identity_id),
               ARRAY(SELECT a.identity_id FROM identities a
                      WHERE a.pool_id = i.pool_id AND a.merged_into = i.identity_id)
          FROM identities i
         WHERE i.pool_id = $1 AND i.identity_id = ANY($3)
        RETURNING merge_id
        """, repeatable: false)

    static let moveLogins = Statement(
        "move_logins",
        "UPDATE logins SET identity_id = $2 WHERE pool_id = $1 AND identity_id = ANY($3)", repeatable: false)

    static let disableMerged = Statement(
        "disable_merged",
        """
        UPDATE identities SET state = 'disabled', merged_into = $2, modified_at = now()
         WHERE pool_id = $1 AND (identity_id = ANY($3) OR merged_into = ANY($3))
        """, repeatable: false)

    static let link = Statement(
        "link_login",
        """
        INSERT INTO logins (pool_id, provider, subject, identity_id, developer, audience)
        VALUES ($1, $2, $3, $4, $5, $6)
        """, repeatable: false)

    static let authenticate = Statement(
        "authenticate_identity",
        """
        UPDATE identities SET state = 'authenticated', modified_at = now()
         WHERE pool_id = $1 AND identity_id = $2
        """, repeatable: false)
}

import IdentityModel
import Postgres
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// What came of one batch of an archive.
package enum ImportOutcome: Sendable, Equatable {
    case noSuchPool
    /// Nothing of the batch was taken over, because of the item at this index.
    case refused(index: Int, ImportConflict)
    /// One for each item, in order.
    case done([ItemOutcome])

    package enum ItemOutcome: Sendable, Equatable {
        case made
        case unchanged
        case skipped(ImportConflict)
    }
}

extension IdentityStore {
    /// Takes a batch of an archive into the pool, ids and all, in one transaction: all of it, or nothing. What is there
    /// already is left alone, so a batch can be repeated.
    ///
    /// A person who signs in meanwhile with a login of the batch waits for the transaction and then has the identity
    /// that came with it; who was faster owns the login, and the batch meets a conflict.
    ///
    /// - Parameters:
    ///   - skipping: leaves out what meets a conflict, instead of refusing the batch.
    ///   - dryRun: decides only.
    package func bring(
        _ items: [ArchivedItem], into pool: UUID, skipping: Bool, dryRun: Bool
    ) async throws(StorageError) -> ImportOutcome {
        for _ in 0..<8 {
            do throws(StorageError) {
                return try await database.settled(timeout: .seconds(30)) { transaction in
                    try await Self.bring(items, into: pool, skipping: skipping, dryRun: dryRun, transaction)
                }
            } catch {
                // Somebody claimed a login, or took the id, between the look and the insert: look anew.
                guard case .refused(let rule) = error, Self.claims.contains(rule) else { throw error }
            }
        }
        throw .contended
    }

    private static let claims: Set = ["logins_one_owner", "identities_pkey", "identity_merges_pkey"]

    private static func bring(
        _ items: [ArchivedItem], into pool: UUID, skipping: Bool, dryRun: Bool, _ transaction: PostgresTransaction
    ) async throws -> ImportOutcome {
        try await transaction.query(takeTurn)
        guard try await !transaction.query(holdPool, [.uuid(pool)]).isEmpty else { return .noSuchPool }
        var plan = ImportPlan(on: try await ground(of: items, in: pool, transaction))
        var outcomes: [ImportOutcome.ItemOutcome] = []
        var new: [ArchivedItem] = []
        for (index, item) in items.enumerated() {
            switch plan.judge(item) {
            case .new:
                new.append(item)
                outcomes.append(.made)
            case .there: outcomes.append(.unchanged)
            case .conflict(let conflict):
                guard skipping else { return .refused(index: index, conflict) }
                outcomes.append(.skipped(conflict))
            }
        }
        guard !dryRun, !new.isEmpty else { return .done(outcomes) }
        let rows: [PostgresValue] = [.uuid(pool), .json(ImportRows(new).text)]
        for statement in [insertIdentities, insertLogins, insertMerges] {
            try await transaction.query(statement, rows)
        }
        return .done(outcomes)
    }

    /// What the database has of that which the items name.
    private static func ground(
        of items: [ArchivedItem], in pool: UUID, _ transaction: PostgresTransaction
    ) async throws -> ImportPlan.Ground {
        var (ids, merges): (Set<UUID>, [UUID]) = ([], [])
        var logins: [IdentityDetails.LinkedLogin] = []
        for item in items {
            switch item {
            case .identity(let identity):
                ids.insert(identity.id)
                logins += identity.logins
            case .merge(let merge):
                ids.formUnion([merge.survivor, merge.absorbed])
                merges.append(merge.id)
            }
        }
        var ground = ImportPlan.Ground()
        for row in try await transaction.query(findForeign, [.uuid(pool), .uuidArray(Array(ids)), .uuidArray(merges)]) {
            ground.elsewhere.insert(try row.uuid(0))
        }
        let known = try IdentityDetails.gather(
            try await transaction.query(findKnown, [.uuid(pool), .uuidArray(Array(ids))]))
        for identity in known { ground.identities[identity.id] = identity }
        let owners = try await transaction.query(
            findOwnersOfLogins,
            [.uuid(pool), .textArray(logins.map(\.provider.rawValue)), .textArray(logins.map(\.subject))])
        for row in owners {
            let login = ArchivedMerge.Login(provider: ProviderName(try row.text(0)), subject: try row.text(1))
            ground.owners[login] = try row.uuid(2)
        }
        for row in try await transaction.query(findMerges, [.uuid(pool), .uuidArray(merges)]) {
            ground.merges.insert(try row.uuid(0))
        }
        return ground
    }

    private static let takeTurn = Statement(
        "take_import_turn", "SELECT turn FROM identity_import_turn FOR UPDATE", repeatable: true)

    /// Held until the batch is committed, so that a pool that is being deleted takes the batch with it.
    private static let holdPool = Statement(
        "hold_pool_for_import", "SELECT 1 FROM identity_pools WHERE pool_id = $1 FOR KEY SHARE", repeatable: true)

    private static let findForeign = Statement(
        "find_foreign_ids",
        """
        SELECT identity_id FROM identities WHERE identity_id = ANY($2) AND pool_id <> $1
        UNION ALL SELECT merge_id FROM identity_merges WHERE merge_id = ANY($3) AND pool_id <> $1
        """, repeatable: true)

    private static let findKnown = Statement(
        "find_known_identities",
        detailColumns(of: "identities")
            + " WHERE i.pool_id = $1 AND i.identity_id = ANY($2) ORDER BY i.identity_id, l.provider, l.subject",
        repeatable: true)

    private static let findOwnersOfLogins = Statement(
        "find_owners_of_logins",
        """
        SELECT l.provider, l.subject, l.identity_id
          FROM logins l JOIN unnest($2::text[], $3::text[]) AS p (provider, subject)
            ON l.provider = p.provider AND l.subject = p.subject
         WHERE l.pool_id = $1
        """, repeatable: true)

    private static let findMerges = Statement(
        "find_known_merges", "SELECT merge_id FROM identity_merges WHERE pool_id = $1 AND merge_id = ANY($2)",
        repeatable: true)

    private static let insertIdentities = Statement(
        "import_identities",
        """
        INSERT INTO identities (pool_id, identity_id, state, suspended_at, merged_into, created_at, modified_at)
        SELECT $1, r.id, r.state, \(time("suspended")), r.into, \(time("created")), \(time("modified"))
          FROM jsonb_to_recordset($2::jsonb -> 'identities')
               AS r (id uuid, state text, suspended bigint, "into" uuid, created bigint, modified bigint)
        """, repeatable: false)

    private static let insertLogins = Statement(
        "import_logins",
        """
        INSERT INTO logins (pool_id, provider, subject, identity_id, developer, audience, linked_at, last_used_at)
        SELECT $1, r.provider, r.subject, r.identity, r.developer, r.audience, \(time("linked")), \(time("used"))
          FROM jsonb_to_recordset($2::jsonb -> 'logins')
               AS r (provider text, subject text, identity uuid, developer boolean, audience text, linked bigint,
                     used bigint)
        """, repeatable: false)

    private static let insertMerges = Statement(
        "import_merges",
        """
        INSERT INTO identity_merges
               (merge_id, pool_id, survivor, absorbed, absorbed_state, moved, aliases, merged_at, undone_at)
        SELECT r.id, $1, r.survivor, r.absorbed, r.state, r.moved,
               ARRAY(SELECT a::uuid FROM jsonb_array_elements_text(r.aliases) AS a), \(time("merged")), \(time("undone"))
          FROM jsonb_to_recordset($2::jsonb -> 'merges')
               AS r (id uuid, survivor uuid, absorbed uuid, state text, moved jsonb, aliases jsonb, merged bigint,
                     undone bigint)
        """, repeatable: false)

    /// Microseconds since 1970, which no calendar and no fraction of a second stand between.
    private static func time(_ column: String) -> String {
        "timestamptz 'epoch' + r.\(column) * interval '1 microsecond'"
    }
}

import IdentityModel
import Postgres

import struct Foundation.UUID

/// What the sessions of an identity hang on.
extension IdentityStore {
    /// The identity that a session names, and the one that took its place; nil when its sessions are to end, because the
    /// identity is disabled or deleted, or its pool is gone.
    ///
    /// Being merged ends no session: the person is still there, under the heir's id, and disabling that one counts.
    ///
    /// - Parameter login: whether it is this identity's, or its heir's, is told beside.
    package func livingIdentity(
        _ id: UUID, in pool: UUID, owning login: LoginKey? = nil
    ) async throws(StorageError) -> LivingIdentity? {
        do throws(PostgresError) {
            let rows = try await database.query(
                Self.living,
                [.uuid(pool), .uuid(id), .optional(login?.provider.rawValue), .optional(login?.subject)])
            guard let row = rows.first else { return nil }
            return LivingIdentity(id: id, heir: try row.uuidIfPresent(0), ownsLogin: try row.bool(1))
        } catch {
            throw StorageError(error)
        }
    }

    /// The look at the heir is a subquery and not a join, which would read whole tables while they are young.
    private static let living = Statement(
        "find_living_identity",
        """
        SELECT i.merged_into,
               $3::text IS NULL OR EXISTS (
                   SELECT FROM logins l
                    WHERE l.pool_id = $1 AND l.provider = $3 AND l.subject = $4
                      AND l.identity_id = coalesce(i.merged_into, i.identity_id))
          FROM identities i
         WHERE i.pool_id = $1 AND i.identity_id = $2
           AND EXISTS (SELECT FROM identity_pools p WHERE p.pool_id = $1)
           AND CASE WHEN i.merged_into IS NULL THEN i.state <> 'disabled' AND i.suspended_at IS NULL
                    ELSE (SELECT h.state <> 'disabled' AND h.suspended_at IS NULL FROM identities h
                           WHERE h.pool_id = $1 AND h.identity_id = i.merged_into) END
        """, repeatable: true)
}

/// An identity whose sessions are good.
package struct LivingIdentity: Sendable, Equatable {
    package let id: UUID
    /// The identity that it was merged into.
    package let heir: UUID?
    /// True also when no login was asked about.
    package let ownsLogin: Bool
}

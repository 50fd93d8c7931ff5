import IdentityModel
import Postgres

/// Requests that their callers named, and the answers that they got, sealed: some answers hold a secret.
package struct IdempotencyStore: Sendable {
    private let database: PostgresClient
    private let masterKey: MasterKey

    package init(_ database: PostgresClient, masterKey: MasterKey) {
        self.database = database
        self.masterKey = masterKey
    }

    /// In seconds: how long an answer is kept.
    package static let retention = 86_400
    /// In seconds: how long a request without an answer may still be under way. No request is worked on for longer.
    package static let patience = 120

    package struct Entry: Sendable {
        package let account: AccountID
        /// The unique id of whoever calls.
        package let caller: String
        package let key: String
        /// A hash of what was asked.
        package let fingerprint: [UInt8]

        package init(account: AccountID, caller: String, key: String, fingerprint: [UInt8]) {
            self.account = account
            self.caller = caller
            self.key = key
            self.fingerprint = fingerprint
        }

        fileprivate var parameters: [PostgresValue] { [.text(account.rawValue), .text(caller), .text(key)] }
        fileprivate var purpose: String { "admin_requests\n\(account)\n\(caller)\n\(key)" }
    }

    package enum State: Sendable {
        /// Nobody did it yet, and now the caller does.
        case begun(Attempt)
        case underWay
        case answered([UInt8])
        /// The key was used for something else.
        case otherRequest
    }

    /// One time that a request is worked on. Whoever took longer than `patience` may have been followed by another, whose
    /// row is not theirs to write.
    package struct Attempt: Sendable {
        fileprivate let begunAt: Int64
    }

    package func begin(_ entry: Entry) async throws(StorageError) -> State {
        let sealed: [UInt8]
        do throws(PostgresError) {
            let row = try await database.query(
                Self.begin,
                entry.parameters + [
                    .bytes(entry.fingerprint), .int64(Int64(Self.patience)), .int64(Int64(Self.retention)),
                ]
            ).first
            // A key that another transaction has just inserted may be in nobody's sight yet.
            guard let row else { return .underWay }
            if let begunAt = try row.int64IfPresent(0) { return .begun(Attempt(begunAt: begunAt)) }
            guard try row.bytes(1) == entry.fingerprint else { return .otherRequest }
            guard let answer = try row.bytesIfPresent(2) else { return .underWay }
            sealed = answer
        } catch {
            throw StorageError(error)
        }
        return .answered(try masterKey.open(sealed, for: entry.purpose).reveal())
    }

    package func finish(
        _ entry: Entry, _ attempt: Attempt, with answer: [UInt8]
    ) async throws(StorageError) {
        let sealed = try masterKey.seal(Secret(answer), for: entry.purpose)
        do throws(PostgresError) {
            _ = try await database.query(Self.finish, entry.parameters + [.int64(attempt.begunAt), .bytes(sealed)])
        } catch {
            throw StorageError(error)
        }
    }

    /// Forgets a request that changed nothing.
    package func abandon(_ entry: Entry, _ attempt: Attempt) async throws(StorageError) {
        do throws(PostgresError) {
            _ = try await database.query(Self.abandon, entry.parameters + [.int64(attempt.begunAt)])
        } catch {
            throw StorageError(error)
        }
    }

    /// Old rows are swept up on the way, a few at a time.
    private static let begin = Statement(
        "begin_admin_request",
        """
        WITH swept AS (
            DELETE FROM admin_requests WHERE (account_id, caller, key) IN (
                SELECT account_id, caller, key FROM admin_requests
                 WHERE begun_at < now() - make_interval(secs => $6::bigint)
                   AND (account_id, caller, key) <> ($1, $2, $3)
                 ORDER BY begun_at LIMIT 20)
        ), begun AS (
            INSERT INTO admin_requests AS r (account_id, caller, key, fingerprint) VALUES ($1, $2, $3, $4)
            ON CONFLICT (account_id, caller, key) DO UPDATE
               SET fingerprint = excluded.fingerprint, begun_at = now(), answer = NULL
             WHERE r.begun_at < now() - make_interval(secs => $6::bigint)
                OR r.answer IS NULL AND r.fingerprint = excluded.fingerprint
                   AND r.begun_at < now() - make_interval(secs => $5::bigint)
            RETURNING \(microseconds) AS attempt
        )
        SELECT attempt, NULL::bytea, NULL::bytea FROM begun
        UNION ALL
        SELECT NULL, fingerprint, answer FROM admin_requests
         WHERE account_id = $1 AND caller = $2 AND key = $3 AND NOT EXISTS (SELECT FROM begun)
        """, repeatable: false)

    private static let finish = Statement(
        "finish_admin_request",
        """
        UPDATE admin_requests SET answer = $5
         WHERE account_id = $1 AND caller = $2 AND key = $3 AND \(microseconds) = $4::bigint
        """, repeatable: true)

    private static let abandon = Statement(
        "abandon_admin_request",
        """
        DELETE FROM admin_requests
         WHERE account_id = $1 AND caller = $2 AND key = $3 AND \(microseconds) = $4::bigint AND answer IS NULL
        """, repeatable: true)

    /// An attempt is known by the time at which it began, as the database has it.
    private static let microseconds = "(extract(epoch FROM begun_at) * 1000000)::bigint"
}

import IdentityModel
import Postgres

import struct Foundation.Date

/// Root keys that seal sessions, themselves sealed by the master key.
package struct SealingKeyStore: Sendable {
    private let database: PostgresClient
    private let masterKey: MasterKey

    package init(_ database: PostgresClient, masterKey: MasterKey) {
        self.database = database
        self.masterKey = masterKey
    }

    package struct Record: Sendable {
        package let number: Int
        /// Eight bytes.
        package let keyID: [UInt8]
        /// Thirty-two bytes.
        package let rootKey: Secret<[UInt8]>
        package let notBefore: Date
        package let sealUntil: Date
        package let openUntil: Date

        package init(
            number: Int, keyID: [UInt8], rootKey: Secret<[UInt8]>, notBefore: Date, sealUntil: Date, openUntil: Date
        ) {
            self.number = number
            self.keyID = keyID
            self.rootKey = rootKey
            self.notBefore = notBefore
            self.sealUntil = sealUntil
            self.openUntil = openUntil
        }
    }

    /// The keys that still open something, oldest first.
    package func list(at now: Date) async throws(StorageError) -> [Record] {
        var records: [Record] = []
        do throws(PostgresError) {
            for row in try await database.query(Self.list, [.timestamp(now)]) {
                let keyID = try row.bytes(1)
                records.append(
                    Record(
                        number: Int(try row.int32(0)), keyID: keyID, rootKey: Secret(try row.bytes(2)),
                        notBefore: try row.date(3), sealUntil: try row.date(4), openUntil: try row.date(5)))
            }
        } catch {
            throw StorageError(error)
        }
        var opened: [Record] = []
        for record in records {
            let rootKey = try masterKey.open(record.rootKey.reveal(), for: Self.purpose(record.keyID))
            opened.append(
                Record(
                    number: record.number, keyID: record.keyID, rootKey: rootKey, notBefore: record.notBefore,
                    sealUntil: record.sealUntil, openUntil: record.openUntil))
        }
        return opened
    }

    /// False when another replica has made the key of that number first; read again then.
    package func insert(_ record: Record) async throws(StorageError) -> Bool {
        let sealed = try masterKey.seal(record.rootKey, for: Self.purpose(record.keyID))
        do throws(PostgresError) {
            let rows = try await database.query(
                Self.insert,
                [
                    .int32(Int32(record.number)), .bytes(record.keyID), .bytes(sealed), .timestamp(record.notBefore),
                    .timestamp(record.sealUntil), .timestamp(record.openUntil),
                ])
            return rows.affected == 1
        } catch {
            throw StorageError(error)
        }
    }

    /// Lets keys that seal now seal no longer than until `moment`, and open no longer than their sessions then last.
    ///
    /// - Parameter opening: seconds that the longest session lasts.
    package func retire(
        before moment: Date, opening: Double, except keyID: [UInt8]
    ) async throws(StorageError) {
        do throws(PostgresError) {
            try await database.query(
                Self.retire,
                [.timestamp(moment), .timestamp(moment.addingTimeInterval(opening)), .bytes(keyID)])
        } catch {
            throw StorageError(error)
        }
    }

    /// Removes a key, and with it every session that it sealed. False when there is no such key.
    package func delete(_ keyID: [UInt8]) async throws(StorageError) -> Bool {
        do throws(PostgresError) {
            return try await database.query(Self.delete, [.bytes(keyID)]).affected == 1
        } catch {
            throw StorageError(error)
        }
    }

    /// The number after the highest there ever was.
    package func nextNumber() async throws(StorageError) -> Int {
        do throws(PostgresError) {
            return Int(try await database.query(Self.next).first?.int32(0) ?? 1)
        } catch {
            throw StorageError(error)
        }
    }

    private static func purpose(_ keyID: [UInt8]) -> String {
        "sealing_keys/" + keyID.map { String($0, radix: 16) }.joined(separator: ".")
    }

    private static let list = Statement(
        "list_sealing_keys",
        """
        SELECT number, key_id, root_key, not_before, seal_until, open_until
          FROM sealing_keys WHERE open_until > $1 ORDER BY number
        """, repeatable: true)

    private static let insert = Statement(
        "insert_sealing_key",
        """
        INSERT INTO sealing_keys (number, key_id, root_key, not_before, seal_until, open_until)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
        """, repeatable: false)

    private static let retire = Statement(
        "retire_sealing_keys",
        """
        UPDATE sealing_keys SET seal_until = least(seal_until, $1), open_until = least(open_until, $2)
         WHERE not_before < $1 AND key_id <> $3
        """, repeatable: true)

    private static let delete = Statement(
        "delete_sealing_key", "DELETE FROM sealing_keys WHERE key_id = $1", repeatable: false)

    private static let next = Statement(
        "next_sealing_key", "SELECT coalesce(max(number), 0) + 1 FROM sealing_keys", repeatable: true)
}

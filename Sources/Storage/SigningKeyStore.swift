import IdentityModel
import Postgres

import struct Foundation.Date

/// Keys that sign our OpenID tokens, private parts sealed.
package struct SigningKeyStore: Sendable {
    private let database: PostgresClient
    private let masterKey: MasterKey

    package init(_ database: PostgresClient, masterKey: MasterKey) {
        self.database = database
        self.masterKey = masterKey
    }

    package struct Record: Sendable {
        package let number: Int
        package let kid: String
        package let algorithm: String
        /// DER.
        package let privateKey: Secret<[UInt8]>
        /// DER.
        package let certificate: [UInt8]
        package let createdAt: Date
        package let retiredAt: Date?

        package init(
            number: Int, kid: String, algorithm: String, privateKey: Secret<[UInt8]>, certificate: [UInt8],
            createdAt: Date, retiredAt: Date? = nil
        ) {
            self.number = number
            self.kid = kid
            self.algorithm = algorithm
            self.privateKey = privateKey
            self.certificate = certificate
            self.createdAt = createdAt
            self.retiredAt = retiredAt
        }
    }

    /// All keys, oldest first.
    package func list() async throws(StorageError) -> [Record] {
        var sealed: [Record] = []
        do throws(PostgresError) {
            for row in try await database.query(Self.list) {
                sealed.append(
                    Record(
                        number: Int(try row.int32(0)), kid: try row.text(1), algorithm: try row.text(2),
                        privateKey: Secret(try row.bytes(3)), certificate: try row.bytes(4),
                        createdAt: try row.date(5), retiredAt: try row.dateIfPresent(6)))
            }
        } catch {
            throw StorageError(error)
        }
        var records: [Record] = []
        for record in sealed {
            let privateKey = try masterKey.open(record.privateKey.reveal(), for: Self.purpose(record.kid))
            records.append(
                Record(
                    number: record.number, kid: record.kid, algorithm: record.algorithm, privateKey: privateKey,
                    certificate: record.certificate, createdAt: record.createdAt, retiredAt: record.retiredAt))
        }
        return records
    }

    /// False when another replica has made the key of that number first; read again then.
    package func insert(_ record: Record) async throws(StorageError) -> Bool {
        let sealed = try masterKey.seal(record.privateKey, for: Self.purpose(record.kid))
        do throws(PostgresError) {
            let rows = try await database.query(
                Self.insert,
                [
                    .int32(Int32(record.number)), .text(record.kid), .text(record.algorithm), .bytes(sealed),
                    .bytes(record.certificate), .timestamp(record.createdAt),
                ])
            return rows.affected == 1
        } catch {
            throw StorageError(error)
        }
    }

    private static func purpose(_ kid: String) -> String { "signing_keys/\(kid)" }

    private static let list = Statement(
        "list_signing_keys",
        """
        SELECT number, kid, algorithm, private_key, certificate, created_at, retired_at
          FROM signing_keys ORDER BY number
        """, repeatable: true)

    private static let insert = Statement(
        "insert_signing_key",
        """
        INSERT INTO signing_keys (number, kid, algorithm, private_key, certificate, created_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING
        """, repeatable: false)
}

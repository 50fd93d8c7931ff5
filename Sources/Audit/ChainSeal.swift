import Crypto
import IdentityModel
import Storage

import struct Foundation.UUID

/// The hash and the seal of a record.
///
/// The hash is SHA-256 over a canonical encoding, so that everybody can check a chain. Who can write to the database could
/// compute all hashes of a chain anew, from a changed record to its end; the seal is an HMAC of the hash under a key that
/// comes of the master key, which is not in the database.
package struct ChainSeal: Sendable {
    private let digest: KeyedDigest

    package init(_ masterKey: MasterKey) {
        digest = masterKey.digest(for: "audit-chain/v1")
    }

    func seal(_ hash: [UInt8]) -> [UInt8] { digest(hash) }
    func isSealed(_ record: AuditRecord) -> Bool { digest.isDigest(record.seal, of: record.hash) }

    /// What the first record of a chain has in front of it when its process had no chain before.
    static let nothing = [UInt8](repeating: 0, count: 32)

    /// `"sluice-audit-1" ‖ day ‖ writer ‖ sequence ‖ time ‖ previous ‖ fields`. Numbers are eight bytes, the greatest
    /// first; the writer is its 36 characters; each field is a byte that says whether it is there, and if so its length and its
    /// bytes of UTF-8. No two records have one encoding.
    static func hash(_ entry: AuditEntry, at place: ChainPlace, behind previous: [UInt8]) -> [UInt8] {
        var bytes = Array("sluice-audit-1".utf8)
        bytes.reserveCapacity(256 + entry.details.utf8.count)
        bytes.append(number: Int64(place.day.number))
        bytes.append(contentsOf: place.writer.capitals.utf8)
        bytes.append(number: place.sequence)
        bytes.append(number: entry.time)
        bytes.append(contentsOf: previous)
        for field in [
            entry.event, entry.requestID?.capitals, entry.pool?.capitals, entry.identity?.capitals, entry.actor,
            entry.accessKeyID, entry.reason, entry.details,
        ] {
            guard let field else {
                bytes.append(0)
                continue
            }
            bytes.append(1)
            bytes.append(number: Int64(field.utf8.count))
            bytes.append(contentsOf: field.utf8)
        }
        return Array(SHA256.hash(data: bytes))
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: Int64) {
        for shift in stride(from: 56, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }
}

import Storage

import struct Foundation.Data

/// What of a person may be kept. Secrets are not in question here: they are never kept.
package struct Redaction: Sendable {
    package enum Treatment: String, Sendable, CaseIterable {
        case keep
        /// A keyed hash takes the value's place: the same for the same value, and telling nothing of it.
        case hash
        case drop
    }

    package var clientAddresses: Treatment
    /// Values of claims, and everything that is made of them: what rules compared, tags, source identities.
    package var claims: Treatment
    /// Ids of people at their providers.
    package var subjects: Treatment
    private let digest: KeyedDigest

    package init(
        clientAddresses: Treatment = .keep, claims: Treatment = .keep, subjects: Treatment = .keep,
        masterKey: MasterKey
    ) {
        self.clientAddresses = clientAddresses
        self.claims = claims
        self.subjects = subjects
        digest = masterKey.digest(for: "redaction/v1")
    }

    /// What may be written in place of a value; nil for nothing.
    package func apply(_ treatment: Treatment, to value: String) -> String? {
        switch treatment {
        case .keep: value
        // 128 bits are enough to tell values apart, and short enough to read.
        case .hash: "hash:" + Self.base64URL(digest(Array(value.utf8)).prefix(16))
        case .drop: nil
        }
    }

    package func clientAddress(_ value: String) -> String? { apply(clientAddresses, to: value) }
    package func claim(_ value: String) -> String? { apply(claims, to: value) }
    package func subject(_ value: String) -> String? { apply(subjects, to: value) }

    private static func base64URL(_ bytes: some Collection<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

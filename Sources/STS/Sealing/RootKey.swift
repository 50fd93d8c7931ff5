import Crypto
import IdentityModel

import struct Foundation.Date

/// A key from which the keys of session tokens are derived, and the times between which it does what.
///
/// It seals from `notBefore`, by when every replica has it, until `sealUntil`, and opens until `openUntil`, by when the
/// last session sealed with it has ended.
package struct RootKey: Sendable {
    /// Random; stands in every token, eight bytes big-endian.
    package let id: UInt64
    /// 32 bytes.
    package let secret: Secret<[UInt8]>
    package let notBefore: Date
    package let sealUntil: Date
    package let openUntil: Date

    /// Nil when the secret has not 32 bytes or the times are out of order.
    package init?(id: UInt64, secret: Secret<[UInt8]>, notBefore: Date, sealUntil: Date, openUntil: Date) {
        guard secret.reveal().count == 32, notBefore <= sealUntil, sealUntil <= openUntil else { return nil }
        self.id = id
        self.secret = secret
        self.notBefore = notBefore
        self.sealUntil = sealUntil
        self.openUntil = openUntil
    }

    func seals(at now: Date) -> Bool { notBefore <= now && now < sealUntil }
    func opens(at now: Date) -> Bool { now < openUntil }
}

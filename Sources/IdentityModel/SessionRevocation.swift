import struct Foundation.Date

/// That sessions were ended before their time: which, from when on, by whom and why.
package struct SessionRevocation: Sendable, Equatable {
    package let scope: RevocationScope
    /// Sessions that began before this are refused. In whole seconds, as the beginnings of sessions are.
    package let revokedBefore: Date
    /// When the last session that it could be about has ended, and it is forgotten.
    package let expiresAt: Date
    package let reason: String
    /// The ARN of whoever asked, or the name of the command.
    package let revokedBy: String
    package let revokedAt: Date

    package init(
        scope: RevocationScope, revokedBefore: Date, expiresAt: Date, reason: String, revokedBy: String, revokedAt: Date
    ) {
        self.scope = scope
        self.revokedBefore = revokedBefore
        self.expiresAt = expiresAt
        self.reason = reason
        self.revokedBy = revokedBy
        self.revokedAt = revokedAt
    }
}

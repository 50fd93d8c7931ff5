import struct Foundation.Date

/// A long-term access key as its owner may see it: the secret is shown once, when the key is made.
package struct AccessKey: Sendable, Equatable {
    package let id: AccessKeyID
    package let isActive: Bool
    package let createdAt: Date

    package init(id: AccessKeyID, isActive: Bool, createdAt: Date) {
        self.id = id
        self.isActive = isActive
        self.createdAt = createdAt
    }

    /// How many keys a user may have at once: enough to change from one to the next.
    ///
    /// - Source: IAM User Guide, "IAM and AWS STS quotas".
    package static let limitPerUser = 2
}

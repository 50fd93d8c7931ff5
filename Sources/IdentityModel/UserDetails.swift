import struct Foundation.Date

/// A user with what only administrators ask for.
package struct UserDetails: Sendable, Equatable {
    package var user: User
    package var createdAt: Date
    /// By key.
    package var tags: [Tag]
    /// The ARN of the managed policy that bounds what it may do; nil for no boundary.
    package var boundary: String?

    package init(user: User, createdAt: Date, tags: [Tag] = [], boundary: String? = nil) {
        self.user = user
        self.createdAt = createdAt
        self.tags = tags
        self.boundary = boundary
    }
}

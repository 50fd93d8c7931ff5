import struct Foundation.Date

/// A user with what only administrators ask for.
package struct UserDetails: Sendable, Equatable {
    package var user: User
    package var createdAt: Date
    /// By key.
    package var tags: [Tag]

    package init(user: User, createdAt: Date, tags: [Tag] = []) {
        self.user = user
        self.createdAt = createdAt
        self.tags = tags
    }
}

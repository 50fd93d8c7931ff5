import struct Foundation.Date
import struct Foundation.UUID

/// What is known of a bearer token for the admin API. The token itself is known to its bearer alone.
package struct BearerToken: Sendable, Equatable {
    package let id: UUID
    package let user: UniqueID
    /// For people: what it is used for.
    package let name: String
    package let createdAt: Date
    package let expiresAt: Date

    package init(id: UUID, user: UniqueID, name: String, createdAt: Date, expiresAt: Date) {
        self.id = id
        self.user = user
        self.name = name
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// Of one user.
    package static let limitPerUser = 20
    /// In seconds: a minute to a year.
    package static let lifetimes: ClosedRange<Int64> = 60...31_536_000
}

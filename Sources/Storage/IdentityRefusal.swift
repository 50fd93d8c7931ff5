import struct Foundation.UUID

/// Why an administrator's change to an identity was not made. Nothing was changed then.
package enum IdentityRefusal: Error, Sendable, Equatable {
    case notFound
    /// It is no longer what it was when the administrator looked.
    case overtaken
    /// Another identity took its place.
    case merged(into: UUID)
    /// It has no logins left, for good.
    case retired
    case loginNotLinked
    /// The two cannot become one.
    case unmergeable([MergeConflict])
}

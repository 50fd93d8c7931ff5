import IdentityModel

import struct Foundation.UUID

/// What stands against uniting two identities.
package enum MergeConflict: Sendable, Hashable {
    case itself
    /// By an administrator: who merges it would lose that, or spread it.
    case disabled(UUID)
    case merged(UUID, into: UUID)
    case retired(UUID)
    /// A guest proves nothing, so nobody could follow an id that leads to one.
    case guestSurvives(UUID)
    /// Each has a user of this provider, of whom an identity has one.
    case sameProvider(ProviderName)
    case tooManyLogins(Int, limit: Int)
}

import IdentityModel

import struct Foundation.Date
import struct Foundation.UUID

/// A record of a merge with everything that it takes to undo it.
package struct ArchivedMerge: Sendable, Equatable {
    package let id: UUID
    package let survivor: UUID
    package let absorbed: UUID
    /// What the absorbed identity was before; never `disabled`.
    package let absorbedState: IdentityState
    package let moved: [Login]
    /// Identities that had been merged into the absorbed one before.
    package let aliases: [UUID]
    package let mergedAt: Date
    package let undoneAt: Date?

    package struct Login: Sendable, Hashable {
        package let provider: ProviderName
        package let subject: String

        package init(provider: ProviderName, subject: String) {
            self.provider = provider
            self.subject = subject
        }
    }

    package init(
        id: UUID, survivor: UUID, absorbed: UUID, absorbedState: IdentityState, moved: [Login], aliases: [UUID],
        mergedAt: Date, undoneAt: Date?
    ) {
        self.id = id
        self.survivor = survivor
        self.absorbed = absorbed
        self.absorbedState = absorbedState
        self.moved = moved
        self.aliases = aliases
        self.mergedAt = mergedAt
        self.undoneAt = undoneAt
    }
}

/// What an archive of a pool's identities is made of.
package enum ArchivedItem: Sendable, Equatable {
    case identity(IdentityDetails)
    case merge(ArchivedMerge)
}

/// Why something from an archive cannot come into a pool as it is there.
package enum ImportConflict: Sendable, Hashable {
    /// The id is that of an identity, or of a merge, in another pool.
    case takenElsewhere
    /// There is an identity of that id, and it is not what the archive says.
    case differs
    /// A login of this provider is another identity's.
    case loginTaken(ProviderName)
    /// A merge of identities that are not in the pool.
    case identityMissing
}

import IdentityModel

import struct Foundation.Date
import struct Foundation.UUID

/// Which identities of a pool are asked for, and where the list goes on.
package struct IdentityQuery: Sendable, Equatable {
    /// Nil: all of them. `disabled` is whoever is disabled for whatever reason, as clients meet it.
    package var state: IdentityState?
    /// Inclusive.
    package var createdFrom: Date?
    /// Exclusive.
    package var createdBefore: Date?
    package var newestFirst: Bool

    package init(
        state: IdentityState? = nil, createdFrom: Date? = nil, createdBefore: Date? = nil, newestFirst: Bool = false
    ) {
        self.state = state
        self.createdFrom = createdFrom
        self.createdBefore = createdBefore
        self.newestFirst = newestFirst
    }

    /// The place of an identity in every list: neither of the two ever changes, so a list that goes on behind a place
    /// neither repeats nor skips what was there all along.
    package struct Place: Sendable, Hashable {
        package let createdAt: Date
        package let id: UUID

        package init(createdAt: Date, id: UUID) {
            self.createdAt = createdAt
            self.id = id
        }
    }
}

/// An identity in a list.
package struct IdentitySummary: Sendable, Equatable {
    package let id: UUID
    package let standing: IdentityStanding
    package let mergedInto: UUID?
    package let createdAt: Date
    package let modifiedAt: Date
    /// Each once, in order.
    package let providers: [ProviderName]

    package init(
        id: UUID, standing: IdentityStanding, mergedInto: UUID?, createdAt: Date, modifiedAt: Date,
        providers: [ProviderName]
    ) {
        self.id = id
        self.standing = standing
        self.mergedInto = mergedInto
        self.createdAt = createdAt
        self.modifiedAt = modifiedAt
        self.providers = providers
    }

    package init(_ identity: IdentityDetails) {
        self.init(
            id: identity.id, standing: identity.standing, mergedInto: identity.mergedInto,
            createdAt: identity.createdAt, modifiedAt: identity.modifiedAt,
            providers: identity.logins.map(\.provider).reduce(into: []) { providers, provider in
                if providers.last != provider { providers.append(provider) }
            })
    }

    package var place: IdentityQuery.Place { .init(createdAt: createdAt, id: id) }
}

import Crypto
import IdentityModel

import struct Foundation.Data
import struct Foundation.Date
import struct Foundation.UUID

/// An identity with everything that is kept of it.
package struct IdentityDetails: Sendable, Equatable {
    package let pool: UUID
    package let id: UUID
    package let state: IdentityState
    /// When an administrator disabled it; nil when it is not so.
    package let suspendedAt: Date?
    /// The identity that took this one's place.
    package let mergedInto: UUID?
    package let createdAt: Date
    package let modifiedAt: Date
    /// How many ids of identities that were merged lead here.
    package let aliases: Int
    /// In the order of provider and subject.
    package let logins: [LinkedLogin]

    /// One login as it stands in its identity.
    package struct LinkedLogin: Sendable, Equatable {
        package let provider: ProviderName
        package let subject: String
        package let isDeveloper: Bool
        /// The app that the login was first proven for; empty when nobody knows.
        package let audience: String
        /// The first use.
        package let linkedAt: Date
        /// The last use that was written down, at most an hour before the last one (see `LoginUses`). Nil: none was.
        package let lastUsedAt: Date?

        package init(
            provider: ProviderName, subject: String, isDeveloper: Bool, audience: String, linkedAt: Date,
            lastUsedAt: Date?
        ) {
            self.provider = provider
            self.subject = subject
            self.isDeveloper = isDeveloper
            self.audience = audience
            self.linkedAt = linkedAt
            self.lastUsedAt = lastUsedAt
        }
    }

    package init(
        pool: UUID, id: UUID, state: IdentityState, suspendedAt: Date? = nil, mergedInto: UUID? = nil, createdAt: Date,
        modifiedAt: Date, aliases: Int = 0, logins: [LinkedLogin] = []
    ) {
        self.pool = pool
        self.id = id
        self.state = state
        self.suspendedAt = suspendedAt
        self.mergedInto = mergedInto
        self.createdAt = createdAt
        self.modifiedAt = modifiedAt
        self.aliases = aliases
        self.logins = logins
    }

    package var standing: IdentityStanding { IdentityStanding(state, suspendedAt: suspendedAt, mergedInto: mergedInto) }

    /// Names what the identity is now: equal for equal contents only. That a login was used is no change.
    package var revision: String {
        var hash = SHA256()
        func add(_ text: String) {
            hash.update(data: Data("\(text.utf8.count):".utf8))
            hash.update(data: Data(text.utf8))
        }
        add(state.rawValue)
        for date in [suspendedAt, modifiedAt] { add(date.map { "\($0.microseconds)" } ?? "") }
        add(mergedInto?.capitals ?? "")
        for login in logins {
            add(login.provider.rawValue)
            add(login.subject)
            add("\(login.linkedAt.microseconds)")
        }
        return hash.finalize().prefix(12).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension Date {
    /// Since 1970; PostgreSQL keeps no finer times.
    package var microseconds: Int64 { Int64((timeIntervalSince1970 * 1_000_000).rounded()) }

    package init(microseconds: Int64) { self.init(timeIntervalSince1970: Double(microseconds) / 1_000_000) }
}

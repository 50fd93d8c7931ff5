import IdentityModel

import struct Foundation.Date
import struct Foundation.UUID

/// One identity as it stands, with the logins that it owns.
package struct IdentityRecord: Sendable, Equatable {
    package let pool: UUID
    package let id: UUID
    package let state: IdentityState
    package let mergedInto: UUID?
    package let createdAt: Date
    /// When an administrator disabled it; nil when it is not so.
    package let suspendedAt: Date?
    package let logins: [OwnedLogin]

    package struct OwnedLogin: Sendable, Hashable {
        package let provider: ProviderName
        package let subject: String
        package let isDeveloper: Bool

        package init(provider: ProviderName, subject: String, isDeveloper: Bool = false) {
            self.provider = provider
            self.subject = subject
            self.isDeveloper = isDeveloper
        }
    }

    package init(
        pool: UUID, id: UUID, state: IdentityState, mergedInto: UUID? = nil, createdAt: Date,
        suspendedAt: Date? = nil, logins: [OwnedLogin] = []
    ) {
        self.pool = pool
        self.id = id
        self.state = state
        self.mergedInto = mergedInto
        self.createdAt = createdAt
        self.suspendedAt = suspendedAt
        self.logins = logins
    }

    package func owns(_ login: LoginKey) -> Bool {
        logins.contains { $0.provider == login.provider && $0.subject.utf8.elementsEqual(login.subject.utf8) }
    }
}

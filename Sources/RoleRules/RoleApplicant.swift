import struct Foundation.Date

/// Who a role is chosen for.
package enum RoleApplicant: Sendable {
    /// Came without a login.
    case guest
    /// All logins of the request, each proven. Their order does not count.
    case logins([RuleLogin])
}

/// What rules may ask about the request beside its claims.
package struct RuleCircumstances: Sendable, Equatable {
    package var now: Date
    /// The client's address as text. Nil when it is not known, and then no rule about it matches.
    package var sourceAddress: String?

    package init(now: Date, sourceAddress: String? = nil) {
        self.now = now
        self.sourceAddress = sourceAddress
    }
}

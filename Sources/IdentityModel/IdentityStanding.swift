import struct Foundation.Date
import struct Foundation.UUID

/// What an identity is to its administrators: the state that clients meet, and why.
package enum IdentityStanding: Hashable, Sendable {
    case guest
    case authenticated
    case disabled(Reason)

    package enum Reason: String, Hashable, Sendable {
        /// By an administrator, who can enable it again.
        case administrator
        /// Another identity took its place. For good, unless the merge is undone.
        case merged
        /// Its last login was unlinked. For good.
        case noLogins
    }

    package init(_ state: IdentityState, suspendedAt: Date?, mergedInto: UUID?) {
        switch state {
        case .disabled: self = .disabled(mergedInto == nil ? .noLogins : .merged)
        case _ where suspendedAt != nil: self = .disabled(.administrator)
        case .guest: self = .guest
        case .authenticated: self = .authenticated
        }
    }

    /// The reason left out.
    package var state: IdentityState {
        switch self {
        case .guest: .guest
        case .authenticated: .authenticated
        case .disabled: .disabled
        }
    }
}

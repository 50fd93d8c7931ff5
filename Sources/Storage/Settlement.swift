import IdentityModel

import struct Foundation.UUID

/// Whose the presented logins are from now on, and what has to change for that.
///
/// Pure: it is decided on rows that a transaction holds still, and written by that transaction.
///
/// - Source: Amazon Cognito Developer Guide, "Using identity pools"; API Reference, `GetId`,
///   `GetCredentialsForIdentity`, `MergeDeveloperIdentities` (20 logins).
package enum Settlement: Sendable, Equatable {
    case settled(Plan)
    case refused(Refusal)

    package struct Plan: Sendable, Equatable {
        /// The identity that owns every presented login afterwards.
        package var survivor: UUID
        /// The survivor is new and has to be made.
        package var isNew = false
        /// Logins that nobody owned.
        package var link: [LoginKey] = []
        /// Identities whose logins move to the survivor, and which are disabled.
        package var absorb: [UUID] = []
    }

    package enum Refusal: Error, Sendable, Equatable {
        /// None of the logins belongs to the named identity.
        case loginsDoNotMatch
        /// The named identity is disabled.
        case disabled
        /// An administrator has disabled this identity, which the logins would lead to.
        case suspended(UUID)
        /// Two users of one provider would meet in one identity.
        case conflict
        case tooManyLogins
        /// A user of the developer provider belongs to another identity than the named one.
        case registeredElsewhere
        /// A user of the developer provider belongs to nobody.
        case unknownUser
    }

    /// What the logins are settled for.
    package enum Occasion: Sendable, Equatable {
        /// A person signs in, with proof.
        case logins
        /// A person signs in with a token that was issued for a user of a back end: proof of the named identity for as
        /// long as the user is its own, and never a reason to link the user anew.
        case developerSession
        /// A back end vouches for one of its users. It may not take the user from another identity by naming one.
        case developerToken
        /// A back end unites two of its users, both of whom must be known.
        case developerMerge
    }

    /// One identity holds at most this many logins.
    package static let loginLimit = 20
}

extension Settlement {
    /// - Parameters:
    ///   - logins: at least one, all proven.
    ///   - named: the identity of the request; nil for GetId. A disabled one is followed to the one it was merged into
    ///     before, when there is one.
    ///   - owners: every identity that owns one of the logins.
    ///   - fresh: the id of a new identity, should one be needed.
    package static func decide(
        _ logins: [LoginKey], named: IdentityRecord?, owners: [IdentityRecord], fresh: UUID,
        as occasion: Occasion = .logins
    ) -> Settlement {
        // First of all, so that no way of presenting logins leads around it.
        if let named, named.suspendedAt != nil { return .refused(.suspended(named.id)) }
        if let owner = owners.first(where: { $0.suspendedAt != nil }) { return .refused(.suspended(owner.id)) }
        let unowned = logins.filter { login in !owners.contains { $0.owns(login) } }
        switch occasion {
        case .logins: break
        case .developerSession:
            guard logins.allSatisfy({ !$0.isDeveloper || named?.owns($0) ?? false }) else {
                return .refused(named?.state == .disabled ? .disabled : .loginsDoNotMatch)
            }
        case .developerToken:
            guard let named else { break }
            let users = logins.filter(\.isDeveloper)
            if owners.contains(where: { $0.id != named.id && users.contains(where: $0.owns) }) {
                return .refused(.registeredElsewhere)
            }
        case .developerMerge: guard unowned.isEmpty else { return .refused(.unknownUser) }
        }
        // Between equals the older identity survives: the longer an id has been handed out, the more refer to it.
        let ranked = owners.sorted { ($0.createdAt, $0.id.capitals) < ($1.createdAt, $1.id.capitals) }
        let survivor: IdentityRecord?
        switch named?.state {
        case nil: survivor = ranked.first
        case .disabled: return .refused(.disabled)
        case .guest: survivor = ranked.first ?? named
        case .authenticated:
            guard let named, logins.contains(where: named.owns) else { return .refused(.loginsDoNotMatch) }
            survivor = named
        }
        guard let survivor else { return .settled(Plan(survivor: fresh, isNew: true, link: logins)) }

        var absorbed = ranked.filter { $0.id != survivor.id }
        if let named, named.id != survivor.id, !absorbed.contains(where: { $0.id == named.id }) {
            absorbed.append(named)
        }
        let united =
            survivor.logins + absorbed.flatMap(\.logins)
            + unowned.map { .init(provider: $0.provider, subject: $0.subject, isDeveloper: $0.isDeveloper) }
        guard united.count <= loginLimit else { return .refused(.tooManyLogins) }
        let providers = united.filter { !$0.isDeveloper }.map(\.provider)
        guard Set(providers).count == providers.count else { return .refused(.conflict) }
        return .settled(Plan(survivor: survivor.id, link: unowned, absorb: absorbed.map(\.id)))
    }
}

import IdentityModel

/// What happens when an administrator unites two identities: what moves, or what stands against it.
///
/// Pure, and the same for the preview and for the merge itself, which decides under the locks of both.
package struct MergePlan: Sendable, Equatable {
    /// Keeps its id, and owns every login afterwards.
    package let survivor: IdentityDetails
    /// Is disabled; its id leads to the survivor for whoever proves to be them.
    package let absorbed: IdentityDetails
    package let conflicts: [MergeConflict]

    /// What moves: every login of the absorbed identity.
    package var moved: [IdentityDetails.LinkedLogin] { absorbed.logins }

    package init(absorbing absorbed: IdentityDetails, into survivor: IdentityDetails) {
        self.survivor = survivor
        self.absorbed = absorbed
        var conflicts: [MergeConflict] = []
        if survivor.id == absorbed.id { conflicts.append(.itself) }
        for identity in [survivor, absorbed] {
            switch identity.standing {
            case .disabled(.administrator): conflicts.append(.disabled(identity.id))
            case .disabled(.merged): conflicts.append(.merged(identity.id, into: identity.mergedInto ?? identity.id))
            case .disabled(.noLogins): conflicts.append(.retired(identity.id))
            case .guest, .authenticated: break
            }
        }
        if survivor.standing == .guest { conflicts.append(.guestSurvives(survivor.id)) }
        let theirs = Set(absorbed.logins.filter { !$0.isDeveloper }.map(\.provider))
        for provider in survivor.logins.filter({ !$0.isDeveloper }).map(\.provider) where theirs.contains(provider) {
            conflicts.append(.sameProvider(provider))
        }
        let total = survivor.logins.count + absorbed.logins.count
        if total > Settlement.loginLimit { conflicts.append(.tooManyLogins(total, limit: Settlement.loginLimit)) }
        self.conflicts = survivor.id == absorbed.id ? [.itself] : conflicts
    }
}

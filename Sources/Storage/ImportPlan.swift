import IdentityModel

import struct Foundation.UUID

/// Whether each item of a batch can come into the pool: it is new, it is there already, or something is in its way.
///
/// Pure: it is decided on what a transaction has read.
struct ImportPlan {
    enum Verdict: Equatable {
        case new
        /// As the archive says, or more than that.
        case there
        case conflict(ImportConflict)
    }

    /// What the database has of that which the batch names.
    struct Ground {
        /// By id; those of the pool.
        var identities: [UUID: IdentityDetails] = [:]
        /// Ids of identities and of merges that are in other pools.
        var elsewhere: Set<UUID> = []
        var owners: [ArchivedMerge.Login: UUID] = [:]
        /// Ids of merges that are in the pool.
        var merges: Set<UUID> = []
    }

    private var ground: Ground

    init(on ground: Ground) {
        self.ground = ground
    }

    /// What was found new counts as there for the items after it.
    mutating func judge(_ item: ArchivedItem) -> Verdict {
        switch item {
        case .identity(let identity): judge(identity)
        case .merge(let merge): judge(merge)
        }
    }

    private mutating func judge(_ identity: IdentityDetails) -> Verdict {
        if ground.elsewhere.contains(identity.id) { return .conflict(.takenElsewhere) }
        let known = ground.identities[identity.id]
        // Logins of an identity that was merged since are with the one that took its place.
        let rightful = [known?.id, known?.mergedInto].compactMap(\.self)
        for login in identity.logins {
            guard let owner = ground.owners[.init(login)] else { continue }
            if !rightful.contains(owner) { return .conflict(.loginTaken(login.provider)) }
        }
        guard let known else {
            ground.identities[identity.id] = identity
            for login in identity.logins { ground.owners[.init(login)] = identity.id }
            return .new
        }
        let hasAll = identity.logins.allSatisfy { ground.owners[.init($0)] != nil }
        let leadsAsSaid = identity.mergedInto == nil || identity.mergedInto == known.mergedInto
        let isDisabledAsSaid = identity.standing.state != .disabled || known.standing.state == .disabled
        return hasAll && leadsAsSaid && isDisabledAsSaid ? .there : .conflict(.differs)
    }

    private mutating func judge(_ merge: ArchivedMerge) -> Verdict {
        if ground.elsewhere.contains(merge.id) { return .conflict(.takenElsewhere) }
        if ground.merges.contains(merge.id) { return .there }
        guard ground.identities[merge.survivor] != nil, ground.identities[merge.absorbed] != nil else {
            return .conflict(.identityMissing)
        }
        ground.merges.insert(merge.id)
        return .new
    }
}

extension ArchivedMerge.Login {
    init(_ login: IdentityDetails.LinkedLogin) {
        self.init(provider: login.provider, subject: login.subject)
    }

    /// Byte by byte, as the database compares them: two spellings of one character are two people.
    package static func == (left: Self, right: Self) -> Bool {
        left.provider == right.provider && left.subject.utf8.elementsEqual(right.subject.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in provider.rawValue.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
        for byte in subject.utf8 { hasher.combine(byte) }
    }
}

import IdentityModel
import Storage
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// Reads the lines of an archive and holds each against what an identity can be, before the database is asked. Pure.
struct ArchiveReader {
    let pool: IdentityPool
    /// The region of the ids, when it is not the pool's. The ids get the pool's then, and keep the rest.
    let fromRegion: String?
    /// For what a line does not say when.
    let now: Date

    /// Bytes of one line; a merge of an identity that thousands of guests had been merged into is long.
    static let lineLimit = 1_048_576

    private static let limits = JSONLimits(depth: 4, members: 30_000, stringBytes: 16_384, totalBytes: lineLimit)

    enum Line: Equatable {
        case header
        case item(ArchivedItem)
        case end(identities: Int64, merges: Int64)
    }

    func line(_ bytes: [UInt8]) throws(ArchiveFlaw) -> Line {
        let document: JSONDocument
        do throws(JSONError) { document = try JSONDocument(bytes, limits: Self.limits) } catch { throw .notJSON(error) }
        guard document.root.kind == .object else { throw .notAnObject }
        let members = ArchiveMembers(document.root)
        let kind = try members.textIfPresent("kind") ?? "identity"
        let line: Line
        switch kind {
        case "header":
            try members.allow("version", "pool", "exportedAt")
            guard try members.integer("version") == ArchiveWriter.version else {
                throw .version(limit: ArchiveWriter.version)
            }
            line = .header
        case "identity": line = .item(.identity(try identity(members)))
        case "merge": line = .item(.merge(try merge(members)))
        case "end":
            try members.allow("identities", "merges")
            line = .end(identities: try members.integer("identities"), merges: try members.integer("merges"))
        default: throw .unknownKind
        }
        return line
    }

    // MARK: Identities

    private func identity(_ members: ArchiveMembers) throws(ArchiveFlaw) -> IdentityDetails {
        try members.allow(
            "identityId", "state", "createdAt", "modifiedAt", "disabledAt", "mergedInto", "logins")
        let id = try id("identityId", members)
        let createdAt = try members.timeIfPresent("createdAt", until: now) ?? now
        let logins = try logins(members, since: createdAt)
        let mergedInto = try members.isPresent("mergedInto") ? self.id("mergedInto", members) : nil
        let suspendedAt = try members.timeIfPresent("disabledAt", until: now)
        let state: IdentityState
        if let text = try members.textIfPresent("state") {
            guard let known = IdentityState(rawValue: text) else { throw .malformed("state") }
            state = known
        } else {
            state = mergedInto != nil ? .disabled : logins.isEmpty ? .guest : .authenticated
        }
        switch state {
        case .guest where !logins.isEmpty: throw .contradiction("A guest has no logins.")
        case .authenticated where logins.isEmpty: throw .contradiction("An authenticated identity has logins.")
        case .disabled where !logins.isEmpty:
            throw .contradiction(
                "An identity whose state is `disabled` has no logins; one that an administrator disabled has `disabledAt`."
            )
        case .guest, .authenticated:
            if mergedInto != nil { throw .contradiction("An identity that was merged is disabled.") }
        case .disabled: break
        }
        if mergedInto == id { throw .contradiction("An identity is not merged into itself.") }
        return IdentityDetails(
            pool: pool.id.uuid, id: id, state: state, suspendedAt: suspendedAt, mergedInto: mergedInto,
            createdAt: createdAt,
            modifiedAt: try members.timeIfPresent("modifiedAt", until: now) ?? createdAt, aliases: 0, logins: logins)
    }

    private func logins(
        _ members: ArchiveMembers, since createdAt: Date
    ) throws(ArchiveFlaw) -> [IdentityDetails.LinkedLogin] {
        let nodes = try members.elements("logins")
        guard nodes.count <= Settlement.loginLimit else { throw .tooManyLogins(limit: Settlement.loginLimit) }
        var logins: [IdentityDetails.LinkedLogin] = []
        for node in nodes {
            guard node.kind == .object else { throw .malformed("logins") }
            let login = try self.login(ArchiveMembers(node), since: createdAt)
            for other in logins where other.provider == login.provider {
                if other.subject.utf8.elementsEqual(login.subject.utf8) { throw .repeatedLogin(login.provider) }
                if !login.isDeveloper { throw .sameProvider(login.provider) }
            }
            logins.append(login)
        }
        return logins
    }

    private func login(
        _ members: ArchiveMembers, since createdAt: Date
    ) throws(ArchiveFlaw) -> IdentityDetails.LinkedLogin {
        try members.allow("provider", "subject", "developer", "audience", "linkedAt", "lastUsedAt")
        let name = try members.text("provider", limit: ArchiveLimits.provider)
        let provider = ProviderName(name)
        let isOurs = pool.developerProvider.map { ProviderName($0) == provider } ?? false
        let isDeveloper = try members.flagIfPresent("developer") ?? isOurs
        guard isDeveloper == isOurs else { throw .developerProvider(provider) }
        return IdentityDetails.LinkedLogin(
            provider: provider, subject: try members.text("subject", limit: LoginKey.longestSubject),
            isDeveloper: isDeveloper,
            // A developer's user is proven for its pool, which is this one now.
            audience: isDeveloper
                ? "\(pool.id)" : try members.textIfPresent("audience", limit: ArchiveLimits.audience) ?? "",
            linkedAt: try members.timeIfPresent("linkedAt", until: now) ?? createdAt,
            lastUsedAt: try members.timeIfPresent("lastUsedAt", until: now))
    }

    // MARK: Merges

    private func merge(_ members: ArchiveMembers) throws(ArchiveFlaw) -> ArchivedMerge {
        try members.allow(
            "mergeId", "survivor", "absorbed", "absorbedState", "moved", "aliases", "mergedAt", "undoneAt")
        guard let merge = UUID(text: try members.text("mergeId", limit: 36)) else { throw .malformed("mergeId") }
        let (survivor, absorbed) = (try id("survivor", members), try id("absorbed", members))
        guard survivor != absorbed else { throw .contradiction("An identity is not merged into itself.") }
        guard let state = IdentityState(rawValue: try members.text("absorbedState", limit: 32)), state != .disabled
        else { throw .malformed("absorbedState") }
        var moved: [ArchivedMerge.Login] = []
        for node in try members.elements("moved") {
            guard node.kind == .object else { throw .malformed("moved") }
            let login = ArchiveMembers(node)
            try login.allow("provider", "subject")
            moved.append(
                .init(
                    provider: ProviderName(try login.text("provider", limit: ArchiveLimits.provider)),
                    subject: try login.text("subject", limit: LoginKey.longestSubject)))
        }
        guard moved.count <= Settlement.loginLimit else { throw .tooManyLogins(limit: Settlement.loginLimit) }
        var aliases: [UUID] = []
        for node in try members.elements("aliases") {
            guard let text = node.string else { throw .malformed("aliases") }
            aliases.append(try id(text, of: "aliases"))
        }
        return ArchivedMerge(
            id: merge, survivor: survivor, absorbed: absorbed, absorbedState: state, moved: moved, aliases: aliases,
            mergedAt: try members.timeIfPresent("mergedAt", until: now) ?? now,
            undoneAt: try members.timeIfPresent("undoneAt", until: now))
    }

    // MARK: Ids

    private func id(_ name: String, _ members: ArchiveMembers) throws(ArchiveFlaw) -> UUID {
        try id(try members.text(name, limit: 128), of: name)
    }

    private func id(_ text: String, of name: String) throws(ArchiveFlaw) -> UUID {
        guard let id = IdentityID(text), id.uuid != Self.nobody else { throw .malformed(name) }
        guard id.region == fromRegion ?? pool.id.region else { throw .region(id.region) }
        return id.uuid
    }

    /// Lists begin behind it.
    private static let nobody = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}

/// In bytes.
enum ArchiveLimits {
    /// With a pool and a subject it stands in one entry of an index.
    static let provider = 512
    static let audience = 2_048
}

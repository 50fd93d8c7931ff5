import Federation
import HTTPTypes
import IdentityModel
import RoleRules
import StrictJSON

/// Role configurations as the admin API shows and takes them. What is inside a mapping or a test is read by `RoleRules`,
/// which names every mistake; see `docs/role-mapping.md`.
enum RoleMappingDocument {
    private static let members: [Schema.Member] = [
        .optional(
            "defaultRoles",
            .object([
                .optional("authenticated", .text(20...2_048)), .optional("unauthenticated", .text(20...2_048)),
            ])),
        .optional("mappings", .map(.anything, keys: TextRule(length: 1...2_048)), "By the key of a provider."),
        .optional("tests", .list(.anything), "They must hold before the version comes into force."),
    ]

    static let configuration = Schema.named("RoleConfiguration", .object(members))

    private static let summaryMembers: [Schema.Member] = [
        .init("version", .integer(1...Int64.max)),
        .init("state", .text(oneOf: RoleVersion.State.allCases.map(\.rawValue))),
        .init("isShadow", .boolean), .init("author", .text(0...2_048)),
        .init("source", .text(oneOf: RoleChange.Source.allCases.map(\.rawValue))), .init("comment", .text()),
        .init("createdAt", .text(.time)), .optional("activatedAt", .text(.time), "The last time."),
    ]

    static let summary = Schema.named("RoleMappingVersionSummary", .object(summaryMembers))
    static let version = Schema.named(
        "RoleMappingVersion", .object(summaryMembers + [.init("configuration", configuration)]))

    static let outcome = Schema.named(
        "RoleOutcome",
        .object([
            .optional("role", .text(0...2_048)), .optional("refusal", .text(), "The code of the reason."),
        ]))

    static let comment = Schema.Member.optional("comment", .text(0...RoleChange.longestComment), "For people.")

    /// What is tried: one of these, or neither for the version in force.
    static let candidate: [Schema.Member] = [
        .optional("version", .integer(1...Int64.max), "A version that is kept."),
        .optional("configuration", configuration, "One that is not kept yet."),
    ]

    /// - Parameter body: of a request that has the members of `candidate`.
    static func candidate(_ body: JSONNode?) throws(Problem) -> RoleMappingAdministration.Candidate {
        let version = body?.integer("version")
        guard let node = body?["configuration"] else {
            return version.map(RoleMappingAdministration.Candidate.version) ?? .active
        }
        guard version == nil else {
            throw .invalid(.body(pointer: "/version"), "stands beside configuration: say one of them")
        }
        return .document(try configuration(node))
    }

    static func configuration(_ node: JSONNode) throws(Problem) -> RoleConfiguration {
        do throws(MappingMistakes) {
            return try RoleConfiguration(node)
        } catch {
            throw Problem(.mistakes(error.mistakes), configurationAt: "/configuration")
        }
    }

    static func write(_ summary: RoleVersion.Summary, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(of: summary, to: &json)
        json.endObject()
    }

    static func write(_ version: RoleMappingAdministration.ReadVersion, to json: inout JSONWriter) {
        json.beginObject()
        writeMembers(of: version.summary, to: &json)
        json.name("configuration")
        json.beginObject()
        version.configuration.writeMembers(to: &json)
        json.endObject()
        json.endObject()
    }

    private static func writeMembers(of summary: RoleVersion.Summary, to json: inout JSONWriter) {
        json.member("version", summary.number)
        json.member("state", summary.state.rawValue)
        json.member("isShadow", summary.isShadow)
        json.member("author", summary.change.author)
        json.member("source", summary.change.source.rawValue)
        json.member("comment", summary.change.comment)
        json.member("createdAt", RFC3339.text(summary.createdAt))
        if let activated = summary.activatedAt { json.member("activatedAt", RFC3339.text(activated)) }
    }
}

extension AdminAnswer {
    /// The version's number is its tag: a version never changes.
    static func roleMappings(
        _ version: RoleMappingAdministration.ReadVersion, newIn pool: String? = nil
    ) -> AdminAnswer {
        .json(
            pool == nil ? .ok : .created, tag: EntityTag(version: version.summary.number),
            location: pool.map { "/pools/\($0)/role-mappings/versions/\(version.summary.number)" }
        ) { RoleMappingDocument.write(version, to: &$0) }
    }
}

extension AdminCall {
    /// A version in the path; nil for a text that is no number of one.
    var version: Int64? { Int64(parameter("version")).flatMap { $0 > 0 ? $0 : nil } }

    func requiredVersion() throws(Problem) -> Int64 {
        guard let version else {
            throw Problem(.notFound, "role-mapping-version-not-found", "The pool has no such version.")
        }
        return version
    }

    /// The version in force that `If-Match` names; nil for any.
    func expectedVersion() throws(Problem) -> Int64? {
        guard case .oneOf(let tags) = precondition else { return nil }
        // A tag that is no number names no version, and so not the one in force.
        return tags.count == 1 ? Int64(tags[0].description.dropFirst().dropLast()) ?? 0 : 0
    }
}

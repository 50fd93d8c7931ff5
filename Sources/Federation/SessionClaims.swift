import IdentityModel
import RoleRules
import STS
import StrictJSON

/// What an issuer's token says of the session that it is to become: tags, a source identity, the roles it may open.
///
/// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`; IAM User Guide, "Passing session tags in AWS STS"; the
///   texts as recorded, that of the source identity ours.
struct SessionClaims: Sendable {
    let tags: SessionTags
    let sourceIdentity: String?
    /// Nil when the token does not say.
    let roles: [String]?
    /// `amr`; empty when the token does not say.
    let methods: [String]

    private static let prefix = "https://aws.amazon.com/"
    private static let tagsClaim = prefix + "tags"

    init(_ claims: Claims) throws(SessionClaimsFlaw) {
        tags = try Self.tags(in: claims)
        sourceIdentity = try Self.sourceIdentity(in: claims)
        roles = try Self.roles(in: claims)
        let amr = claims["amr"]
        methods = amr?.string.map { [$0] } ?? amr?.elements.compactMap(\.string) ?? []
    }

    // MARK: Tags

    /// Both forms are read: one claim that holds all, and one claim for each tag.
    private static func tags(in claims: Claims) throws(SessionClaimsFlaw) -> SessionTags {
        var tags: [Tag] = []
        var transitive: [String] = []
        if let nested = claims[tagsClaim], !nested.isNull {
            guard nested.kind == .object else { throw .tags }
            if let list = nested["principal_tags"] {
                guard list.kind == .object else { throw .tags }
                for (key, value) in list.members {
                    let values = Array(value.elements)
                    guard values.count == 1, let text = values[0].string else { throw .tags }
                    tags.append(Tag(key: key, value: text))
                }
            }
            if let keys = nested["transitive_tag_keys"] { transitive += try transitiveKeys(keys) }
        }
        let flat = tagsClaim + "/principal_tags/"
        for (name, value) in claims.members where name.hasPrefix(flat) {
            guard let text = value.string else { throw .tags }
            tags.append(Tag(key: String(name.dropFirst(flat.count)), value: text))
        }
        if let keys = claims[tagsClaim + "/transitive_tag_keys"] { transitive += try transitiveKeys(keys) }
        do {
            _ = try PrincipalTags(Dictionary(tags.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }))
            return try SessionTags(tags, transitiveKeys: transitive)
        } catch {
            throw .tags
        }
    }

    private static func transitiveKeys(_ node: JSONNode) throws(SessionClaimsFlaw) -> [String] {
        let keys = node.elements.map(\.string)
        guard node.kind == .array, !keys.contains(nil) else { throw .transitiveKeys }
        return keys.compactMap(\.self)
    }

    // MARK: The others

    private static func sourceIdentity(in claims: Claims) throws(SessionClaimsFlaw) -> String? {
        guard let claim = claims[prefix + "source_identity"], !claim.isNull else { return nil }
        guard let text = claim.string, (2...64).contains(text.utf8.count), text.utf8.allSatisfy(isOfName) else {
            throw .sourceIdentity
        }
        return text
    }

    /// `[\w+=,.@-]`
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_+=,.@-".utf8.contains(byte)
        }
    }

    /// A list, or a text with semicolons.
    private static func roles(in claims: Claims) throws(SessionClaimsFlaw) -> [String]? {
        guard let claim = claims[prefix + "roles"], !claim.isNull else { return nil }
        let listed: [String]
        if let text = claim.string {
            listed = text.split(separator: ";").map(String.init)
        } else {
            let elements = claim.elements.map(\.string)
            guard claim.kind == .array, !elements.contains(nil) else {
                throw .rolesFormat
            }
            listed = elements.compactMap(\.self)
        }
        let roles = listed.map(trimmed).filter { RoleARN($0) != nil }
        guard !roles.isEmpty else { throw .noRoles }
        return roles
    }

    private static func trimmed(_ text: String) -> String {
        let spaces = { (character: Character) in character.isWhitespace }
        guard let start = text.firstIndex(where: { !spaces($0) }), let end = text.lastIndex(where: { !spaces($0) })
        else { return "" }
        return String(text[start...end])
    }
}

/// What is wrong with what a token says of its session.
enum SessionClaimsFlaw: Error, CaseIterable {
    case tags, transitiveKeys, sourceIdentity
    /// Neither a list nor a text.
    case rolesFormat
    /// Nothing in it is the ARN of a role.
    case noRoles

    /// As clients are told.
    var refusal: WebIdentityError {
        switch self {
        case .tags: Self.malformed("principal_tags")
        case .transitiveKeys: Self.malformed("transitive_tag_keys")
        case .sourceIdentity: Self.malformed("source_identity")
        case .rolesFormat: .invalidToken("The roles claim is not in a supported format")
        case .noRoles: .invalidToken("The roles claim contains no valid role ARNs")
        }
    }

    var cause: ExchangeCause {
        switch self {
        case .tags: .tokenTagsMalformed
        case .transitiveKeys: .tokenTransitiveKeysMalformed
        case .sourceIdentity: .tokenSourceIdentityMalformed
        case .rolesFormat: .tokenRolesMalformed
        case .noRoles: .tokenRolesEmpty
        }
    }

    private static func malformed(_ name: String) -> WebIdentityError {
        .invalidToken("\(name) passed in claim is not in correct format.")
    }
}

import IdentityModel
import StrictJSON

/// Tags that a session bears, as what they are checked against: `${aws:PrincipalTag/department}`.
///
/// - Source: AWS STS API Reference, `Tag`; IAM User Guide, "Passing session tags in AWS STS".
package struct PrincipalTags: Sendable, Equatable {
    /// By key.
    package let values: [String: String]

    package static let none = PrincipalTags(admitted: [:])
    package static let most = 50
    /// In Unicode scalars.
    package static let longestKey = 128
    package static let longestValue = 256

    /// In the order of their keys.
    package var sorted: [(key: String, value: String)] { values.sorted { $0.key.precedesBytes(of: $1.key) } }

    private init(admitted values: [String: String]) {
        self.values = values
    }

    /// - Throws: the first problem, in the order of the keys.
    package init(_ values: [String: String]) throws(PrincipalTagProblem) {
        guard values.count <= Self.most else { throw .tooMany(limit: Self.most) }
        var known: Set<String> = []
        for (key, value) in values.sorted(by: { $0.key.precedesBytes(of: $1.key) }) {
            guard Self.admits(key: key) else { throw .keyNotAllowed(key) }
            guard known.insert(key.lowercased()).inserted else { throw .keyRepeated(key) }
            guard value.unicodeScalars.count <= Self.longestValue else {
                throw .valueTooLong(key: key, limit: Self.longestValue)
            }
            guard Self.admits(value: value) else { throw .valueNotAllowed(key: key) }
        }
        self.values = values
    }

    static func admits(key: String) -> Bool {
        !key.isEmpty && key.unicodeScalars.count <= longestKey && key.unicodeScalars.allSatisfy(admits)
            && !key.lowercased().hasPrefix("aws:")
    }

    static func admits(value: String) -> Bool {
        value.unicodeScalars.count <= longestValue && value.unicodeScalars.allSatisfy(admits)
    }

    /// `[\p{L}\p{Z}\p{N}_.:/=+\-@]`
    private static func admits(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ".", ":", "/", "=", "+", "-", "@", " ": true
        default:
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                .spaceSeparator, .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
                true
            default: false
            }
        }
    }
}

/// Why a session cannot bear its tags. Names and limits, never a value.
package enum PrincipalTagProblem: Error, Sendable, Equatable {
    case tooMany(limit: Int)
    /// Empty, too long, a character that no tag may have, or `aws:` in front.
    case keyNotAllowed(String)
    /// Keys that differ in case only are one.
    case keyRepeated(String)
    case valueTooLong(key: String, limit: Int)
    case valueNotAllowed(key: String)
}

extension PrincipalTags {
    /// The tags that a map makes of a login.
    ///
    /// A claim that is missing, an object, or a list of other than one element gives no tag.
    package static func resolve(
        _ map: PrincipalTagMap, for login: RuleLogin
    ) throws(PrincipalTagProblem) -> PrincipalTags {
        if map.usesDefaults { return try PrincipalTags(defaults(for: login)) }
        var values: [String: String] = [:]
        for (key, claim) in map.claims { values[key] = value(of: login.claims[claim]) }
        return try PrincipalTags(values)
    }

    /// The tags of a request: those of the first login, in the order in which mappings are asked, that has a map.
    ///
    /// Guests bear none. Users of a developer provider bear what their own server says, which is not in a map.
    ///
    /// - Parameter maps: by provider; see `PrincipalTagMap`.
    package static func resolve(
        _ maps: [String: PrincipalTagMap], for applicant: RoleApplicant
    ) throws(PrincipalTagProblem) -> PrincipalTags {
        guard case .logins(let logins) = applicant, !maps.isEmpty else { return .none }
        for login in logins.sorted(by: RuleLogin.precedes) where login.kind != .developer {
            for key in login.tagMapKeys {
                if let map = maps.first(where: { $0.key.isSameBytes(as: key) })?.value {
                    return try resolve(map, for: login)
                }
            }
        }
        return .none
    }

    /// These tags, with others that win where both have a key, in whatever case it is written.
    ///
    /// - Throws: `PrincipalTagProblem.tooMany`.
    package func overridden(by winners: PrincipalTags) throws(PrincipalTagProblem) -> PrincipalTags {
        guard self != .none, winners != .none else { return self == .none ? winners : self }
        let won = Set(winners.values.keys.map { $0.lowercased() })
        return try PrincipalTags(
            values.filter { !won.contains($0.key.lowercased()) }.merging(winners.values) { _, winner in winner })
    }

    static func value(of node: JSONNode?) -> String? {
        guard node?.kind == .array else { return node?.scalarText }
        var elements = node?.elements
        guard let first = elements?.next(), elements?.next() == nil else { return nil }
        return first.scalarText
    }

    /// - Source: Amazon Cognito Developer Guide, "Default provider mappings".
    private static func defaults(for login: RuleLogin) -> [String: String] {
        switch login.kind {
        case .userPool, .openID, .social: return ["client": login.audience, "username": login.subject]
        case .developer: return [:]
        case .saml:
            let identity = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/"
            var values: [String: String] = [:]
            values["client"] = value(of: login.claims[identity + "nameidentifier"])
            values["username"] = value(of: login.claims[identity + "name"])
            return values
        }
    }
}

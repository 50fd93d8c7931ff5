import IdentityModel
import StrictJSON

/// The roles that a token says its bearer may wear.
///
/// - Source: Amazon Cognito Developer Guide, "Using tokens to assign roles to users".
struct TokenRoles {
    let preferred: String?
    let roles: [String]

    /// The list comes as an array; the guide calls it text with commas.
    init(_ claims: Claims) {
        let preferred = claims["cognito:preferred_role"]?.string
        self.preferred = preferred?.isEmpty == false ? preferred : nil
        let list = claims["cognito:roles"]
        roles = ARNList.distinct(list?.string.map(ARNList.split) ?? list?.elements.compactMap(\.string) ?? [])
    }
}

/// The roles in a SAML assertion: values of `ROLE,PROVIDER` in either order.
///
/// - Source: IAM User Guide, "Configure SAML assertions for the authentication response", attribute `Role`.
struct AssertedRoles {
    static let attribute = "https://aws.amazon.com/SAML/Attributes/Role"

    let roles: [String]

    init(_ claims: Claims) {
        let attribute = claims[Self.attribute]
        let values = attribute?.string.map { [$0] } ?? attribute?.elements.compactMap(\.string) ?? []
        roles = ARNList.distinct(
            values.compactMap { value in
                ARNList.split(value).first { $0.utf8.firstRange(of: Array(":role/".utf8)) != nil }
            })
    }
}

enum ARNList {
    /// Parts a text at commas, spaces around them left out. The name of a role may hold commas itself, so only one in
    /// front of another ARN parts.
    static func split(_ text: String) -> [String] {
        var arns: [String] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let isNext = part.drop { $0 == " " }.hasPrefix("arn:")
            if arns.isEmpty || isNext { arns.append(String(part)) } else { arns[arns.count - 1] += "," + part }
        }
        return arns.map { arn in
            let start = arn.drop { $0 == " " }
            return String(start.prefix(upTo: start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.endIndex))
        }
    }

    /// Each once, in order; empty texts are none.
    static func distinct(_ roles: [String]) -> [String] {
        var distinct: [String] = []
        for role in roles where !role.isEmpty && !distinct.contains(where: role.isSameBytes) { distinct.append(role) }
        return distinct
    }
}

import IdentityModel
import StrictJSON

/// The session tags in one of our own tokens, which were checked when it was issued.
///
/// - Source: IAM User Guide, "Passing session tags in AWS STS", `AssumeRoleWithWebIdentity`.
struct TokenTags {
    let values: [String: String]

    init(_ claims: Claims) {
        var values: [String: String] = [:]
        if let tags = claims[OpenIDTokenIssuer.tagsClaim]?["principal_tags"] {
            for (key, value) in tags.members {
                var elements = value.elements
                values[key] = elements.next()?.string
            }
        }
        self.values = values
    }
}

import IAMPolicy
import IdentityModel
import STS
import SigV4

/// As whom a request passes.
package enum AuthorizedCaller: Sendable {
    case signer(RecognisedRequest)
    case bearer(WebIdentity)
    case anonymous

    /// As policies know the caller.
    var principal: Caller {
        switch self {
        case .signer(let recognised): recognised.caller.principal
        case .bearer: .federated(provider: WebIdentity.provider)
        case .anonymous: .anonymous
        }
    }

    /// An ARN; for the bearer of a token, who has none, the provider and the identity.
    package var name: String {
        switch self {
        case .signer(let recognised): recognised.caller.arn
        case .bearer(let identity): "\(WebIdentity.provider):\(identity.identity)"
        case .anonymous: "anonymous"
        }
    }

    package var method: String {
        switch self {
        case .signer(let recognised): recognised.isPresigned ? "sigv4-presigned" : "sigv4"
        case .bearer: "bearer"
        case .anonymous: "anonymous"
        }
    }

    /// The value of a resource's variable; nil when the caller has none.
    func value(_ variable: ResourceTemplate.CallerVariable) -> String? {
        switch (self, variable) {
        case (.signer(let recognised), .identity): recognised.caller.identity.map { "\($0)" }
        case (.signer(let recognised), .pool): recognised.caller.identityPool.map { "\($0)" }
        case (.signer(let recognised), .account): recognised.caller.account.rawValue
        case (.signer(let recognised), .role): recognised.caller.role?.name
        case (.signer(let recognised), .session): recognised.caller.sessionName
        case (.signer(let recognised), .user): recognised.caller.userName
        case (.bearer(let identity), .identity): "\(identity.identity)"
        case (.bearer(let identity), .pool): "\(identity.pool)"
        case (.bearer, _), (.anonymous, _): nil
        }
    }
}

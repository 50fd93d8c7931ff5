import IdentityModel
import StrictJSON

/// An error of the Graph API, wherever in an answer it stood.
///
/// - Source: Graph API, "Handling errors": codes and subcodes.
struct GraphError: Sendable, Equatable {
    let code: Int64
    let subcode: Int64?
    /// Whether it speaks of another app than the one that asked. There is no code for it.
    let isAboutAnotherApp: Bool

    /// Nil when there is no error. One that cannot be read has code 0, which means nothing.
    init?(_ node: JSONNode?) {
        guard let node, !node.isNull else { return nil }
        code = node["code"]?.number?.integer ?? 0
        subcode = (node["error_subcode"] ?? node["subcode"])?.number?.integer
        isAboutAnotherApp = node["message"]?.string?.contains("did not match the Viewing App") ?? false
    }

    /// What it says of a person's token.
    var ofToken: LoginError {
        switch (code, subcode) {
        case (190, 458), (190, 459), (190, 460), (190, 464), (190, 467): .revoked
        case (190, 463): .tokenExpired
        case (190, _), (102, _): .tokenInvalid
        case (100, _): isAboutAnotherApp ? .audienceMismatch : .tokenInvalid
        default: trouble
        }
    }

    /// What it says when the person's token itself was used. All that such a call can lack is a proof of our app.
    var ofCallWithToken: LoginError {
        switch code {
        case 100, 104: .misconfigured
        default: ofToken
        }
    }

    /// What it says of our own app, whose token asked.
    var ofOurApp: LoginError {
        switch code {
        case 100 where isAboutAnotherApp: .audienceMismatch
        case 100: .tokenInvalid
        case 101, 102, 104, 190: .misconfigured
        default: trouble
        }
    }

    private var trouble: LoginError {
        switch code {
        case 1, 2: .providerUnavailable
        case 4, 17, 32, 341, 613: .providerThrottled
        default: .providerProtocol
        }
    }
}

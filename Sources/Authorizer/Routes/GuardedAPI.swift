import IAMPolicy
import IdentityModel
import SigV4

/// An API behind a proxy: where it is, whose credentials it takes, and its routes. What no route says is refused.
package struct GuardedAPI: Sendable {
    package let name: String
    /// In lower case, with a port where one was declared.
    let hosts: [String]
    /// What signatures are accepted for.
    let signatures: SignatureVerifier
    /// Whether a signature may leave the body out.
    let admitsUnsignedPayload: Bool
    /// Whose OpenID tokens are taken; none when it takes signatures only.
    let bearerPools: [IdentityPoolID]
    /// Of every route that has none of its own.
    let policy: AttachedPolicy?
    /// The first that holds a request decides.
    let routes: [Route]

    /// 1 to 64 letters, digits, `-` or `_`.
    static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isNameByte }
    }

    /// - Parameter method: one of letters, `-` and `_`; any other is on no route.
    func route(_ method: String, _ path: RequestPath) -> (route: Route, match: PathPattern.Match)? {
        guard (1...32).contains(method.utf8.count), method.utf8.allSatisfy({ $0.isNameByte }) else { return nil }
        for route in routes where route.holds(method) {
            if let match = route.path.match(path) { return (route, match) }
        }
        return nil
    }
}

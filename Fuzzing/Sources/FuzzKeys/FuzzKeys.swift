import Foundation
import FuzzSupport
import IdentityModel
import StrictJSON
import WebTokens

/// Whatever an issuer publishes as its keys: a private key spoils the set, its order and spelling change nothing, and no
/// key makes a token good that nobody signed.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzKeys(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = unsafe bytes(start, count)
    let keySet = try? JSONWebKeySet(parsing: text)
    guard let document = try? JSONDocument(text, limits: .document) else {
        demand(keySet == nil, "a set is strict JSON")
        return 0
    }
    let again = try? JSONWebKeySet(parsing: document.root.written)
    guard let keySet else { return 0 }
    demand(again != nil, "spelling decides nothing")
    checkContents(of: document.root)
    for token in Unsigned.tokens { demand(!admits(token, keySet), "no key makes an unsigned token good") }
    return 0
}

private func checkContents(of root: JSONNode) {
    guard let list = root["keys"], list.kind == .array else { fatalError("a set without a list of keys") }
    let keys = Array(list.elements)
    demand((1...100).contains(keys.count), "a set has one key to a hundred")
    demand(keys.contains { ["RSA", "EC", "OKP"].contains($0["kty"]?.string) }, "a set has a key that can verify")
    for key in keys where ["RSA", "EC", "OKP"].contains(key["kty"]?.string) {
        for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
            demand(key[member] == nil, "a set with a private key is refused")
        }
    }
}

private let policy: TokenPolicy = {
    var policy = TokenPolicy.openIDConnect(issuer: "https://idp.example.com")
    policy.algorithms = Set(SignatureAlgorithm.allCases)
    return policy
}()

private func admits(_ token: Secret<String>, _ keySet: JSONWebKeySet) -> Bool {
    waiting {
        do throws(LoginError) {
            _ = try await IDTokenVerifier(remembering: nil).verify(
                token, policy: policy, clientIDs: ["client-1"], keys: FixedKeySource(keySet),
                at: Date(timeIntervalSince1970: 1_767_225_700))
            return true
        } catch {
            let isAnswer = [.algorithmRejected, .keyRejected, .keyUnknown, .badSignature].contains(error)
            demand(isAnswer, "only key and signature can be wrong")
            return false
        }
    }
}

/// Good claims under signatures that need no private key where a verifier or a key is weak.
private enum Unsigned {
    static let tokens: [Secret<String>] = [
        token("RS256", zeros(255) + [1]), token("PS256", zeros(255) + [1]), token("RS256", zeros(256)),
        token("ES256", zeros(64)), token("ES256", zeros(31) + [1] + zeros(31) + [1]), token("ES384", zeros(96)),
        token("ES512", zeros(132)), token("EdDSA", zeros(64)), token("EdDSA", [1] + zeros(63)),
        // The base point itself, and one: it fits every message when the key is the neutral point.
        token("EdDSA", [0x58] + [UInt8](repeating: 0x66, count: 31) + [1] + zeros(31)),
    ]

    private static let claims = """
        {"iss":"https://idp.example.com","sub":"1","aud":"client-1","iat":1767225600,"exp":1767229200}
        """

    private static func token(_ algorithm: String, _ signature: [UInt8]) -> Secret<String> {
        let parts = ["{\"alg\":\"\(algorithm)\"}".utf8, claims.utf8].map { Base64URL.encode($0) }
        return Secret((parts + [Base64URL.encode(signature)]).joined(separator: "."))
    }

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

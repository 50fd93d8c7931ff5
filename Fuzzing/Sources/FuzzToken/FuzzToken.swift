import Foundation
import FuzzSupport
import IdentityModel
import StrictJSON
import WebTokens

/// A token that the parser takes has one reading, and the verifier admits none that was not signed.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzToken(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = token(from: unsafe bytes(start, count))
    if let parsed = try? CompactToken(Secret(text)) { checkReading(of: text, parsed) }
    if let proven = proof(of: text) { checkProof(of: text, proven) }
    return 0
}

/// A fuzzer cannot see through base64, so most inputs are the three parts of a token as they are before it: `P`, the
/// header, NUL, the payload, NUL, the signature. Anything else is the text of a token, after a first byte.
private func token(from input: [UInt8]) -> String {
    guard input.first == UInt8(ascii: "P") else { return String(decoding: input.dropFirst(), as: UTF8.self) }
    let parts = input.dropFirst().split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    return parts.map { Base64URL.encode($0) }.joined(separator: ".")
}

private func checkReading(of text: String, _ parsed: CompactToken) {
    demand((1...50_000).contains(text.utf8.count), "a token has a limited length")
    let segments = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    demand(segments.count == 3, "a token has three segments")
    for segment in segments {
        let decoded = Base64URL.decode(Array(segment)[...])
        demand(decoded.map { !$0.isEmpty } ?? false, "every segment holds something")
        demand(Base64URL.encode(decoded ?? []).utf8.elementsEqual(segment), "a segment is its only spelling")
    }
    demand(!parsed.header.algorithm.isEmpty, "the header names an algorithm")
    demand(parsed.header.kid.map { (1...256).contains($0.utf8.count) } ?? true, "a key id has a limited length")
    for name in ["crit", "cty", "b64", "zip", "enc", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"] {
        demand(!parsed.header.has(name), "nothing asks for a reading that we do not have")
    }
    demand(parsed.payload.root.kind == .object, "the payload is an object")
    let payload = Base64URL.decode(Array(segments[1])[...]) ?? []
    demand(parsed.payload.text.utf8.elementsEqual(payload), "the payload is the one that is in the text")
    demand((try? CompactToken(Secret(text + "."))) == nil, "nothing may follow a token")
    demand((try? CompactToken(Secret(" " + text))) == nil, "nothing may stand before a token")
}

// MARK: Proof

private let keys: FixedKeySource = {
    guard let keySet = try? JSONWebKeySet(parsing: Array(Signed.keySet.utf8)) else { fatalError("the keys are no set") }
    return FixedKeySource(keySet)
}()

private let policy: TokenPolicy = {
    var policy = TokenPolicy.openIDConnect(issuer: "https://idp.example.com")
    policy.algorithms = Set(SignatureAlgorithm.allCases)
    return policy
}()

private let now = Date(timeIntervalSince1970: 1_767_225_700)

private func proof(of text: String) -> ProvenToken? {
    waiting {
        try? await IDTokenVerifier(remembering: nil)
            .verify(Secret(text), policy: policy, clientIDs: ["client-1"], keys: keys, at: now)
    }
}

private func checkProof(of text: String, _ proven: ProvenToken) {
    let end = text.lastIndex(of: ".") ?? text.startIndex
    demand(Signed.inputs.contains(String(text[..<end])), "only what was signed is admitted")
    demand(proven.issuer == "https://idp.example.com", "the issuer is the one that is asked about")
    demand(proven.audience == "client-1", "the audience is ours")
    demand(proven.expiresAt > now, "the token has not expired")
}

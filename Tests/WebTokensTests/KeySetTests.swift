import Crypto
import Foundation
import IdentityModel
import TestSupport
import Testing
import WebTokens

@Suite struct `A key set` {
    /// Attack row 124 and its neighbours.
    @Test(arguments: [
        "{\"keys\":{}}", "{\"keys\":null}", "[]", "{}", "", "<html></html>", "{\"keys\":[]", "null",
        "{\"keys\":[],\"keys\":[]}",
    ]) func `must be an object with one array of keys`(text: String) {
        #expect(throws: KeySetError.malformed) { try JSONWebKeySet(parsing: Array(text.utf8)) }
    }

    @Test(arguments: [
        "{\"keys\":[]}", "{\"keys\":[1,null,\"x\",[]]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
        "{\"keys\":[{\"kty\":\"LMS\"}]}", "{\"keys\":[{\"n\":\"AQAB\"}]}",
    ]) func `must hold a key that could be used`(text: String) {
        #expect(throws: KeySetError.noUsableKey(refusedSome: false)) { try JSONWebKeySet(parsing: Array(text.utf8)) }
    }

    @Test func `may hold a hundred keys`() throws {
        let keys = [TokenForge().jwk] + [RawObject](repeating: ["kty": "\"x\""], count: 99)
        _ = try JSONWebKeySet(parsing: Array(TokenForge.keySet(keys).utf8))
    }

    @Test func `may not hold one more`() {
        let keys = [TokenForge().jwk] + [RawObject](repeating: ["kty": "\"x\""], count: 100)
        #expect(throws: KeySetError.tooManyKeys(limit: 100)) {
            try JSONWebKeySet(parsing: Array(TokenForge.keySet(keys).utf8))
        }
    }

    /// Attack row 123.
    @Test func `is not even read with ten thousand keys`() {
        let keys = [RawObject](repeating: ["kty": "\"x\""], count: 10_000)
        #expect(throws: KeySetError.malformed) { try JSONWebKeySet(parsing: Array(TokenForge.keySet(keys).utf8)) }
    }

    /// Attack row 52.
    @Test(arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
    func `is refused whole when a key comes with a private member`(member: String) {
        for forge in [TokenForge(), TokenForge(.p256, as: .es256), TokenForge(.ed25519, as: .edDSA)] {
            let set = TokenForge.keySet([TokenForge(.otherRSA).jwk, forge.jwk.with(member, "\"AQAB\"")])
            #expect(throws: KeySetError.self) { try JSONWebKeySet(parsing: Array(set.utf8)) }
        }
    }

    @Test func `names the keys that it gave away by their thumbprint`() {
        let set = TokenForge.keySet([Self.rfc7638Key.with("d", "\"AQAB\"")])
        #expect {
            try JSONWebKeySet(parsing: Array(set.utf8))
        } throws: { error in
            guard case .privateKeyPublished(let thumbprints) = error as? KeySetError else { return false }
            return thumbprints.map { Base64URL.encode($0) } == ["NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"]
        }
    }

    /// The example of RFC 7638 §3.1.
    private static let rfc7638Key: RawObject = [
        "kty": "\"RSA\"", "e": "\"AQAB\"", "alg": "\"RS256\"", "kid": "\"2011-04-29\"",
        "n": """
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3ok\
        njhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6\
        qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awa\
        pJzKnqDKgw"
        """,
    ]
}

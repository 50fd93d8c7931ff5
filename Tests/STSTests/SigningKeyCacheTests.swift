import IdentityModel
import SigV4
import Testing

@testable import STS

@Suite struct `The cache of signing keys` {
    private let scope = CredentialScope(date: "20261128", region: "us-east-1", service: "sts")
    private let id = AccessKeyID("AKIAQAAAAAAABBBBBBBB")!

    @Test func `derives a key once`() {
        let cache = SigningKeyCache()
        var derived = 0
        func secret() -> Secret<String> {
            derived += 1
            return Secret("secret")
        }
        let first = cache.key(for: .user(id), scope, deriving: secret)
        let second = cache.key(for: .user(id), scope, deriving: secret)
        #expect(derived == 1)
        #expect(first.reveal() == second.reveal())
        #expect(first.reveal() == SigningKey(secret: "secret", scope: scope).reveal())
    }

    @Test func `keeps scopes and owners apart`() {
        let cache = SigningKeyCache()
        let other = CredentialScope(date: "20261129", region: "us-east-1", service: "sts")
        let keys = [
            cache.key(for: .user(id), scope) { Secret("one") },
            cache.key(for: .user(id), other) { Secret("one") },
            cache.key(for: .session(id, token: Secret("token")), scope) { Secret("two") },
            cache.key(for: .session(id, token: Secret("another")), scope) { Secret("three") },
        ]
        #expect(Set(keys.map { $0.reveal() }).count == 4)
    }

    @Test func `never holds more than it may`() {
        let cache = SigningKeyCache(capacity: 4)
        for day in 10..<30 {
            _ = cache.key(
                for: .user(id), CredentialScope(date: "202611\(day)", region: "us-east-1", service: "sts")
            ) { Secret("secret") }
            #expect(cache.count <= 4)
        }
    }
}

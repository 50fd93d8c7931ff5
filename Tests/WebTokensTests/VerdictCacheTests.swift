import Crypto
import Foundation
import IdentityModel
import TestSupport
import Testing

@testable import WebTokens

@Suite struct `The memory of good signatures` {
    private func verdict(_ token: Int, _ key: Int = 0) -> VerdictCache.Verdict {
        VerdictCache.Verdict(
            token: SHA256.hash(data: Array("token \(token)".utf8)), key: SHA256.hash(data: Array("key \(key)".utf8)))
    }

    @Test func `knows a token by its key`() {
        let cache = VerdictCache(capacity: 4)
        cache.insert(verdict(1, 1))
        #expect(cache.contains(verdict(1, 1)))
        #expect(!cache.contains(verdict(1, 2)))
        #expect(!cache.contains(verdict(2, 1)))
    }

    @Test func `holds no more than its capacity and forgets what nobody asked for`() {
        let cache = VerdictCache(capacity: 4)
        for token in 1...5 {
            cache.insert(verdict(token))
            #expect(cache.contains(verdict(1)))
        }
        #expect((1...5).filter { cache.contains(verdict($0)) } == [1, 4, 5])
    }

    /// A token that was accepted is still refused once it has expired, is for somebody else, or names another issuer.
    @Test func `spares nobody the other checks`() async throws {
        let verifier = IDTokenVerifier()
        let source = FixedKeySource(try JSONWebKeySet(parsing: Array(TokenForge().keySet.utf8)))
        let token = try TokenForge().token(TokenTrial.claims)
        func refusal(
            policy: TokenPolicy = .openIDConnect(issuer: TokenTrial.issuer), clientIDs: [String] = [TokenTrial.client],
            keys: any KeySource = source, at now: Date = TokenTrial.now
        ) async -> LoginError? {
            do throws(LoginError) {
                _ = try await verifier.verify(token, policy: policy, clientIDs: clientIDs, keys: keys, at: now)
                return nil
            } catch {
                return error
            }
        }
        #expect(await refusal() == nil)
        #expect(await refusal() == nil)
        #expect(
            await refusal(at: TokenTrial.now + 3_500) == .expired(now: 1_767_229_200, expiry: 1_767_229_200))
        #expect(await refusal(clientIDs: ["client-2"]) == .audienceMismatch)
        #expect(await refusal(clientIDs: []) == .notConfigured)
        #expect(await refusal(policy: .openIDConnect(issuer: "https://x.example")) == .issuerMismatch)
        var policy = TokenPolicy.openIDConnect(issuer: TokenTrial.issuer)
        policy.algorithms = [.es256]
        #expect(await refusal(policy: policy) == .algorithmRejected)
        let successor = try JSONWebKeySet(parsing: Array(TokenForge(.otherRSA).keySet.utf8))
        #expect(await refusal(keys: FixedKeySource(successor)) == .badSignature)
        #expect(await refusal() == nil)
    }

    /// Another text with the same payload and key is another token.
    @Test func `does not vouch for a changed token`() async throws {
        let verifier = IDTokenVerifier()
        let source = FixedKeySource(try JSONWebKeySet(parsing: Array(TokenForge().keySet.utf8)))
        let token = try TokenForge().token(TokenTrial.claims).reveal()
        func prove(_ text: String) async throws -> ProvenToken {
            try await verifier.verify(
                Secret(text), policy: .openIDConnect(issuer: TokenTrial.issuer), clientIDs: [TokenTrial.client],
                keys: source, at: TokenTrial.now)
        }
        _ = try await prove(token)
        await #expect(throws: LoginError.badSignature) { try await prove(token.dropLast(4) + "AAAA") }
    }
}

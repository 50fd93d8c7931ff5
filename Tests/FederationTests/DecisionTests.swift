import Foundation
import IdentityModel
import Logging
import Postgres
import STS
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import Audit
@testable import Federation

/// The statement that decided is the first that applies when the statements are told one by one.
@Suite struct `A decision` {
    private func trace(
        _ draft: DecisionDraft, _ redaction: Redaction = .init(masterKey: Self.masterKey)
    ) throws -> JSONNode {
        var json = JSONWriter()
        draft.write(to: &json, redaction)
        return try JSONDocument(json.bytes, limits: .request).root
    }

    private static let masterKey = MasterKey(Secret([UInt8](repeating: 7, count: 32)))!

    @Test func `tells of a finer cause than the client hears`() throws {
        var draft = DecisionDraft(.getCredentials, .unknown, at: Date())
        let error: FederationError = draft.refuse(.loginNeeded, .loginsDoNotMatch)
        draft.fail(error)
        #expect(draft.reason == "identity-needs-login")
        #expect(try trace(draft)["outcome"]?.string == "refused")
    }

    @Test func `calls a fault of ours a failure`() throws {
        var draft = DecisionDraft(.getID, .unknown, at: Date())
        draft.fail(FederationError.unavailable("no database"))
        let trace = try trace(draft)
        #expect(trace["outcome"]?.string == "failed")
        #expect(trace["reason"]?.string == "store-unavailable")
    }

    @Test func `on too many requests is not kept, and its room is given back`() async throws {
        let recorder = Recorder(capacity: 1, logger: .silent)
        let record = DecisionRecorder(recorder)
        for _ in 1...3 {
            await #expect(throws: FederationError.self) {
                try await record(.getID, .unknown, at: Date()) { _ throws(FederationError) in
                    throw .tooManyRequests(retryAfter: 1)
                }
            }
        }
        #expect(recorder.waiting == 0)
        #expect(await recorder.reserve() != nil)
    }

    @Test func `that could not be recorded is not made`() async throws {
        let recorder = Recorder(capacity: 1, logger: .silent)
        let record = DecisionRecorder(recorder)
        func exchange(_ body: () -> Void) async throws(FederationError) {
            try await record(.getID, .unknown, at: Date()) { _ throws(FederationError) in body() }
        }
        var count = 0
        try await exchange { count += 1 }
        recorder.failWaiters()
        await #expect(throws: FederationError.self) { try await exchange { count += 1 } }
        #expect(count == 1)
    }

    @Test(arguments: [Redaction.Treatment.hash, .drop])
    func `keeps of claims what the settings admit`(_ treatment: Redaction.Treatment) throws {
        let claims = try Claims(JSONDocument(#"{"sub":"ada","email":"a@b","n":1,"l":["x"]}"#, limits: .token))
        var draft = DecisionDraft(.getID, .unknown, at: Date())
        draft.logins = [
            .proven(
                VerifiedLogin(
                    provider: "plain.example", issuer: "plain.example", subject: "ada", audience: "app",
                    claims: claims, proof: .signedToken, issuedAt: nil, expiresAt: Date()))
        ]
        let redacted = try trace(draft, .init(claims: treatment, masterKey: Self.masterKey))
        let login = try #require(redacted["logins"]?.elements.first { _ in true })
        #expect(login["subject"]?.string == "ada")
        #expect(redacted["claimsRedaction"]?.string == treatment.rawValue)
        for name in ["email", "n", "l", "sub"] {
            let value = try #require(login["claims"]?[name])
            #expect(treatment == .drop ? value.isNull : value.string?.hasPrefix("hash:") == true)
        }
        let kept = try trace(draft)["logins"]?.elements.first { _ in true }?["claims"]
        #expect(kept?["email"]?.string == "a@b")
        #expect(kept?["n"]?.text == "1")
    }
}

import IdentityModel
import STS
import Testing

import struct Foundation.Date
import struct Foundation.UUID

@Suite struct `The payload of a session` {
    @Test(arguments: [
        Change("kind") { $0.kind = .federatedUser },
        Change("account") { $0.account = AccountID("999999999999")! },
        Change("principal id") { $0.principalID = UniqueID("AROAQAAAAAAAZZZZZZZZZ")! },
        Change("principal path") { $0.principalPath = "/" },
        Change("principal name") { $0.principalName = "Other" },
        Change("session name") { $0.sessionName = "other" },
        Change("source identity") { $0.sourceIdentity = nil },
        Change("empty source identity") { $0.sourceIdentity = "" },
        Change("federation") { $0.federation = nil },
        Change("provider") { $0.federation?.provider = "other" },
        Change("audience") { $0.federation?.audience = "other" },
        Change("subject") { $0.federation?.subject = "other" },
        Change("methods") { $0.federation?.methods = [] },
        Change("identity") { $0.identity = nil },
        Change("identity id") { $0.identity?.id = IdentityID("us-east-1:99999999-7777-8888-9999-aaaaaaaaaaaa")! },
        Change("pool id") { $0.identity?.pool = IdentityPoolID("us-east-1:99999999-7777-8888-9999-aaaaaaaaaaaa")! },
        Change("principal tags") { $0.principalTags = ["level": "1", "department": "Bücher"] },
        Change("transitive keys") { $0.transitiveTagKeys = ["level", "department"] },
        Change("policy") { $0.policy = nil },
        Change("long policy") { $0.policy = String(repeating: "ü", count: 2000) },
        Change("policy ARNs") { $0.policyARNs = [] },
        Change("scope-down") { $0.scopeDown = nil },
        Change("scope-down version") { $0.scopeDown = .guest(version: .max) },
        Change("chained") { $0.isChained = false },
        Change("session id") { $0.id = UUID(uuidString: "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")! },
    ])
    func `keeps every field apart from the others`(change: Change) throws {
        let original = try SampleSeal.fullSession()
        var changed = original
        change.apply(&changed)
        #expect(changed != original)
        #expect(changed.payload != original.payload)
        #expect(try SealedSession(payload: changed.payload) == changed)
    }

    struct Change: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let apply: @Sendable (inout SealedSession) -> Void

        init(_ description: String, _ apply: @escaping @Sendable (inout SealedSession) -> Void) {
            testDescription = description
            self.apply = apply
        }
    }

    @Test func `keeps its times to the second, rounded down`() throws {
        let full = try SampleSeal.fullSession()
        let session = SealedSession(
            kind: full.kind, account: full.account, principalID: full.principalID, principalPath: "/",
            principalName: "Role", sessionName: "name", issuedAt: Date(timeIntervalSince1970: 1_700_000_000.9),
            expiresAt: Date(timeIntervalSince1970: 253_402_300_799.99), id: full.id)
        #expect(session.issuedAt == Date(timeIntervalSince1970: 1_700_000_000))
        #expect(session.expiresAt == Date(timeIntervalSince1970: 253_402_300_799))
        #expect(try SealedSession(payload: session.payload) == session)
    }

    @Test func `is the same for the same session`() throws {
        var session = try SampleSeal.fullSession()
        session.principalTags = Dictionary(uniqueKeysWithValues: (0..<50).map { ("key\($0)", "value") })
        var again = session
        again.principalTags = Dictionary(uniqueKeysWithValues: (0..<50).reversed().map { ("key\($0)", "value") })
        #expect(session.payload == again.payload)
    }

    @Test func `of another version is refused`() throws {
        for version: UInt8 in [0, 3, 255] {
            var payload = try SampleSeal.fullSession().payload
            payload[0] = version
            #expect(throws: SealError.unknownPayload(version: version)) { try SealedSession(payload: payload) }
        }
    }

    @Test func `is refused with a byte too many`() throws {
        for session in [try SampleSeal.fullSession(), try SampleSeal.descendedSession()] {
            #expect(throws: SealError.malformedPayload) { try SealedSession(payload: session.payload + [0]) }
        }
    }

    @Test func `is refused when it ends anywhere before its end`() throws {
        for session in [try SampleSeal.fullSession(), try SampleSeal.descendedSession()] {
            let payload = session.payload
            for length in 0..<payload.count {
                #expect(throws: SealError.malformedPayload) {
                    try SealedSession(payload: Array(payload.prefix(length)))
                }
            }
        }
    }

    @Test func `has the first version as long as nothing came before the session`() throws {
        #expect(try SampleSeal.fullSession().payload.first == 1)
        #expect(try SampleSeal.descendedSession().payload.first == 2)
        // The second version with nothing in it would be another spelling of the first.
        var payload = try SampleSeal.fullSession().payload + [0]
        payload[0] = 2
        #expect(throws: SealError.malformedPayload) { try SealedSession(payload: payload) }
    }

    @Test(arguments: [
        Change("no ancestors") { $0.ancestors = [] },
        Change("one ancestor less") { $0.ancestors.removeLast() },
        Change("ancestors in another order") { $0.ancestors.reverse() },
        Change("an ancestor's time") {
            $0.ancestors[0] = .init(issuedAt: SampleSeal.at(-99), principalID: $0.ancestors[0].principalID)
        },
        Change("an ancestor's principal") { $0.ancestors[0].principalID = UniqueID("AROAQAAAAAAAZZZZZZZZZ")! },
        Change("an ancestor's key") { $0.ancestors[0].accessKeyID = nil },
        Change("an ancestor's identity") { $0.ancestors[0].identity = nil },
        Change("an ancestor's provider") { $0.ancestors[0].provider = "other" },
        Change("an ancestor's subject") { $0.ancestors[0].subject = nil },
        Change("an ancestor's methods") { $0.ancestors[0].methods = [] },
    ])
    func `keeps of what came before`(change: Change) throws {
        let original = try SampleSeal.descendedSession()
        #expect(try SealedSession(payload: original.payload) == original)
        var changed = original
        change.apply(&changed)
        #expect(changed != original)
        #expect(changed.payload != original.payload)
        #expect(try SealedSession(payload: changed.payload) == changed)
    }

    @Test(arguments: [
        Damage("an unknown kind") { $0[1] = 9 },
        Damage("a length beyond the end") { $0[2] = 0x7F },
        Damage("a length beyond 64 bits") {
            $0.replaceSubrange(2...2, with: [0x8C] + [UInt8](repeating: 0x80, count: 8) + [0x02])
        },
        Damage("a length with an idle group") { $0.replaceSubrange(2...2, with: [0x8C, 0x00]) },
        Damage("an account with a letter") { $0[3] = UInt8(ascii: "x") },
        Damage("text that is not UTF-8") { $0[$0.firstRange(of: Array("Guest".utf8))!.lowerBound] = 0xFF },
        Damage("a flag that is neither") { $0[$0.count - 17] = 2 },
        Damage("tags out of order") {
            $0.swapAt($0.firstRange(of: Array("department".utf8))!.lowerBound, $0.count - 1)
        },
    ])
    func `is refused with`(damage: Damage) throws {
        var payload = try SampleSeal.fullSession().payload
        // The last byte of the sample's id is free to hold a letter that sorts behind every key.
        payload[payload.count - 1] = UInt8(ascii: "z")
        #expect(throws: Never.self) { try SealedSession(payload: payload) }
        damage.apply(&payload)
        #expect(throws: SealError.malformedPayload) { try SealedSession(payload: payload) }
    }

    struct Damage: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let apply: @Sendable (inout [UInt8]) -> Void

        init(_ description: String, _ apply: @escaping @Sendable (inout [UInt8]) -> Void) {
            testDescription = description
            self.apply = apply
        }
    }
}

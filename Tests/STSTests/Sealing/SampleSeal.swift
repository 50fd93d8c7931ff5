import IdentityModel
import STS
import Testing

import struct Foundation.Date
import struct Foundation.UUID

/// One deployment's keys and one session that says everything a session can say.
enum SampleSeal {
    static let deploymentID = "house"
    /// 2023-11-14 22:13:20 UTC, when the sample session begins.
    static let start = Date(timeIntervalSince1970: 1_700_000_000)

    static func at(_ seconds: Double) -> Date { start.addingTimeInterval(seconds) }

    static func accessKeyID(_ text: String = "ASIAQAAAAAAAABCDEFGH") throws -> AccessKeyID {
        try #require(AccessKeyID(text))
    }

    /// Seals for a day around the start, and opens for half a day more.
    static func rootKey(
        _ id: UInt64 = 0x0123_4567_89AB_CDEF, firstByte: UInt8 = 0xA0, notBefore: Double = -3600,
        sealUntil: Double = 86_400, openUntil: Double = 129_600
    ) throws -> RootKey {
        try #require(
            RootKey(
                id: id, secret: Secret(Array(firstByte...firstByte + 31)), notBefore: at(notBefore),
                sealUntil: at(sealUntil), openUntil: at(openUntil)))
    }

    static func seal(_ keys: RootKey..., deploymentID: String = deploymentID) throws -> SessionSeal {
        SessionSeal(keyring: Keyring(keys.isEmpty ? [try rootKey()] : keys), deploymentID: deploymentID)
    }

    static func fullSession() throws -> SealedSession {
        let identity = try #require(IdentityID("eu-west-1:66666666-7777-8888-9999-aaaaaaaaaaaa"))
        let pool = try #require(IdentityPoolID("eu-west-1:11111111-2222-3333-4444-555555555555"))
        return SealedSession(
            kind: .assumedRole,
            account: try #require(AccountID("000000000000")),
            principalID: try #require(UniqueID("AROAQAAAAAAAABCDEFGHI")),
            principalPath: "/team/",
            principalName: "Guest",
            sessionName: "CognitoIdentityCredentials",
            issuedAt: at(0),
            expiresAt: at(3600),
            sourceIdentity: "alice",
            federation: SealedSession.Federation(
                provider: "cognito-identity.amazonaws.com",
                audience: "eu-west-1:11111111-2222-3333-4444-555555555555",
                subject: "eu-west-1:66666666-7777-8888-9999-aaaaaaaaaaaa",
                methods: ["authenticated", "accounts.google.com"]),
            identity: SealedSession.PoolIdentity(id: identity, pool: pool),
            principalTags: ["level": "", "department": "Bücher"],
            transitiveTagKeys: ["level"],
            policy: #"{"Version":"2012-10-17","Statement":[]}"#,
            policyARNs: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            scopeDown: .guest(version: 300),
            isChained: true,
            id: try #require(UUID(uuidString: "0F0E0D0C-0B0A-0908-0706-050403020100")))
    }

    /// A session of a session of a person, and one of a user's key behind it.
    static func descendedSession() throws -> SealedSession {
        var session = try fullSession()
        session.ancestors = [
            .init(
                issuedAt: at(-60), principalID: try #require(UniqueID("AROAQAAAAAAABCDEFGHIJ")),
                accessKeyID: try accessKeyID("ASIAQAAAAAAAZBCDEFGH"), identity: session.identity,
                provider: "cognito-identity.amazonaws.com", subject: "someone",
                methods: ["authenticated", "accounts.google.com", "accounts.google.com:app:42"]),
            .init(issuedAt: at(-120), principalID: try #require(UniqueID("AIDAQAAAAAAABCDEFGHIJ"))),
        ]
        return session
    }

    static func bareSession() throws -> SealedSession {
        SealedSession(
            kind: .user,
            account: try #require(AccountID("123456789012")),
            principalID: try #require(UniqueID("AIDARZPUZDIKABCDEFGHI")),
            principalPath: "/",
            principalName: "admin",
            sessionName: "",
            issuedAt: at(0),
            expiresAt: at(900),
            id: try #require(UUID(uuidString: "00000000-0000-0000-0000-000000000001")))
    }
}

/// Counts: the bytes of its numbers are 0, 1, 2 and so on.
struct CountingGenerator: RandomNumberGenerator {
    private var number: UInt64 = 0x0001_0203_0405_0607

    mutating func next() -> UInt64 {
        defer { number &+= 0x0808_0808_0808_0808 }
        return number
    }
}

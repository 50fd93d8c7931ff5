import Foundation
import IAMPolicy
import IdentityModel
import Postgres
import SigV4
import Storage
import TestSupport
import Testing

@testable import Authorizer
@testable import STS

/// The whole recognition on a real database, by a clock of the test's own.
struct LiveSessions: Sendable {
    let client: PostgresClient
    let sealing: SealingKeys
    let role: Role

    static func lend(_ body: (LiveSessions) async throws -> Void) async throws {
        try await LentDatabase.lend(from: .migrated) { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            do {
                try await body(try await LiveSessions(client))
            } catch {
                await client.close()
                throw error
            }
            await client.close()
        }
    }

    private init(_ client: PostgresClient) async throws {
        self.client = client
        sealing = SealingKeys(
            SealingKeyStore(client, masterKey: try Self.masterKey), now: { Sample.now - 86_400 })
        try await sealing.refresh()
        role = Role(
            account: Sample.account, id: Sample.session.principalID, name: "member",
            trustPolicy: CognitoTrust(pool: "\(Sample.pool)", audience: .authenticated).text)
        try await RoleStore(client).save(role)
        try await PoolStore(client).save(
            IdentityPool(id: Sample.pool, account: Sample.account, name: "pool", allowsGuests: true))
        _ = try await IdentityStore(client).insertGuest(Sample.identity.uuid, in: Sample.pool.uuid)
    }

    private static var masterKey: MasterKey {
        get throws { try #require(MasterKey(Secret([UInt8](repeating: 7, count: 32)))) }
    }

    /// An hour's session, begun then.
    func begin(at time: Date) throws -> TemporaryCredentials {
        let session = SealedSession(
            kind: .assumedRole, account: role.account, principalID: role.id, principalPath: role.path,
            principalName: role.name, sessionName: "s", issuedAt: time, expiresAt: time + 3_600,
            identity: .init(id: Sample.identity, pool: Sample.pool), id: UUID())
        return try SessionMint(keys: sealing, deployment: Sample.account.rawValue).mint(session, at: time).credentials
    }

    var revocations: SessionRevocations {
        SessionRevocations(SessionRevocationStore(client), identities: IdentityStore(client))
    }

    func recognition(at time: Date) throws -> CallerRecognition {
        CallerRecognition(
            accessKeys: AccessKeyDirectory(AccessKeyStore(client, masterKey: try Self.masterKey)),
            users: UserDirectory(UserStore(client)), roles: RoleDirectory(RoleStore(client)), keys: sealing,
            revocations: revocations, deployment: Sample.account.rawValue, regions: ["us-east-1"], now: { time })
    }

    func authorize(_ request: OriginalRequest, at time: Date) async throws(AuthorizationRefusal) -> AuthorizedCaller {
        let recognition: CallerRecognition
        let table: RouteTable
        do {
            recognition = try self.recognition(at: time)
            table = try Sample.table(Self.routes)
        } catch {
            throw .unavailable("\(error)")
        }
        return try await RequestAuthorization(
            table, recognition: recognition, tokens: OneToken(.notABrokerToken),
            revocations: revocations, account: Sample.account,
            permissions: Permissions(IdentityPolicyDirectory(IdentityPolicyStore(client)), now: { time })
        ).authorize(request)
    }

    static let routes = """
        proxy: nginx
        apis:
          - name: notes
            hosts: [notes.example.com]
            resource_policy:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: {AWS: "arn:aws:iam::000000000000:role/member"}
                  Action: notes:Read
                  Resource: arn:aws:notes:::own/us-east-1:*
            routes:
              - {methods: [GET], path: /own, action: "notes:Read", resource: "arn:aws:notes:::own/${identity.id}"}
        """

    static func signed(
        _ credentials: TemporaryCredentials, at time: Date, presigned: Bool = false, service: String = "execute-api"
    ) -> OriginalRequest {
        let signer = Signer(
            accessKeyID: credentials.accessKeyID.rawValue,
            secretAccessKey: credentials.secretAccessKey.reveal(), sessionToken: credentials.sessionToken.reveal(),
            region: "us-east-1", service: service)
        let request = SignedRequest(method: "GET", path: "/own", headers: [.init("host", "notes.example.com")])
        let now = SigningTime(secondsSinceEpoch: Int64(time.timeIntervalSince1970))
        let signed = presigned ? signer.presign(request, lasting: 60, at: now) : signer.sign(request, at: now)
        return OriginalRequest(
            method: "GET", target: signed.query.isEmpty ? "/own" : "/own?\(signed.query)", host: "notes.example.com",
            headers: signed.headers.filter { $0.name != "host" })
    }
}

@Suite(.timeLimit(.minutes(2))) struct `A session at somebody's API` {
    @Test func `passes until it ends`() async throws {
        try await LiveSessions.lend { sessions in
            let credentials = try sessions.begin(at: Sample.now)
            for presigned in [false, true] {
                let last = Sample.now + 3_599
                let caller = try await sessions.authorize(
                    LiveSessions.signed(credentials, at: last, presigned: presigned), at: last)
                #expect(caller.name == "arn:aws:sts::000000000000:assumed-role/member/s")
                #expect(caller.value(.identity) == "\(Sample.identity)")
                let over = Sample.now + 3_600
                let refusal = await #expect(throws: AuthorizationRefusal.self) {
                    try await sessions.authorize(
                        LiveSessions.signed(credentials, at: over, presigned: presigned), at: over)
                }
                #expect(refusal?.reason == "session-expired")
            }
        }
    }

    @Test func `ends with its role`() async throws {
        try await LiveSessions.lend { sessions in
            let credentials = try sessions.begin(at: Sample.now)
            let request = LiveSessions.signed(credentials, at: Sample.now)
            _ = try await sessions.authorize(request, at: Sample.now)
            #expect(
                try await RoleStore(sessions.client).delete(named: sessions.role.name, account: Sample.account) == nil)
            let refusal = await #expect(throws: AuthorizationRefusal.self) {
                try await sessions.authorize(request, at: Sample.now)
            }
            #expect(refusal?.reason == "credentials-unknown")
        }
    }
}

@Suite(.timeLimit(.minutes(2))) struct `A derived signing key` {
    /// 2026-09-21 00:00:00 UTC.
    static let midnight = Date(timeIntervalSince1970: 1_789_948_800)

    static func derive(
        _ sessions: LiveSessions, _ credentials: TemporaryCredentials, date: String = "20260921", at time: Date
    ) async throws -> DerivedKey {
        try await sessions.recognition(at: time).derive(
            for: credentials.accessKeyID, token: credentials.sessionToken,
            in: CredentialScope(date: date, region: "us-east-1", service: "notes"))
    }

    @Test func `is the one that the session signs with`() async throws {
        try await LiveSessions.lend { sessions in
            let credentials = try sessions.begin(at: Self.midnight)
            let derived = try await Self.derive(sessions, credentials, at: Self.midnight)
            let own = SigningKey(secret: credentials.secretAccessKey.reveal(), scope: derived.key.scope)
            #expect(derived.key.reveal() == own.reveal())
            #expect(derived.caller.arn == "arn:aws:sts::000000000000:assumed-role/member/s")
        }
    }

    @Test func `is to be asked for again before anything of it ends`() async throws {
        try await LiveSessions.lend { sessions in
            let begun = Self.midnight - 1_800
            let credentials = try sessions.begin(at: begun)
            for (date, offset, expected) in [
                // Five minutes at most; the session's end; a quarter of an hour after the day's.
                ("20260921", 60.0, 360.0), ("20260921", 1_700, 1_800), ("20260920", 800, 900),
            ] {
                let derived = try await Self.derive(sessions, credentials, date: date, at: Self.midnight + offset)
                #expect(derived.expiresAt == Self.midnight + expected)
            }
        }
    }

    @Test func `is not to be had of a session that is none`() async throws {
        try await LiveSessions.lend { sessions in
            let credentials = try sessions.begin(at: Self.midnight)
            let others = try sessions.begin(at: Self.midnight)
            await #expect(throws: STSError.self) {
                try await Self.derive(sessions, credentials, at: Self.midnight + 3_600)
            }
            for (id, token) in [
                (others.accessKeyID, credentials.sessionToken), (credentials.accessKeyID, Secret("A")),
                (AccessKeyID("AKIAQAAAAAAABBBBBBBB")!, credentials.sessionToken),
            ] {
                await #expect(throws: STSError.self) {
                    try await sessions.recognition(at: Self.midnight).derive(
                        for: id, token: token,
                        in: CredentialScope(date: "20260921", region: "us-east-1", service: "notes"))
                }
            }
        }
    }

    @Test func `is for a day that signatures bear now`() async throws {
        try await LiveSessions.lend { sessions in
            for (offset, dates) in [
                (0.0, ["20260920", "20260921"]), (899, ["20260920", "20260921"]), (900, ["20260921"]),
                (43_200, ["20260921"]),
                (85_499, ["20260921"]), (85_500, ["20260921", "20260922"]),
            ] {
                let recognition = try sessions.recognition(at: Self.midnight + offset)
                let current = ["20260919", "20260920", "20260921", "20260922", "20260923"].filter(recognition.isCurrent)
                #expect(current == dates, "\(offset)")
            }
        }
    }
}

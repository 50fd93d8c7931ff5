import HTTPTypes
import InMemoryLogging
import Logging
import NIOCore
import SigV4
import Synchronization
import Testing

@testable import Authorizer
@testable import HTTPAPI
@testable import STS

@Suite struct `The door of the authorizer` {
    static func ask(
        _ outcome: Result<AuthorizedCaller, AuthorizationRefusal>, limits: RateLimits = .none,
        log: InMemoryLogHandler = .init(),
        peer: SocketAddress? = nil
    ) async -> WireResponse {
        await door(outcome, limits: limits, log: log).answer(question(peer))
    }

    static func door(
        _ outcome: Result<AuthorizedCaller, AuthorizationRefusal>, limits: RateLimits = .none,
        log: InMemoryLogHandler = .init()
    ) -> AuthorizeDoor {
        AuthorizeDoor(
            RouteTable(proxy: .envoy, hops: 1, apis: []),
            authorize: { _ throws(AuthorizationRefusal) in try outcome.get() }, limits: limits,
            logger: Logger(label: "door", factory: { _ in log }))
    }

    static func question(_ peer: SocketAddress? = nil, headers: HTTPFields = [:]) -> WireRequest {
        WireRequest(
            method: .delete, target: "/authorize/a?X-Amz-Signature=secret", authority: "a", headers: headers, peer: peer
        )
    }

    private static func value(_ name: String, _ response: WireResponse) -> String? {
        response.headers[values: .header(name)].first
    }

    @Test func `says as whom a request passes`() async {
        let answer = await Self.ask(.success(.signer(Sample.recognised(.unsigned, presigned: true))))
        #expect(answer.status == .ok)
        #expect(answer.body.readableBytes == 0)
        for (name, expected) in [
            ("principal", "arn:aws:sts::000000000000:assumed-role/member/CognitoIdentityCredentials"),
            ("auth-method", "sigv4-presigned"), ("account", "000000000000"), ("identity-id", "\(Sample.identity)"),
            ("identity-pool-id", "\(Sample.pool)"), ("role", "arn:aws:iam::000000000000:role/apps/member"),
            ("session-name", "CognitoIdentityCredentials"), ("access-key-id", "ASIAQAAAAAAABBBBBBBB"),
            ("content-sha256", "UNSIGNED-PAYLOAD"),
        ] {
            #expect(Self.value("x-sluice-\(name)", answer) == expected)
        }
        #expect(Self.value("cache-control", answer) == "no-store")
    }

    /// An absent header would let through what a client wrote there.
    @Test func `says every header also of those who have nothing to say`() async {
        let answer = await Self.ask(.success(.anonymous))
        #expect(Self.value("x-sluice-principal", answer) == "anonymous")
        #expect(Self.value("x-sluice-auth-method", answer) == "anonymous")
        for name in [
            "account", "identity-id", "identity-pool-id", "role", "session-name", "access-key-id", "content-sha256",
        ] {
            #expect(Self.value("x-sluice-\(name)", answer) == "")
        }
    }

    @Test(arguments: [
        (AuthorizationRefusal.credentialsMissing, 401, "credentials-missing"),
        (.tokenExpired, 401, "token-expired"), (.signature(.sessionExpired), 401, "session-expired"),
        (.routeUnknown, 403, "route-unknown"), (.denied("no", explicitly: true), 403, "explicit-deny"),
        (.denied("no", explicitly: false), 403, "not-allowed"), (.pathAmbiguous(.dotSegment), 403, "path-ambiguous"),
        (.headerAmbiguous, 403, "header-ambiguous"),
        (.notAQuestion("no"), 400, "proxy-misconfigured"), (.unavailable("db#1"), 503, "unavailable"),
    ])
    func `says why a request does not pass`(_ refusal: AuthorizationRefusal, _ status: Int, _ reason: String) async {
        let answer = await Self.ask(.failure(refusal))
        #expect(answer.status.code == status)
        #expect(Self.value("x-sluice-reason", answer) == reason)
        #expect((Self.value("www-authenticate", answer) != nil) == (status == 401))
        #expect(String(buffer: answer.body).hasPrefix(#"{"reason":"\#(reason)","message":""#))
        #expect(!String(buffer: answer.body).contains("db#1"))
        #expect(Self.value("x-sluice-principal", answer) == nil)
    }

    /// An API that reads `X_Sluice_Principal` as `X-Sluice-Principal` would believe the client.
    @Test(arguments: ["X_Sluice_Principal", "x-sluice_identity-id", "X_SLUICE-ROLE", "x_sluice_", "X-Sluice-New_One"])
    func `does not judge what comes with a header like one of ours`(_ name: String) async {
        let door = Self.door(.success(.anonymous))
        let answer = await door.answer(Self.question(headers: [.header(name): "root"]))
        #expect(Self.value("x-sluice-reason", answer) == "header-ambiguous")
    }

    @Test(arguments: ["X-Sluice-Principal", "X_Sluices", "my_x-sluice-role", "x_amz_date"])
    func `judges what comes with any other header`(_ name: String) async {
        let answer = await Self.door(.success(.anonymous)).answer(Self.question(headers: [.header(name): "root"]))
        #expect(answer.status == .ok)
    }

    /// Beside one API, another could be meant by the host than the proxy leads to.
    @Test(arguments: [
        ("traefik", "/authorize", "x-none"), ("traefik", "/authorize?api=strict", "x-none"),
        ("envoy", "/authorize/a", "x-none"), ("envoy", "/authorize/a", "x-sluice-api"),
    ])
    func `is told which API is guarded where there are several`(
        _ proxy: String, _ target: String, _ header: String
    ) async throws {
        let table = try Sample.table(Sample.routes.replacing("proxy: nginx", with: "proxy: \(proxy)"))
        let door = AuthorizeDoor(
            table,
            authorize: { request throws(AuthorizationRefusal) in
                if request.expectedAPI != "notes" { throw .hostMisplaced }
                return .anonymous
            }, limits: .none, logger: Logger(label: "door", factory: { _ in InMemoryLogHandler() }))
        var headers: HTTPFields = [.header(header): "strict"]
        for (name, value) in [("method", "GET"), ("uri", "/a"), ("host", "notes.example.com")] {
            headers.append(HTTPField(name: .header("x-forwarded-\(name)"), value: value))
        }
        let answer = await door.answer(
            WireRequest(method: .get, target: target, authority: "notes.example.com", headers: headers))
        let isNamed = target.contains("api=") || header == "x-sluice-api"
        #expect(Self.value("x-sluice-reason", answer) == (isNamed ? "host-misplaced" : "proxy-misconfigured"))
    }

    @Test func `counts wrong credentials, and never who has good ones`() async throws {
        let peer = try SocketAddress(ipAddress: "192.0.2.1", port: 1)
        func limits() -> RateLimits { RateLimits(address: RateLimit(perSecond: 1, burst: 2), proxyHops: 0) }
        let bad = Self.door(.failure(.signature(.signatureRefused(.mismatch(.signatureDiffers)))), limits: limits())
        var statuses: [Int] = []
        for _ in 0..<3 { statuses.append(await bad.answer(Self.question(peer)).status.code) }
        #expect(statuses == [401, 401, 429])
        for outcome in [Result.success(.anonymous), .failure(.routeUnknown), .failure(.credentialsMissing)]
            as [Result<AuthorizedCaller, AuthorizationRefusal>]
        {
            let door = Self.door(outcome, limits: limits())
            for _ in 0..<5 { #expect(await door.answer(Self.question(peer)).status.code != 429) }
        }
    }

    @Test func `logs who and why, and nothing of the request`() async throws {
        let log = InMemoryLogHandler()
        _ = await Self.ask(.success(.signer(Sample.recognised())), log: log)
        _ = await Self.ask(.failure(.tokenInvalid), log: log)
        let entries = log.entries
        #expect(entries.map { $0.metadata["action"] } == ["Authorize", "Authorize"])
        #expect(entries.map { $0.metadata["outcome"] } == ["answered", "refused"])
        #expect(entries[0].metadata["identity.id"] == "\(Sample.identity)")
        #expect(entries[1].metadata["error.code"] == "token-invalid")
        #expect(!"\(entries)".contains("secret"))
    }
}

import Foundation
import HTTPTypes
import IAMPolicy
import IdentityModel
import InMemoryLogging
import Logging
import NIOCore
import SigV4
import StrictJSON
import Synchronization
import Testing

@testable import Authorizer
@testable import HTTPAPI
@testable import STS

@Suite struct `The door of signing keys` {
    static let question =
        #"{"accessKeyId":"ASIAQAAAAAAABBBBBBBB","sessionToken":"the-token","date":"20260921","region":"us-east-1","service":"notes"}"#

    /// - Parameter asked: what was required and derived, in order.
    static func answer(
        _ body: String = question, method: HTTPRequest.Method = .post, path: String = "/v1/signing-keys",
        recognised: STSError? = nil, required: STSError? = nil, isCurrent: Bool = true, derived: STSError? = nil,
        owner: AccountID = Sample.account, log: InMemoryLogHandler = .init(), asked: Asked = Asked(),
        limits: RateLimits = .none, peer: SocketAddress? = nil
    ) async -> WireResponse {
        var session = Sample.session
        session.account = owner
        let door = SigningKeyDoor(
            recognise: { _, service throws(STSError) in
                if let recognised { throw recognised }
                asked.note(service)
                return Sample.caller
            },
            require: { action, resource, _ throws(STSError) in
                asked.note("\(action) \(resource)")
                if let required { throw required }
            },
            isCurrent: { _ in isCurrent },
            derive: { [session] id, token, scope throws(STSError) in
                asked.note("\(id) \(token.reveal()) \(scope)")
                if let derived { throw derived }
                return DerivedKey(
                    key: SigningKey(secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", scope: scope),
                    caller: RecognisedCaller(session, accessKeyID: id, region: scope.region), session: session,
                    expiresAt: Sample.now + 300.9)
            },
            limits: limits, logger: Logger(label: "door", factory: { _ in log }))
        return await door.answer(WireRequest(method: method, target: path, body: .bytes(Array(body.utf8)), peer: peer))
    }

    final class Asked: Sendable {
        private let list = Mutex<[String]>([])
        func note(_ text: String) { list.withLock { $0.append(text) } }
        var all: [String] { list.withLock { $0 } }
    }

    @Test func `gives the key of a session, who it is and what bounds it`() async throws {
        let asked = Asked()
        let answer = await Self.answer(asked: asked)
        #expect(answer.status == .ok)
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(
            asked.all == [
                "sluice", "sluice:DeriveSigningKey arn:aws:sluice:us-east-1:000000000000:signing-key/notes",
                "ASIAQAAAAAAABBBBBBBB the-token 20260921/us-east-1/notes/aws4_request",
            ])
        let json = try JSONDocument(Array(buffer: answer.body), limits: .document).root
        #expect(json["signingKey"]?.string == "4R+tEEXp6rHQPlXWRK1JscF/IehTtXOsaN3RBq3Y68I=")
        #expect(json["expiresAt"]?.string == "2026-09-21T14:18:20Z")
        #expect(json["scope"]?["service"]?.string == "notes")
        let principal = try #require(json["principal"])
        for (name, value) in [
            ("arn", "arn:aws:sts::000000000000:assumed-role/member/CognitoIdentityCredentials"),
            ("account", "000000000000"), ("userId", "AROAQAAAAAAABBBBBBBBB:CognitoIdentityCredentials"),
            ("roleArn", "arn:aws:iam::000000000000:role/apps/member"), ("identityId", "\(Sample.identity)"),
            ("identityPoolId", "\(Sample.pool)"), ("sessionExpiresAt", "2026-09-21T15:13:20Z"),
        ] {
            #expect(principal[name]?.string == value)
        }
        #expect(principal["tags"]?["team"]?.string == "red")
        #expect(json["sessionPolicy"]?["inline"]?.string == #"{"Version":"2012-10-17"}"#)
        #expect(json["sessionPolicy"]?["managed"]?.elements.map(\.string) == ["arn:aws:iam::aws:policy/ReadOnlyAccess"])
        #expect(json["sessionPolicy"]?["guestScopeDown"]?.bool == false)
    }

    @Test(arguments: [
        ("[]", "malformed"), ("{", "malformed"), ("", "malformed"), ("{}", "invalid-member"),
        (question.replacing("20260921", with: "20260931"), "invalid-member"),
        (question.replacing("20260921", with: "2026-09-21"), "invalid-member"),
        (question.replacing("us-east-1", with: "us/east"), "invalid-member"),
        (question.replacing("notes", with: ""), "invalid-member"),
        (question.replacing("ASIAQAAAAAAABBBBBBBB", with: "ASIA"), "invalid-member"),
        (question.replacing("\"date\"", with: "\"more\":1,\"date\""), "invalid-member"),
        (question.replacing("ASIAQAAAAAAABBBBBBBB", with: "AKIAQAAAAAAABBBBBBBB"), "long-term-key"),
        (question.replacing("the-token", with: String(repeating: "t", count: 17_000)), "too-large"),
    ])
    func `refuses a question that is none`(_ body: String, _ code: String) async throws {
        let asked = Asked()
        let answer = await Self.answer(body, asked: asked)
        try Self.expectProblem(answer, code == "too-large" ? 413 : 400, code)
        #expect(asked.all == ["sluice"])
    }

    @Test(arguments: [STSError.unknownCaller(.noSuchKey), .signatureRefused(.mismatch(.signatureDiffers))])
    func `counts who is guessing at keys`(_ refusal: STSError) async throws {
        let limits = RateLimits(address: RateLimit(perSecond: 1, burst: 2), proxyHops: 0)
        let peer = try SocketAddress(ipAddress: "192.0.2.1", port: 1)
        var statuses: [Int] = []
        for _ in 0..<3 {
            statuses.append(await Self.answer(recognised: refusal, limits: limits, peer: peer).status.code)
        }
        #expect(statuses.last == 429 && !statuses.prefix(2).contains(429))
    }

    /// With such a key a resource server could be the session at Sluice's own doors.
    @Test(arguments: ["sts", "iam", "cognito-identity", "sluice"])
    func `gives no key for a service of Sluice's own`(_ service: String) async throws {
        let asked = Asked()
        let answer = await Self.answer(Self.question.replacing("notes", with: service), asked: asked)
        try Self.expectProblem(answer, 403, "reserved-service")
        #expect(asked.all == ["sluice"])
    }

    @Test func `asks for a permission before it looks at the session`() async throws {
        let asked = Asked()
        let answer = await Self.answer(required: .accessDenied("no"), asked: asked)
        try Self.expectProblem(answer, 403, "access-denied")
        #expect(asked.all.count == 2)
    }

    @Test func `says what else there is to say`() async throws {
        try Self.expectProblem(
            await Self.answer(recognised: .signatureRefused(.noSignature)), 401, "caller-unknown")
        try Self.expectProblem(await Self.answer(recognised: .sessionExpired), 401, "caller-expired")
        try Self.expectProblem(await Self.answer(isCurrent: false), 400, "date-not-current")
        try Self.expectProblem(await Self.answer(derived: .unknownCaller(.roleGone)), 404, "session-unknown")
        try Self.expectProblem(await Self.answer(derived: .sessionExpired), 404, "session-expired")
        try Self.expectProblem(await Self.answer(derived: .unavailable("db#1")), 503, "unavailable")
        try Self.expectProblem(await Self.answer(owner: AccountID("123456789012")!), 404, "session-unknown")
        #expect(await Self.answer(method: .get).status == .methodNotAllowed)
        #expect(await Self.answer(path: "/v1/signing-keys/x").status == .notFound)
    }

    @Test func `logs no token and no key`() async {
        let log = InMemoryLogHandler()
        _ = await Self.answer(log: log)
        _ = await Self.answer(derived: .sessionExpired, log: log)
        let text = "\(log.entries)"
        #expect(text.contains("DeriveSigningKey"))
        #expect(!text.contains("the-token") && !text.contains("4R+tEEXp"))
    }

    private static func expectProblem(
        _ answer: WireResponse, _ status: Int, _ code: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(answer.status.code == status, sourceLocation: sourceLocation)
        #expect(answer.headers[.contentType] == "application/problem+json", sourceLocation: sourceLocation)
        let json = try JSONDocument(Array(buffer: answer.body), limits: .document).root
        #expect(json["type"]?.string == "urn:sluice:problem:\(code)", sourceLocation: sourceLocation)
        #expect(json["status"]?.text == "\(status)", sourceLocation: sourceLocation)
        #expect(!String(buffer: answer.body).contains("db#1"), sourceLocation: sourceLocation)
    }
}

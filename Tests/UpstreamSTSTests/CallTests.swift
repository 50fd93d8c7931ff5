import Foundation
import IdentityModel
import NIOHTTP1
import OutboundHTTP
import TestSupport
import Testing

@testable import UpstreamSTS

@Suite struct `A call to another STS` {
    private static let token = Secret("eyJoZWFkZXIi.eyJwYXlsb2Fk.c2lnbmF0dXJl")

    /// What comes of a call to a server on this machine that answers like that, and what it was asked.
    private func call(
        _ wanted: (STSBackEnd) -> UpstreamAssumption = { .sample(at: $0) }, kind: STSBackEnd.Kind = .ceph,
        timeoutSeconds: Int = 30, answer: @escaping @Sendable () -> LoopbackServer.Reply?
    ) async throws -> (result: Result<TemporaryCredentials, UpstreamError>, requests: [LoopbackServer.Request]) {
        let server = try await LoopbackServer { _ in answer() }
        let fetcher = HTTPFetcher(connectTimeout: .seconds(30))
        var backEnd = STSBackEnd.sample(kind, endpoint: "http://127.0.0.1:\(server.port)")
        backEnd.timeoutSeconds = timeoutSeconds
        backEnd.allowsPrivateAddress = true
        backEnd.allowsPlainHTTP = true
        let call = STSCall(
            fetch: { request throws(FetchError) in try await fetcher.fetch(request) }, allowsLoopbackHTTP: false)
        let result: Result<TemporaryCredentials, UpstreamError>
        do throws(UpstreamError) {
            result = .success(try await call.assume(wanted(backEnd), with: Self.token))
        } catch {
            result = .failure(error)
        }
        await fetcher.shutdown()
        await server.stop()
        return (result, server.requests)
    }

    private func form(_ request: LoopbackServer.Request) -> [String] {
        String(decoding: request.body, as: UTF8.self).split(separator: "&")
            .map { $0.removingPercentEncoding ?? "" }
    }

    // MARK: What is sent

    @Test func `has everything in the form of its body and nothing in the URL`() async throws {
        let called = try await call({
            .sample(
                at: $0, duration: 900, policy: #"{"Version":"2012-10-17"}"#, policyARNs: ["arn:aws:iam::aws:policy/A"])
        }) { .xml(SampleAnswer.ceph) }
        #expect(try called.result.get().accessKeyID.rawValue == "kot7kWDsXb7xU57KoJG")
        let request = try #require(called.requests.first)
        #expect(request.path == "/")
        #expect(request.headers.first(name: "content-type") == "application/x-www-form-urlencoded; charset=utf-8")
        #expect(!request.headers.contains(name: "authorization"))
        #expect(
            form(request) == [
                "Action=AssumeRoleWithWebIdentity", "Version=2011-06-15", "RoleArn=arn:aws:iam:::role/photos",
                "RoleSessionName=CognitoIdentityCredentials", "DurationSeconds=900",
                #"Policy={"Version":"2012-10-17"}"#, "WebIdentityToken=\(Self.token.reveal())",
            ])
    }

    @Test func `names managed session policies where they count`() async throws {
        let called = try await call(
            { .sample(at: $0, policyARNs: ["arn:aws:iam::aws:policy/A", "arn:aws:iam::aws:policy/B"]) }, kind: .aws
        ) { .xml(SampleAnswer.aws) }
        let members = form(try #require(called.requests.first))
        #expect(members.contains("PolicyArns.member.1.arn=arn:aws:iam::aws:policy/A"))
        #expect(members.contains("PolicyArns.member.2.arn=arn:aws:iam::aws:policy/B"))
    }

    @Test func `is not made when managed session policies alone would be passed over`() async throws {
        let called = try await call({ .sample(at: $0, policyARNs: ["arn:aws:iam::aws:policy/A"]) }) {
            .xml(SampleAnswer.ceph)
        }
        #expect(called.result.error == .misconfigured("it takes no managed session policies"))
        #expect(called.requests.isEmpty)
    }

    @Test func `names no role where the token says what its bearer may do`() async throws {
        let called = try await call({ .sample(at: $0, roleARN: nil) }, kind: .minio) { .xml(SampleAnswer.minio) }
        #expect(try called.result.get().accessKeyID.rawValue == "Y4RJU1RNFGK48LGO9I2S")
        #expect(!form(try #require(called.requests.first)).contains { $0.hasPrefix("RoleArn") })
    }

    @Test(arguments: [STSBackEnd.Kind.aws, .ceph])
    func `is not made without a role elsewhere`(kind: STSBackEnd.Kind) async throws {
        let called = try await call({ .sample(at: $0, roleARN: nil) }, kind: kind) { .xml(SampleAnswer.aws) }
        #expect(called.result.error == .misconfigured("a role there is not named"))
        #expect(called.requests.isEmpty)
    }

    // MARK: What is answered

    struct Answered: CustomTestStringConvertible, Sendable {
        let code: String
        let status: Int
        let error: @Sendable (UpstreamWords) -> UpstreamError

        var testDescription: String { "\(code) (\(status))" }

        init(_ code: String, _ status: Int, _ error: @escaping @Sendable (UpstreamWords) -> UpstreamError) {
            self.code = code
            self.status = status
            self.error = error
        }
    }

    static let refusals = [
        Answered("AccessDenied", 403) { .refused($0) },
        Answered("ValidationError", 400) { .refused($0) },
        Answered("MalformedPolicyDocument", 400) { .refused($0) },
        Answered("PackedPolicyTooLarge", 400) { .refused($0) },
        Answered("RegionDisabledException", 403) { .refused($0) },
        Answered("InvalidParameterValue", 400) { .refused($0) },
        Answered("NoSuchEntity", 404) { .refused($0) },
        Answered("InvalidArgument", 400) { .refused($0) },
        Answered("ExpiredTokenException", 400) { .tokenRefused($0) },
        Answered("InvalidIdentityToken", 400) { .tokenRefused($0) },
        Answered("IDPRejectedClaim", 403) { .tokenRefused($0) },
        Answered("ExpiredToken", 400) { .tokenRefused($0) },
        Answered("InvalidClientGrantsToken", 400) { .tokenRefused($0) },
        Answered("IDPCommunicationError", 400) { .issuerUnreachable($0) },
        Answered("Throttling", 400) { .throttled(retryAfter: 0, $0) },
        Answered("RequestLimitExceeded", 503) { .throttled(retryAfter: 0, $0) },
        Answered("SlowDown", 503) { .throttled(retryAfter: 0, $0) },
        Answered("ServiceUnavailable", 503) { .unavailable($0) },
        Answered("STSNotInitialized", 503) { .unavailable($0) },
        Answered("InternalFailure", 500) { .unavailable($0) },
    ]

    @Test(arguments: refusals) func `tells a refusal by its code`(answered: Answered) async throws {
        let called = try await call { .xml(SampleAnswer.error(answered.code, "Because."), status: answered.status) }
        let words = UpstreamWords(status: answered.status, code: answered.code, message: "Because.")
        #expect(called.result.error == answered.error(words))
        // Whether it is tried again is for the caller, who knows its budget.
        #expect(called.requests.count == 1)
    }

    @Test func `tells how long it is to stay away`() async throws {
        let called = try await call { .xml("", status: 429, headers: ["Retry-After": "7"]) }
        #expect(
            called.result.error
                == .throttled(retryAfter: 7, UpstreamWords(status: 429, code: "TooManyRequests", message: "")))
    }

    @Test func `tells how long it is to stay away when it says so by a code`() async throws {
        let called = try await call {
            .xml(SampleAnswer.error("Throttling"), status: 400, headers: ["Retry-After": "7"])
        }
        #expect(
            called.result.error
                == .throttled(retryAfter: 7, UpstreamWords(status: 400, code: "Throttling", message: "")))
    }

    @Test func `takes a proxy that fails for a failure`() async throws {
        let page = try await call {
            .init(status: 502, headers: ["Content-Type": "text/html"], body: .bytes(Array("<html>".utf8)))
        }
        #expect(page.result.error == .unavailable(nil))
        let text = try await call { .xml("no upstream", status: 503) }
        #expect(text.result.error == .unavailable(nil))
    }

    @Test func `gives up when its time is up`() async throws {
        let called = try await call(timeoutSeconds: 1) { .init(body: .stalled) }
        #expect(called.result.error == .unavailable(nil))
    }

    @Test func `takes a broken connection for a failure`() async throws {
        let called = try await call { nil }
        #expect(called.result.error == .unavailable(nil))
    }

    @Test func `takes nothing that is no answer of an STS`() async throws {
        let answers: [LoopbackServer.Reply] = [
            .xml("hello"), .xml(SampleAnswer.aws, status: 400), .xml(SampleAnswer.cephRefusal, status: 200),
            .xml("", status: 404), .init(body: .endless),
            .xml(String(repeating: " ", count: STSAnswer.limit + 1)),
            .init(status: 302, headers: ["Location": "https://elsewhere.example/"], body: .bytes([])),
            .xml(SampleAnswer.aws, headers: ["Content-Encoding": "gzip"]),
        ]
        for answer in answers {
            let called = try await call { answer }
            guard case .unintelligible? = called.result.error else {
                Issue.record("\(called.result.error.map { "\($0)" } ?? "credentials")")
                continue
            }
            #expect(called.requests.count == 1)
        }
    }

    // MARK: What is told

    @Test func `lets no token into what is told of it`() async throws {
        let echo = "Token \(Self.token.reveal()) and \(String(repeating: "x", count: 64)) are bad\u{1B}[31m"
        let called = try await call {
            .xml(SampleAnswer.error("Bad", echo.replacing("\u{1B}", with: "\n")), status: 400)
        }
        let words = UpstreamWords(status: 400, code: "Bad", message: "Token <hidden> and <hidden> are bad?[31m")
        #expect(called.result.error == .refused(words))
    }

    @Test func `tells no more than fits a line`() {
        let told = STSCall.line(String(repeating: "no ", count: 1_000), atMost: 256, hiding: Self.token)
        #expect(told.utf8.count == 256)
    }
}

extension LoopbackServer.Reply {
    fileprivate static func xml(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> Self {
        .init(
            status: status, headers: headers.merging(["Content-Type": "text/xml"]) { own, _ in own },
            body: .bytes(Array(text.utf8)))
    }
}

extension Result {
    var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}

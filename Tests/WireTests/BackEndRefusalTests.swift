import Federation
import IdentityModel
import InMemoryLogging
import Logging
import TestSupport
import Testing
import UpstreamSTS

@testable import HTTPAPI

/// One failure of an STS elsewhere, what the client hears of it, and what the operator.
struct BackEndRefusal: Sendable, CustomTestStringConvertible {
    let error: UpstreamError
    let code: String
    let message: String
    let status: Int
    let cause: String

    var testDescription: String { "\(error)" }

    private static let configuration = "Invalid identity pool configuration. Check assigned IAM roles for this pool."
    private static let away = "The credentials' service is not responding."

    private static func words(_ code: String, _ status: Int) -> UpstreamWords {
        UpstreamWords(status: status, code: code, message: "Because.")
    }

    static let all: [BackEndRefusal] = [
        .init(
            error: .refused(words("AccessDenied", 403)), code: "InvalidIdentityPoolConfigurationException",
            message: configuration, status: 400, cause: "refused: AccessDenied (403): Because."),
        .init(
            error: .tokenRefused(words("InvalidIdentityToken", 400)),
            code: "InvalidIdentityPoolConfigurationException", message: configuration, status: 400,
            cause: "refused our token: InvalidIdentityToken (400): Because."),
        .init(
            error: .throttled(retryAfter: 7, words("Throttling", 400)), code: "TooManyRequestsException",
            message: "Rate exceeded", status: 400,
            cause: "wants fewer calls, for 7 s: Throttling (400): Because."),
        .init(
            error: .unavailable(words("InternalFailure", 500)), code: "ExternalServiceException", message: away,
            status: 400, cause: "failed: InternalFailure (500): Because."),
        .init(
            error: .unavailable(nil), code: "ExternalServiceException", message: away, status: 400,
            cause: "did not answer"),
        .init(
            error: .circuitOpen, code: "ExternalServiceException", message: away, status: 400,
            cause: "was not asked: it failed too often a moment ago"),
        .init(
            error: .issuerUnreachable(words("IDPCommunicationError", 400)), code: "ExternalServiceException",
            message: away, status: 400, cause: "could not fetch our keys: IDPCommunicationError (400): Because."),
        .init(
            error: .ended, code: "TooManyRequestsException", message: "Rate exceeded", status: 400,
            cause: "made credentials, and sessions like theirs were ended meanwhile"),
        .init(
            error: .notChecked("away"), code: "InternalErrorException", message: "Internal error", status: 500,
            cause: "made credentials, and whether sessions like theirs were ended is unknown: away"),
        .init(
            error: .unintelligible("HTML"), code: "InternalErrorException", message: "Internal error", status: 500,
            cause: "gave no answer of an STS: HTML"),
        .init(
            error: .misconfigured("its endpoint"), code: "InternalErrorException", message: "Internal error",
            status: 500, cause: "cannot be asked: its endpoint"),
        .init(
            error: .tokenNotMinted("no key"), code: "InternalErrorException", message: "Internal error", status: 500,
            cause: "was not asked: no token for it: no key"),
    ]
}

@Suite(.timeLimit(.minutes(1))) struct `A back end that makes no credentials` {
    private static let role = "arn:aws:iam::111122223333:role/photos"

    @Test(arguments: BackEndRefusal.all)
    func `is told to the client as Cognito tells it, and to the operator as it is`(
        refusal: BackEndRefusal
    ) async throws {
        let failure = UpstreamFailure(
            refusal.error,
            UpstreamReport(
                backEnd: "store", roleARN: "arn:aws:iam:::role/photos", delivery: .none, attempts: 1,
                errorCode: refusal.error.word))
        try await TestSite.run(Rooms(refusing: .upstreamRefused(role: Self.role, failure))) { site in
            let answer = try await site.call("GetCredentialsForIdentity", #"{"IdentityId":"\#(Sample.identity)"}"#)
            #expect(answer.status == refusal.status)
            #expect(answer["x-amzn-ErrorType"] == "\(refusal.code):")
            #expect(answer.text == #"{"__type":"\#(refusal.code)","message":"\#(refusal.message)"}"#)
            if case .throttled(let seconds, _) = refusal.error { #expect(answer["retry-after"] == "\(seconds)") }
            let entry = try #require(site.log.entries.first)
            #expect(entry.metadata["error.cause"] == "\(Self.role): back end store \(refusal.cause)")
        }
    }

    @Test func `and one that made some stands in the log`() async throws {
        var rooms = Rooms.willing
        rooms.credentials = { _, _, _ in
            IssuedCredentials(
                identity: Sample.identityID, credentials: Sample.credentials,
                source: .upstream(
                    UpstreamReport(backEnd: "store", roleARN: nil, delivery: .cached, attempts: 0)))
        }
        try await TestSite.run(rooms) { site in
            _ = try await site.call("GetCredentialsForIdentity", #"{"IdentityId":"\#(Sample.identity)"}"#)
            let entry = try #require(site.log.entries.first)
            #expect(entry.metadata["backend"] == "store")
            #expect(entry.metadata["backend.delivery"] == "cached")
        }
    }
}

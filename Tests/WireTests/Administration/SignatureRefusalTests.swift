import InMemoryLogging
import Logging
import STS
import SigV4
import TestSupport
import Testing

@testable import HTTPAPI

/// One reason why a signed request goes no further, in the words of the JSON protocol.
struct ExpectedSignatureRefusal: Sendable, CustomTestStringConvertible {
    let error: STSError
    let code: String
    let message: String
    var status = 400

    var testDescription: String { "\(code): \(message)" }

    static let all: [ExpectedSignatureRefusal] = [
        .init(
            error: .signatureRefused(.noSignature), code: "MissingAuthenticationTokenException",
            message: "Missing Authentication Token"),
        .init(
            error: .signatureRefused(.unsupportedAlgorithm("AWS4-ECDSA-P256-SHA256")),
            code: "IncompleteSignatureException", message: "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'."),
        .init(
            error: .signatureRefused(.hostNotSigned), code: "InvalidSignatureException",
            message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
        .init(
            error: .signatureRefused(.mismatch(.signatureDiffers)), code: "InvalidSignatureException",
            message: "The request signature we calculated does not match the signature you provided. Check your AWS "
                + "Secret Access Key and signing method. Consult the service documentation for details."),
        .init(
            error: .unknownCaller(.keyInactive), code: "UnrecognizedClientException",
            message: "The security token included in the request is invalid."),
        .init(
            error: .unknownCaller(.noSuchKey), code: "UnrecognizedClientException",
            message: "The security token included in the request is invalid."),
        .init(
            error: .sessionExpired, code: "ExpiredTokenException",
            message: "The security token included in the request is expired"),
        .init(error: .accessDenied("User: x is not"), code: "AccessDeniedException", message: "User: x is not"),
        .init(
            error: .unavailable("connection refused"), code: "InternalErrorException", message: "Internal error",
            status: 500),
    ]
}

@Suite(.timeLimit(.minutes(1))) struct `A signed operation` {
    @Test(arguments: ExpectedSignatureRefusal.all)
    func `says why it goes no further`(_ expected: ExpectedSignatureRefusal) async throws {
        var rooms = Rooms.willing
        rooms.recognise = { _, service throws(STSError) in
            #expect(service == "cognito-identity")
            throw expected.error
        }
        try await TestSite.run(rooms) { site in
            let answer = try await site.call("DescribeIdentityPool", #"{"IdentityPoolId":"\#(Sample.poolID)"}"#)
            #expect(answer.status == expected.status)
            #expect(answer.text == #"{"__type":"\#(expected.code)","message":"\#(expected.message)"}"#)
            #expect(answer["x-amzn-ErrorType"] == "\(expected.code):")
        }
    }

    @Test func `asks for the signature before the body is read`() async throws {
        var rooms = Rooms.willing
        rooms.recognise = { _, _ throws(STSError) in throw .signatureRefused(.noSignature) }
        try await TestSite.run(rooms) { site in
            let answer = try await site.call("DescribeIdentityPool", "{")
            #expect(answer.text.contains("MissingAuthenticationTokenException"))
        }
    }

    @Test func `asks for permission before constraints are checked`() async throws {
        var rooms = Rooms.willing
        rooms.permit = { action, _, _, _ throws(STSError) in
            #expect("\(action)" == "cognito-identity:DescribeIdentityPool")
            throw .accessDenied("no")
        }
        try await TestSite.run(rooms) { site in
            let answer = try await site.call("DescribeIdentityPool", #"{"IdentityPoolId":"no colon"}"#)
            #expect(answer.text == #"{"__type":"AccessDeniedException","message":"no"}"#)
        }
    }

    @Test func `is refused when a member has the wrong type, whoever asks`() async throws {
        try await TestSite.run { site in
            let answer = try await site.call("DescribeIdentityPool", #"{"IdentityPoolId":1}"#)
            #expect(answer.text == #"{"__type":"SerializationException"}"#)
        }
    }

    @Test func `names its caller in the log`() async throws {
        try await TestSite.run { site in
            _ = try await site.call("DescribeIdentityPool", #"{"IdentityPoolId":"\#(Sample.poolID)"}"#)
            let line = try #require(site.log.entries.first { $0.message.description == "request" })
            #expect(line.metadata["caller.arn"] == .string(Sample.caller.arn))
        }
    }
}

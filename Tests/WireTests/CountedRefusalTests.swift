import HTTPTypes
import Logging
import NIOCore
import STS
import SigV4
import TestSupport
import Testing

@testable import HTTPAPI

/// Whoever guesses at credentials from one address is slowed down, whatever part of them is guessed.
@Suite struct `The limit of an address` {
    /// - Returns: whether each of five calls, made in a moment, was told to wait.
    static func waits(
        _ refusal: STSError, body: String, _ headers: HTTPFields
    ) async throws -> [Bool] {
        var rooms = Rooms()
        rooms.limits = RateLimits(address: RateLimit(perSecond: 1, burst: 2), proxyHops: 0)
        rooms.recognise = { _, _ throws(STSError) in throw refusal }
        let site = rooms.site(.silent)
        let peer = try SocketAddress(ipAddress: "192.0.2.1", port: 1)
        var waits: [Bool] = []
        for _ in 0..<5 {
            let answer = await site.answer(
                WireRequest(
                    method: .post, target: "/", authority: "a", headers: headers, body: .bytes(Array(body.utf8)),
                    peer: peer))
            waits.append(String(buffer: answer.body).contains("Rate exceeded"))
        }
        return waits
    }

    static func query(_ refusal: STSError) async throws -> [Bool] {
        try await waits(
            refusal, body: "Action=GetCallerIdentity&Version=2011-06-15",
            [.contentType: "application/x-www-form-urlencoded"])
    }

    static func cognito(_ refusal: STSError) async throws -> [Bool] {
        try await waits(refusal, body: "{}", [.amzTarget: "AWSCognitoIdentityService.DescribeIdentityPool"])
    }

    @Test(arguments: [
        STSError.signatureRefused(.mismatch(.signatureDiffers)), .unknownCaller(.noSuchKey),
        .unknownCaller(.tokenNotOpened(.notAuthentic)),
    ])
    func `counts refusals of signatures and of keys`(_ refusal: STSError) async throws {
        // The bucket may win one back while the calls are made.
        for waits in [try await Self.query(refusal), try await Self.cognito(refusal)] {
            #expect(waits.prefix(2) == [false, false])
            #expect(waits.contains(true))
        }
    }

    @Test(arguments: [STSError.sessionExpired, .unavailable("no answer")])
    func `does not count what is nobody's guess`(_ refusal: STSError) async throws {
        let never = [Bool](repeating: false, count: 5)
        #expect(try await Self.query(refusal) == never)
        #expect(try await Self.cognito(refusal) == never)
    }
}

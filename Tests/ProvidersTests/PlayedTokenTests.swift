import DevProviders
import HTTPAPI
import HTTPTypes
import IdentityModel
import Logging
import NIOCore
import OutboundHTTP
import StrictYAML
import Testing

@testable import Providers

/// Every kind of wrong token that the played providers mint, at every provider that signs its tokens.
@Suite struct `A wrong token of the played providers` {
    private static let outcomes: [DevFlaw: LoginError] = [
        .twoSegments: .malformed, .fourSegments: .malformed, .emptySignature: .malformed, .paddedSegment: .malformed,
        .trailingSpace: .malformed, .duplicateClaim: .malformed, .nestedToken: .malformed, .compressed: .malformed,
        .criticalHeader: .malformed, .embeddedKey: .malformed, .noAlgorithm: .algorithmRejected,
        .symmetricAlgorithm: .algorithmRejected, .unknownKey: .keyUnknown, .noKeyID: .keyUnknown,
        .foreignKey: .badSignature, .tampered: .badSignature,
        .expired: .expired(now: 1_767_226_000, expiry: 1_767_225_999),
        .notYetValid: .notYetValid(claim: "nbf", at: 1_767_226_301, horizon: 1_767_226_300),
        .issuedInFuture: .notYetValid(claim: "iat", at: 1_767_226_301, horizon: 1_767_226_300),
        .noExpiry: .claimMissing("exp"), .longLived: .claimInvalid("exp"),
        .expiryInMilliseconds: .claimInvalid("exp"), .expiryBeforeIssue: .claimInvalid("exp"),
        .wrongIssuer: .issuerMismatch, .lookAlikeIssuer: .issuerMismatch, .noIssuer: .claimMissing("iss"),
        .otherApp: .audienceMismatch, .noAudience: .claimMissing("aud"), .emptyAudience: .claimInvalid("aud"),
        .foreignAudienceBeside: .audienceMismatch, .foreignAuthorizedParty: .audienceMismatch,
        .noSubject: .claimMissing("sub"), .emptySubject: .claimInvalid("sub"), .numericSubject: .claimInvalid("sub"),
        .longSubject: .claimInvalid("sub"), .accessTokenType: .wrongTokenUse, .logoutToken: .claimInvalid("events"),
        .accessToken: .claimMissing("aud"), .accessTokenWithAudience: .wrongTokenUse,
        .flagAsText: .claimInvalid("email_verified"),
    ]

    @Test(arguments: [DevProvider.google, .apple, .userPool])
    func `is refused for its flaw and no other`(provider: DevProvider) async throws {
        try await PlayedBench.with { bench async throws in
            for flaw in DevFlaw.allCases where flaw.applies(to: provider) {
                let expected = try #require(Self.outcomes[flaw], "\(flaw)")
                let error = try await bench.error(of: flaw, at: provider)
                #expect(error == expected, "\(provider) \(flaw)")
            }
        }
    }

    @Test func `of a person at one provider is nothing at another`() async throws {
        try await PlayedBench.with { bench async throws in
            #expect(await bench.outcome(of: try await bench.token(.google), at: .apple).error == .issuerMismatch)
            #expect(await bench.outcome(of: try await bench.token(.google), at: .facebook).error == .tokenInvalid)
            #expect(await bench.outcome(of: try await bench.token(.facebook), at: .google).error == .malformed)
            #expect(await bench.outcome(of: try await bench.token(.amazon), at: .twitter).error == .tokenInvalid)
        }
    }

    @Test func `is told by the clock that the developer set`() async throws {
        try await PlayedBench.with { bench async throws in
            try await bench.control("POST", "clock?offset=-3600")
            let signed = try await bench.token(.google)
            #expect(
                await bench.outcome(of: signed, at: .google).error
                    == .expired(now: 1_767_226_000, expiry: 1_767_226_000))
            let opaque = try await bench.token(.facebook)
            try await bench.control("POST", "clock?offset=1")
            #expect(await bench.outcome(of: opaque, at: .facebook).error == .tokenExpired)
        }
    }
}

@Suite struct `The played providers` {
    @Test(arguments: ["0.0.0.0", "::", "192.168.1.2", "example.com", ""])
    func `refuse to listen where others can reach them`(host: String) throws {
        let played = try PlayedBench.played()
        #expect(throws: DevProvidersError.reachableByOthers(host: host)) {
            try DevProvidersServer(played, host: host, port: 0, logger: .init(label: "played"))
        }
    }

    @Test(arguments: [
        ("127.0.0.1:9401", 200), ("localhost:9401", 200), ("localhost", 200), ("[::1]:9401", 200),
        ("evil.example:9401", 421), ("127.0.0.1.evil.example", 421), ("", 421), ("[::2]", 421),
    ])
    func `answer nobody who calls them by another name`(authority: String, status: Int) async throws {
        let request = WireRequest(method: .get, target: "/dev/token?provider=google", authority: authority)
        #expect(try await PlayedBench.played().answer(request).status.code == status)
    }

    @Test(
        arguments: [DevProvider.google, .facebook, .twitter, .amazon],
        ["9223372036854775807", "-9223372036854775808", "3155760001", "9223372036854775808", "soon", ""])
    func `mint no token for longer than a century`(provider: DevProvider, lifetime: String) async throws {
        let target = "/dev/token?provider=\(provider.rawValue)&lifetime=\(lifetime)"
        let request = WireRequest(method: .get, target: target)
        #expect(try await PlayedBench.played().answer(request).status == .badRequest)
    }

    @Test(arguments: ["9223372036854775807", "-9223372036854775808", "3155760001", "", "soon"])
    func `keep their clock within a century`(offset: String) async throws {
        let request = WireRequest(method: .post, target: "/dev/clock?offset=\(offset)")
        #expect(try await PlayedBench.played().answer(request).status == .badRequest)
    }

    @Test(arguments: ["-9223372036854775808", "9223372036854775807", "1767225699", "1767226301"])
    func `find a timestamp of OAuth out of bounds, whatever number it is`(timestamp: String) async throws {
        let request = WireRequest(
            method: .get, target: "/twitter/1.1/account/verify_credentials.json",
            headers: [.authorization: #"OAuth oauth_timestamp="\#(timestamp)""#])
        let answer = try await PlayedBench.played().answer(request)
        #expect(answer.status == .unauthorized)
        #expect(String(buffer: answer.body).contains(#""code":135"#))
    }

    @Test(arguments: [
        "clock?offset=60", "outage?provider=google&kind=down", "revoke?token=a", "user?user=ada&state=disabled",
    ])
    func `are not set by pages in a browser`(target: String) async throws {
        for origin in ["https://evil.example", "null", "http://127.0.0.1:9401"] {
            var headers = HTTPFields()
            headers[try #require(HTTPField.Name("origin"))] = origin
            let request = WireRequest(method: .post, target: "/dev/\(target)", headers: headers)
            #expect(try await PlayedBench.played().answer(request).status == .forbidden)
        }
    }

    @Test func `are known by descriptors that differ in addresses alone`() throws {
        let files = DevDescriptors(port: 9_401).files
        let added = files.map { DescriptorFile(name: $0.name, bytes: Array($0.text.utf8)) }
        let real = try DescriptorCatalog.load().descriptors
        let played = try DescriptorCatalog(embedded: DescriptorFile.builtIn, added: added).descriptors
        var loopback = FetchRules()
        loopback.allowsLoopbackHTTP = true
        for (real, played) in zip(real, played) where real.id != "oidc" {
            #expect(played.rules == loopback, "\(real.id)")
            var moved = played
            moved.rules = real.rules
            moved.keys = real.keys
            moved.introspection.endpoint = real.introspection.endpoint
            moved.introspection.appCheckURL = real.introspection.appCheckURL
            moved.endpointOverrides = [:]
            moved.serverSideCheck = real.serverSideCheck
            #expect(moved == real, "\(real.id)")
            if case .url(let url) = played.keys, !url.hasPrefix("{endpoint}") {
                #expect(url.hasPrefix("http://127.0.0.1:9401/"), "\(real.id)")
            }
            if !played.introspection.endpoint.isEmpty {
                #expect(played.introspection.endpoint.hasPrefix("http://127.0.0.1:9401/"), "\(real.id)")
            }
        }
        #expect(Set(files.map(\.name)) == Set(real.map { $0.id + ".yaml" }).subtracting(["oidc.yaml"]))
    }
}

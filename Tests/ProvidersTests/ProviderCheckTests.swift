import IdentityModel
import OutboundHTTP
import StrictYAML
import TestSupport
import Testing
import WebTokens

@testable import Providers

/// `sluice providers check`: what an operator is told before anybody signs in.
@Suite struct `A check of a provider` {
    private static let descriptor = """
        schema: provider/1
        id: local
        display_name: Local
        kind: openid_token
        login_key: {registered: true}
        keys: {algorithms: [RS256, ES256]}
        http: {allow_http_loopback: true}

        """

    /// What is reported of an issuer on this machine that behaves like that.
    private func report(
        _ change: (inout FakeIssuer.Behaviour, String) -> Void = { _, _ in }, path: String = "",
        descriptor text: String = descriptor
    ) async throws -> ProviderReport {
        let issuer = try await FakeIssuer(keySet: TokenForge().keySet)
        issuer.change { change(&$0, issuer.url) }
        let fetcher = HTTPFetcher(connectTimeout: patience)
        let reading = DescriptorFile(name: "local.yaml", bytes: Array(text.utf8)).read()
        let report = await ProviderCheck(fetcher).report(
            on: try #require(reading.descriptor), registeredAs: OpenIDIssuer(url: issuer.url + path))
        await fetcher.shutdown()
        await issuer.stop()
        return report
    }

    private func refusals(_ report: ProviderReport) -> [String] {
        report.findings.filter { $0.weight == .refused }.map { "\($0.place) \($0.code)" }
    }

    @Test func `finds nothing where there is nothing`() async throws {
        let report = try await report({ behaviour, _ in behaviour.discoveredAlgorithms = ["RS256"] }, path: "/realms/a")
        #expect(report.isSound)
        #expect(report.findings == [])
        #expect(report.discoveryURL?.hasSuffix("/realms/a/.well-known/openid-configuration") == true)
        #expect(report.keySetURL?.hasSuffix("/keys") == true)
        #expect(report.keys.map(\.standing) == [.used([.rs256])])
    }

    @Test func `notes what nothing is refused for`() async throws {
        let report = try await report { behaviour, issuer in
            behaviour.discoveredIssuer = issuer + "/"
            behaviour.keySet = TokenForge.keySet([TokenForge().jwk, ["kty": "\"oct\"", "k": "\"c2VjcmV0\""]])
        }
        #expect(report.isSound)
        #expect(report.findings.map(\.code) == ["algorithms-unsaid", "issuer-spelling", "key-ignored"])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let refusals: [String]
        let change: @Sendable (inout FakeIssuer.Behaviour, String) -> Void

        init(
            _ description: String, _ refusals: [String],
            _ change: @escaping @Sendable (inout FakeIssuer.Behaviour, String) -> Void
        ) {
            (testDescription, self.refusals, self.change) = (description, refusals, change)
        }
    }

    @Test(arguments: documents + keys) func `tells what would be refused`(example: Case) async throws {
        let report = try await report(example.change)
        #expect(refusals(report) == example.refusals)
        #expect(!report.isSound)
    }

    private static let documents: [Case] = [
        Case("another issuer", ["discovery issuer-mismatch"]) { behaviour, _ in
            behaviour.discoveredIssuer = "https://evil.example"
        },
        Case("keys over http", ["keys not-https"]) { behaviour, _ in
            behaviour.discoveredKeySetURL = "http://idp.example.com/keys"
        },
        Case("keys at a private address", ["keys private-address"]) { behaviour, _ in
            behaviour.discoveredKeySetURL = "https://10.0.0.1/keys"
        },
        Case("keys at a private name", ["keys private-address"]) { behaviour, _ in
            behaviour.discoveredKeySetURL = "https://vault.internal/keys"
        },
        Case("keys on another port", ["keys port-not-admitted"]) { behaviour, _ in
            behaviour.discoveredKeySetURL = "https://idp.example.com:8443/keys"
        },
        Case("keys in a file", ["keys not-https"]) { behaviour, _ in
            behaviour.discoveredKeySetURL = "file:///etc/passwd"
        },
        Case(
            "no algorithm in common",
            ["discovery no-common-algorithm", "keys[0] algorithm-not-admitted", "keys no-usable-key"]
        ) {
            behaviour, _ in behaviour.discoveredAlgorithms = ["none", "HS256"]
        },
        Case("a redirect", ["discovery redirect"]) { behaviour, _ in behaviour.misconduct = .redirect(to: "/") },
        Case("a page", ["discovery html"]) { behaviour, _ in behaviour.misconduct = .html },
        Case("no answer", ["discovery no-connection"]) { behaviour, _ in behaviour.misconduct = .down },
        Case("no end", ["discovery too-long"]) { behaviour, _ in behaviour.misconduct = .endless },
        Case("not there", ["discovery status"]) { behaviour, _ in
            behaviour.misconduct = .reply(.json("{}", status: 404))
        },
        Case("no members", ["discovery member-missing", "discovery member-missing"]) { behaviour, _ in
            behaviour.misconduct = .reply(.json("{}"))
        },
        Case("no JSON", ["discovery not-json"]) { behaviour, _ in
            behaviour.misconduct = .reply(.json("{\"issuer\":1,\"issuer\":2}"))
        },
    ]

    private static let weak = TokenForge().jwk.with("n", "\"AQAB\"").with("kid", "\"weak\"")

    private static let keys: [Case] = [
        Case("a weak key beside a good one", ["keys[1] key-weak"]) { behaviour, _ in
            behaviour.keySet = TokenForge.keySet([TokenForge().jwk, weak])
        },
        Case("nothing but a weak key", ["keys[0] key-weak", "keys no-usable-key"]) { behaviour, _ in
            behaviour.keySet = TokenForge.keySet([weak])
        },
        Case("two keys of one name", ["keys[0] kid-shared", "keys[1] kid-shared", "keys no-usable-key"]) {
            behaviour, _ in
            behaviour.keySet = TokenForge.keySet([TokenForge().jwk, TokenForge(.otherRSA).jwk])
        },
        Case("a private key", ["keys[0] private-key", "keys private-key"]) { behaviour, _ in
            behaviour.keySet = TokenForge.keySet([TokenForge().jwk.with("d", "\"AQAB\""), TokenForge(.otherRSA).jwk])
        },
        Case("a shared secret only", ["keys no-usable-key"]) { behaviour, _ in
            behaviour.keySet = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}"
        },
        Case("another curve", ["keys[0] algorithm-not-admitted", "keys no-usable-key"]) { behaviour, _ in
            behaviour.keySet = TokenForge(.p384, as: .es384).keySet
        },
        Case("no list", ["keys no-key-list"]) { behaviour, _ in behaviour.keySet = "{\"keys\":{}}" },
    ]

    @Test func `goes nowhere that a login would not go`() async throws {
        let report = try await report(
            descriptor: Self.descriptor.replacing("http: {allow_http_loopback: true}", with: ""))
        #expect(refusals(report) == ["discovery not-https"])
    }

    @Test func `shows nothing of a provider that could steer a terminal`() async throws {
        let report = try await report { behaviour, _ in
            behaviour.discoveredIssuer = #"https://evil.example/\u001b[2J\u202e"#
        }
        #expect(report.findings.first?.text.contains(#"https://evil.example/\u{1b}[2J\u{202e}"#) == true)
    }

    // MARK: Which issuer

    @Test(
        arguments: [
            ("google", nil, nil), ("google", "https://accounts.google.com", "issuer-not-asked-for"),
            ("oidc", nil, "issuer-missing"), ("user-pool", nil, "issuer-missing"),
            ("user-pool", "https://idp.example.com", "issuer-not-served"),
            ("user-pool", "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00", nil),
            ("facebook", nil, nil), ("apple", nil, nil), ("amazon", nil, "no-keys"), ("twitter", nil, "no-keys"),
        ] as [(String, String?, String?)])
    func `must be told where the descriptor leaves it open`(id: String, issuer: String?, code: String?) async throws {
        let descriptor = try #require(DescriptorCatalog.builtIn(id: id))
        let check = ProviderCheck(
            fetch: { request throws(FetchError) in
                FetchedDocument(body: Array(TokenForge().keySet.utf8))
            }, trouble: { _ in nil })
        let report = await check.report(on: descriptor, registeredAs: issuer.map { OpenIDIssuer(url: $0) })
        #expect(report.findings.map(\.code) == (code.map { [$0] } ?? []))
    }
}

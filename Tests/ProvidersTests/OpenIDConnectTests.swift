import IdentityModel
import StrictJSON
import TestSupport
import Testing
import WebTokens

@Suite struct `Sign in with OpenID Connect` {
    /// The built-in descriptor, with issuers on this machine admitted.
    private static let local = """
        schema: provider/1
        id: oidc
        display_name: OpenID Connect
        kind: openid_token
        login_key: {registered: true}
        keys:
          algorithms: [RS256, ES256]
          further_algorithms: [PS256]
        http: {allow_http_loopback: true}

        """

    /// An issuer below a path of the fake one, with the registration of our app there.
    private struct Realm {
        let url: String
        var key: ProviderName { ProviderName(String(url.dropFirst("http://".count))) }
        var claims: RawObject {
            [
                "iss": "\"\(url)\"", "aud": #""sluice""#, "sub": #""ada""#, "roles": #"["admin"]"#,
                "iat": "1767225600", "exp": "1767229200",
            ]
        }

        func app(_ change: (inout OpenIDIssuer) -> Void = { _ in }) -> ClientRegistration {
            var issuer = OpenIDIssuer(url: url)
            change(&issuer)
            return ClientRegistration(clientIDs: ["sluice"], issuer: issuer)
        }
    }

    private func with(_ body: (ProviderBench, Realm) async throws -> Void) async throws {
        try await ProviderBench.with([Self.local]) { bench async throws in
            try await body(bench, Realm(url: bench.issuer.url + "/realms/main"))
        }
    }

    // MARK: Accepted

    @Test func `proves who the person is, with keys that discovery names`() async throws {
        try await with { bench, realm async throws in
            let login = try await bench.outcome(of: realm.claims, under: realm.key, for: realm.app()).get()
            #expect(login.provider == realm.key)
            #expect(login.issuer == realm.url)
            #expect(login.subject == "ada")
            #expect(login.claims["roles"]?.elements.map(\.string) == ["admin"])
            #expect(bench.issuer.requests == ["/realms/main/.well-known/openid-configuration", "/keys"])
        }
    }

    @Test func `takes the issuer as discovery spells it, with a final slash`() async throws {
        try await with { bench, realm async throws in
            bench.issuer.change { $0.discoveredIssuer = realm.url + "/" }
            let claims = realm.claims.with("iss", "\"\(realm.url)/\"")
            #expect(try await bench.outcome(of: claims, under: realm.key, for: realm.app()).error == nil)
            #expect(
                try await bench.outcome(of: realm.claims, under: realm.key, for: realm.app()).error == .issuerMismatch)
        }
    }

    @Test func `does not ask discovery when the registration says where the keys are`() async throws {
        try await with { bench, realm async throws in
            let app = realm.app { $0.keySetURL = bench.issuer.url + "/own/keys" }
            #expect(try await bench.outcome(of: realm.claims, under: realm.key, for: app).error == nil)
            #expect(bench.issuer.requests == ["/own/keys"])
            let slashed = realm.claims.with("iss", "\"\(realm.url)/\"")
            #expect(try await bench.outcome(of: slashed, under: realm.key, for: app).error == .issuerMismatch)
        }
    }

    @Test func `asks discovery where the registration says it is`() async throws {
        try await with { bench, realm async throws in
            bench.issuer.change { $0.discoveredIssuer = realm.url }
            let app = realm.app { $0.discoveryURL = bench.issuer.url + "/own/.well-known/openid-configuration" }
            #expect(try await bench.outcome(of: realm.claims, under: realm.key, for: app).error == nil)
            #expect(bench.issuer.requests == ["/own/.well-known/openid-configuration", "/keys"])
        }
    }

    @Test func `takes a token without a key id`() async throws {
        try await with { bench, realm async throws in
            let token = try bench.forge.token(realm.claims, header: bench.forge.header.with("kid", nil))
            #expect(await bench.outcome(of: token, under: realm.key, for: realm.app()).error == nil)
        }
    }

    @Test func `lets trusted audiences stand beside ours`() async throws {
        try await with { bench, realm async throws in
            let claims = realm.claims.with("aud", #"["sluice","account"]"#).with("azp", #""sluice""#)
            #expect(try await bench.outcome(of: claims, under: realm.key, for: realm.app()).error == .audienceMismatch)
            let trusting = realm.app { $0.trustedAudiences = ["account"] }
            #expect(try await bench.outcome(of: claims, under: realm.key, for: trusting).error == nil)
        }
    }

    // MARK: Algorithms

    @Test func `takes a further algorithm only when the registration names it`() async throws {
        try await with { bench, realm async throws in
            bench.issuer.change { $0.discoveredAlgorithms = ["RS256", "PS256"] }
            let token = try TokenForge(.rsa, as: .ps256).token(realm.claims)
            #expect(await bench.outcome(of: token, under: realm.key, for: realm.app()).error == .algorithmRejected)
            let wider = realm.app { $0.algorithms = ["PS256"] }
            #expect(await bench.outcome(of: token, under: realm.key, for: wider).error == nil)
        }
    }

    @Test func `takes no algorithm that the registration leaves out, or the descriptor does not know`() async throws {
        try await with { bench, realm async throws in
            for algorithms in [["ES256"], ["RS384"], ["none"], []] {
                let app = realm.app { $0.algorithms = algorithms }
                #expect(
                    try await bench.outcome(of: realm.claims, under: realm.key, for: app).error == .algorithmRejected)
            }
        }
    }

    // MARK: Refused

    @Test func `refuses one issuer's token under another's key, though they share their keys`() async throws {
        try await with { bench, realm async throws in
            let other = Realm(url: bench.issuer.url + "/realms/other")
            #expect(try await bench.outcome(of: other.claims, under: other.key, for: other.app()).error == nil)
            #expect(
                try await bench.outcome(of: other.claims, under: realm.key, for: realm.app()).error == .issuerMismatch)
        }
    }

    @Test func `refuses a token of another provider`() async throws {
        try await with { bench, realm async throws in
            let claims = realm.claims.with("iss", #""https://accounts.google.com""#)
            #expect(try await bench.outcome(of: claims, under: realm.key, for: realm.app()).error == .issuerMismatch)
            #expect(bench.issuer.requests.isEmpty)
        }
    }

    @Test func `refuses a registration that lives elsewhere than its key`() async throws {
        try await with { bench, realm async throws in
            let app = realm.app { $0.url = bench.issuer.url + "/realms/other" }
            #expect(try await bench.outcome(of: realm.claims, under: realm.key, for: app).error == .misconfigured)
        }
    }

    @Test(arguments: [
        (FakeIssuer.Misconduct.down, LoginError.providerUnavailable), (.redirect(to: "/keys"), .providerProtocol),
        (.html, .providerProtocol), (.endless, .providerProtocol),
        (.reply(.json("{}", status: 429)), .providerThrottled),
        (.reply(.json("{}", status: 503)), .providerUnavailable),
        (.reply(.json("{}", status: 404)), .providerProtocol), (.reply(.json("[]")), .providerProtocol),
    ])
    func `tells an outage from a refusal`(misconduct: FakeIssuer.Misconduct, error: LoginError) async throws {
        try await with { bench, realm async throws in
            bench.issuer.change { $0.misconduct = misconduct }
            #expect(try await bench.outcome(of: realm.claims, under: realm.key, for: realm.app()).error == error)
        }
    }

    @Test func `does not believe a discovery document of another issuer`() async throws {
        try await with { bench, realm async throws in
            bench.issuer.change { $0.discoveredIssuer = "https://evil.example" }
            #expect(
                try await bench.outcome(of: realm.claims, under: realm.key, for: realm.app()).error == .providerProtocol
            )
        }
    }

    @Test(arguments: [
        "http://idp.example.com/keys", "https://10.0.0.1/keys", "https://2130706433/keys", "file:///etc/passwd",
    ])
    func `does not fetch keys from just anywhere that discovery names`(url: String) async throws {
        try await with { bench, realm async throws in
            bench.issuer.change { $0.discoveredKeySetURL = url }
            #expect(
                try await bench.outcome(of: realm.claims, under: realm.key, for: realm.app()).error == .providerProtocol
            )
        }
    }

    @Test func `keeps working with the keys it has when the issuer is down`() async throws {
        try await with { bench, realm async throws in
            #expect(try await bench.outcome(of: realm.claims, under: realm.key, for: realm.app()).error == nil)
            bench.issuer.change { $0.misconduct = .down }
            #expect(
                try await bench.outcome(of: realm.claims.with("sub", #""bob""#), under: realm.key, for: realm.app())
                    .error
                    == nil)
        }
    }

    @Test func `does not reach an issuer on this machine unless that is allowed`() async throws {
        try await ProviderBench.with { bench async throws in
            let realm = Realm(url: bench.issuer.url + "/realms/main")
            #expect(
                try await bench.outcome(of: realm.claims, under: realm.key, for: realm.app()).error == .providerProtocol
            )
            #expect(bench.issuer.requests.isEmpty)
        }
    }
}

@Suite struct `A key that nobody registered` {
    private static let key: ProviderName = "idp.example.com/realms/main"
    private static let claims: RawObject = [
        "iss": #""https://idp.example.com/realms/main""#, "aud": #""sluice""#, "sub": #""ada""#, "iat": "1767225600",
        "exp": "1767229200",
    ]

    @Test(
        arguments: [
            ("iss", #""https://idp.example.com/realms/main""#, LoginError.notConfigured),
            ("iss", #""https://idp.example.com/realms/other""#, .issuerMismatch), ("iss", nil, .claimMissing("iss")),
            ("aud", nil, .claimMissing("aud")), ("sub", nil, .claimMissing("sub")), ("exp", nil, .claimMissing("exp")),
        ] as [(String, String?, LoginError)])
    func `ends as the order of checks wants it`(claim: String, text: String?, error: LoginError) async throws {
        try await ProviderBench.with { bench async throws in
            // A client id without an issuer is a key that was written into the pool as if it were a social provider.
            for app in [ClientRegistration.none, ClientRegistration(clientIDs: ["sluice"])] {
                #expect(
                    try await bench.outcome(of: Self.claims.with(claim, text), under: Self.key, for: app).error == error
                )
            }
        }
    }

    /// Attack row 129, and whatever else a token could choose: its issuer names a server that would answer, but who
    /// registered nothing there is never led there, by no key, no issuer and no header.
    @Test func `is never asked for keys, whoever a token says it is from`() async throws {
        let open = """
            schema: provider/1
            id: oidc
            display_name: OpenID Connect
            kind: openid_token
            login_key: {registered: true}
            http: {allow_http_loopback: true}

            """
        try await ProviderBench.with([open]) { bench async throws in
            for index in 0..<100 {
                let place = "127.0.0.1:\(bench.issuer.port)/tenant-\(index)"
                let header = bench.forge.header.with("jku", "\"http://\(place)/keys\"")
                let claims = Self.claims.with("iss", "\"http://\(place)\"")
                let token = try bench.forge.token(claims, header: header)
                for app in [ClientRegistration.none, ClientRegistration(clientIDs: ["sluice"])] {
                    let refusals = [LoginError.notConfigured, .issuerMismatch]
                    let error = await bench.outcome(of: token, under: ProviderName(place), for: app).error
                    #expect(error.map(refusals.contains) ?? false)
                }
            }
            #expect(bench.issuer.requests.isEmpty)
        }
    }

    @Test func `is malformed with anything but a token`() async throws {
        try await ProviderBench.with { bench async throws in
            #expect(await bench.outcome(of: Secret("opaque"), under: "Facebook", for: .none).error == .malformed)
        }
    }

    @Test(arguments: ["graph.facebook.com", "www.amazon.com", "api.twitter.com", "www.digits.com"])
    func `is not configured when only its provider could read the token`(key: String) async throws {
        try await ProviderBench.with { bench async throws in
            #expect(
                await bench.outcome(of: Secret("EAAopaque"), under: ProviderName(key), for: .none).error
                    == .notConfigured)
        }
    }
}

@Suite struct `A provider that a directory adds` {
    private static func company(issuer: String = "") -> String {
        """
        schema: provider/1
        id: company
        display_name: Company login
        kind: openid_token
        login_key: {exact: sso.example.com}
        keys: {url: "{issuer}/keys"}
        http: {allow_http_loopback: true}
        \(issuer)
        """
    }

    private static let claims: RawObject = [
        "iss": #""https://sso.example.com""#, "aud": #""sluice""#, "sub": #""ada""#, "exp": "1767229200",
    ]
    private static let app = ClientRegistration(clientIDs: ["sluice"])

    @Test func `needs no code`() async throws {
        try await ProviderBench.with([Self.company()]) { bench async throws in
            let login = try await bench.outcome(of: Self.claims, under: "sso.example.com", for: Self.app).get()
            #expect(login.issuer == "https://sso.example.com")
        }
    }

    @Test func `has no other name than those it lists`() async throws {
        let alias = Self.claims.with("iss", #""https://login.example.com""#)
        try await ProviderBench.with([Self.company()]) { bench async throws in
            #expect(
                try await bench.outcome(of: alias, under: "sso.example.com", for: Self.app).error == .issuerMismatch)
        }
        let listed = Self.company(issuer: "issuer: {accepted: [https://sso.example.com, https://login.example.com]}")
        try await ProviderBench.with([listed]) { bench async throws in
            let login = try await bench.outcome(of: alias, under: "sso.example.com", for: Self.app).get()
            #expect(login.issuer == "https://sso.example.com")
        }
    }
}

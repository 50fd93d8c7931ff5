import Foundation
import IdentityModel
import StrictJSON
import TestSupport
import Testing

@Suite struct `Sign in with Google` {
    /// Google's own descriptor, but for the place of the keys.
    private static let google = """
        schema: provider/1
        id: google
        display_name: Google
        kind: openid_token
        login_key: {exact: accounts.google.com}
        issuer:
          canonical: https://accounts.google.com
          accepted: [https://accounts.google.com, accounts.google.com]
        keys:
          url: "{issuer}/keys"
          algorithms: [RS256]
          key_id: required
          rsa_exponents: [65537]
          forbidden_header_members: [jwk, jku, x5u, x5c]
        required_claims: [iat]
        http: {allow_http_loopback: true}

        """
    private static let key: ProviderName = "accounts.google.com"
    private static let web = "3141592653-web.apps.googleusercontent.com"
    private static let android = "3141592653-android.apps.googleusercontent.com"
    private static let app = ClientRegistration(clientIDs: [web])

    private static let claims: RawObject = [
        "iss": #""https://accounts.google.com""#, "aud": "\"\(web)\"", "sub": #""104729104729104729104""#,
        "email": #""ada@corp.example""#, "email_verified": "true", "iat": "1767225600", "exp": "1767229200",
    ]

    private func outcome(
        _ claims: RawObject, for app: ClientRegistration = app, under key: ProviderName = key, adding: String = ""
    ) async throws -> Result<VerifiedLogin, LoginError> {
        var outcome: Result<VerifiedLogin, LoginError>?
        try await ProviderBench.with([Self.google + adding]) { bench async throws in
            outcome = try await bench.outcome(of: claims, under: key, for: app)
        }
        return try #require(outcome)
    }

    // MARK: Accepted

    @Test func `proves who the person is`() async throws {
        let login = try await outcome(Self.claims).get()
        #expect(login.provider == "accounts.google.com")
        #expect(login.issuer == "https://accounts.google.com")
        #expect(login.subject == "104729104729104729104")
        #expect(login.audience == Self.web)
        #expect(login.proof == .signedToken)
        #expect(login.claims["email"]?.string == "ada@corp.example")
        #expect(login.issuedAt?.timeIntervalSince1970 == 1_767_225_600)
        #expect(login.expiresAt.timeIntervalSince1970 == 1_767_229_200)
        #expect(login.methodDetail == "accounts.google.com:\(Self.web):104729104729104729104")
    }

    @Test func `takes the issuer without its scheme for the same one`() async throws {
        let login = try await outcome(Self.claims.with("iss", #""accounts.google.com""#)).get()
        #expect(login.issuer == "https://accounts.google.com")
    }

    @Test func `takes a phone's token for the server, when the phone's id is registered`() async throws {
        let claims = Self.claims.with("azp", "\"\(Self.android)\"")
        let login = try await outcome(claims, for: ClientRegistration(clientIDs: [Self.android])).get()
        #expect(login.audience == Self.android)
        #expect(try await outcome(claims).error == .audienceMismatch)
    }

    @Test func `takes every id of a Google that was registered as OpenID Connect provider`() async throws {
        let app = ClientRegistration(
            clientIDs: [Self.android, Self.web],
            issuer: OpenIDIssuer(url: "https://accounts.google.com", keySetURL: "https://keys.example.com/"))
        #expect(try await outcome(Self.claims, for: app).get().audience == Self.web)
    }

    @Test func `asks for nothing but the keys, and for those once`() async throws {
        try await ProviderBench.with([Self.google]) { bench async throws in
            for _ in 0..<3 { _ = try await bench.outcome(of: Self.claims, under: Self.key, for: Self.app).get() }
            #expect(bench.issuer.requests == ["/keys"])
        }
    }

    // MARK: Refused

    @Test(arguments: [
        #""https://accounts.google.com/""#, #""https://ACCOUNTS.google.com""#, #""http://accounts.google.com""#,
        #""https://accounts.google.com:443""#, #""https://accounts.google.com/o""#, #""Accounts.google.com""#,
        #""https://accounts.google.com.evil.example""#, #""https://evil.example/accounts.google.com""#,
        #""https://cloud.google.com/iap""#, #""https://securetoken.google.com/project""#,
    ])
    func `refuses any other issuer, and asks nobody`(issuer: String) async throws {
        try await ProviderBench.with([Self.google]) { bench async throws in
            let outcome = try await bench.outcome(of: Self.claims.with("iss", issuer), under: Self.key, for: Self.app)
            #expect(outcome.error == .issuerMismatch)
            #expect(bench.issuer.requests.isEmpty)
        }
    }

    @Test(
        arguments: [
            ("iss", nil, LoginError.claimMissing("iss")), ("iss", "null", .claimInvalid("iss")),
            ("iss", #"["https://accounts.google.com"]"#, .claimInvalid("iss")), ("iat", nil, .claimMissing("iat")),
            ("aud", nil, .claimMissing("aud")), ("aud", #""other.apps.googleusercontent.com""#, .audienceMismatch),
        ] as [(String, String?, LoginError)])
    func `refuses a token whose claims do not fit`(claim: String, text: String?, error: LoginError) async throws {
        #expect(try await outcome(Self.claims.with(claim, text)).error == error)
    }

    @Test func `refuses an access token`() async throws {
        try await ProviderBench.with([Self.google]) { bench async throws in
            let outcome = await bench.outcome(of: Secret("ya29.opaque"), under: Self.key, for: Self.app)
            #expect(outcome.error == .malformed)
        }
    }

    @Test func `says that a pool has not registered it, and asks nobody`() async throws {
        try await ProviderBench.with([Self.google]) { bench async throws in
            let outcome = try await bench.outcome(of: Self.claims, under: Self.key, for: .none)
            #expect(outcome.error == .notConfigured)
            #expect(bench.issuer.requests.isEmpty)
        }
    }

    @Test func `refuses a token that brings its own key`() async throws {
        try await ProviderBench.with([Self.google]) { bench async throws in
            let header = bench.forge.header.with("jwk", bench.forge.jwk.description)
            let token = try bench.forge.token(Self.claims, header: header)
            #expect(await bench.outcome(of: token, under: Self.key, for: Self.app).error == .malformed)
        }
    }

    // MARK: A company's domain

    @Test(
        arguments: [
            (#""corp.example""#, nil), (#""other.example""#, LoginError.claimInvalid("hd")),
            (nil, .claimInvalid("hd")),
        ] as [(String?, LoginError?)])
    func `admits one domain when the descriptor asks for it`(domain: String?, error: LoginError?) async throws {
        let outcome = try await outcome(
            Self.claims.with("hd", domain), adding: "claim_equals: {hd: corp.example}\n")
        #expect(outcome.error == error)
    }
}

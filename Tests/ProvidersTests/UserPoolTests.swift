import IdentityModel
import StrictJSON
import TestSupport
import Testing

@Suite struct `Sign in with a user pool` {
    /// The built-in descriptor, but for the place of the pools.
    private static let emulator = """
        schema: provider/1
        id: user-pool
        display_name: Cognito user pool
        kind: openid_token
        login_key: {template: "cognito-idp.{region}.amazonaws.com/{poolId}"}
        keys:
          url: "{endpoint}/.well-known/jwks.json"
          algorithms: [RS256]
          key_id: required
        audience: {mode: single}
        required_claims: [iat]
        token_use: id
        amr_detail: "{login_key}:CognitoSignIn:{subject}"
        http: {allow_http_loopback: true}
        endpoint_override:
          eu-west-1_SPECIAL: "{issuer}/special"
          "*": "{issuer}/{poolId}"

        """
    private static let key: ProviderName = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00"
    private static let client = "6exampleclientid0000000000"
    private static let app = ClientRegistration(clientIDs: [client, "7otherclient"])

    private static let claims: RawObject = [
        "iss": "\"https://\(key)\"", "aud": "\"\(client)\"", "sub": #""7b1d8d1e-0000-4000-8000-aaaaaaaaaaaa""#,
        "token_use": #""id""#, "cognito:username": #""ada""#, "cognito:groups": #"["editors"]"#,
        "iat": "1767225600", "exp": "1767229200",
    ]

    private func outcome(
        _ claims: RawObject, for app: ClientRegistration = app, under key: ProviderName = key
    ) async throws -> Result<VerifiedLogin, LoginError> {
        var outcome: Result<VerifiedLogin, LoginError>?
        try await ProviderBench.with([Self.emulator]) { bench async throws in
            outcome = try await bench.outcome(of: claims, under: key, for: app)
        }
        return try #require(outcome)
    }

    // MARK: Accepted

    @Test func `proves who the person is`() async throws {
        let login = try await outcome(Self.claims).get()
        #expect(login.provider == Self.key)
        #expect(login.issuer == "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00")
        #expect(login.subject == "7b1d8d1e-0000-4000-8000-aaaaaaaaaaaa")
        #expect(login.audience == Self.client)
        #expect(login.claims["cognito:groups"]?.elements.map(\.string) == ["editors"])
        #expect(login.methodDetail == "\(Self.key):CognitoSignIn:7b1d8d1e-0000-4000-8000-aaaaaaaaaaaa")
    }

    @Test func `takes every app client that is registered`() async throws {
        #expect(try await outcome(Self.claims.with("aud", #""7otherclient""#)).get().audience == "7otherclient")
    }

    @Test func `fetches keys where the override has the pool, and nowhere else`() async throws {
        try await ProviderBench.with([Self.emulator]) { bench async throws in
            _ = try await bench.outcome(of: Self.claims, under: Self.key, for: Self.app).get()
            #expect(bench.issuer.requests == ["/eu-west-1_EXAMPLE00/.well-known/jwks.json"])
        }
    }

    @Test func `prefers the override of the one pool to that of all`() async throws {
        try await ProviderBench.with([Self.emulator]) { bench async throws in
            let key: ProviderName = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_SPECIAL"
            _ = try await bench.outcome(of: Self.claims.with("iss", "\"https://\(key)\""), under: key, for: Self.app)
                .get()
            #expect(bench.issuer.requests == ["/special/.well-known/jwks.json"])
        }
    }

    // MARK: Refused

    @Test func `refuses an access token for want of an audience`() async throws {
        let claims = Self.claims.with("aud", nil).with("token_use", #""access""#).with(
            "client_id", "\"\(Self.client)\"")
        #expect(try await outcome(claims).error == .claimMissing("aud"))
    }

    @Test(
        arguments: [
            ("token_use", #""access""#, LoginError.wrongTokenUse), ("token_use", #""ID""#, .wrongTokenUse),
            ("token_use", "1", .wrongTokenUse), ("token_use", nil, .claimMissing("token_use")),
            ("aud", #""8foreignclient""#, .audienceMismatch), ("aud", "[\"\(client)\"]", .audienceMismatch),
            ("aud", "[\"\(client)\",\"7otherclient\"]", .audienceMismatch),
            ("iss", #""https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_OTHER""#, .issuerMismatch),
            ("iss", #""https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example00""#, .issuerMismatch),
            ("iss", #""https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00/""#, .issuerMismatch),
            ("iss", #""cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00""#, .issuerMismatch),
        ] as [(String, String?, LoginError)])
    func `refuses a token whose claims do not fit`(claim: String, text: String?, error: LoginError) async throws {
        #expect(try await outcome(Self.claims.with(claim, text)).error == error)
    }

    @Test func `says that a pool has not registered it, and asks nobody`() async throws {
        try await ProviderBench.with([Self.emulator]) { bench async throws in
            #expect(try await bench.outcome(of: Self.claims, under: Self.key, for: .none).error == .notConfigured)
            #expect(bench.issuer.requests.isEmpty)
        }
    }

    @Test(arguments: [
        "cognito-idp.eu_west_1.amazonaws.com/eu-west-1_EXAMPLE00",
        "cognito-idp.us-east-1.amazonaws.com/eu-west-1_EXAMPLE00",
        "cognito-idp.eu-west-1.amazonaws.com:eu-west-1_EXAMPLE00",
    ])
    func `refuses a key that is not quite one`(key: String) async throws {
        #expect(try await outcome(Self.claims, under: ProviderName(key)).error == .issuerMismatch)
    }

    // MARK: Signed out or deleted

    @Test func `refuses everybody when the pool must be asked and cannot be`() async throws {
        let app = ClientRegistration(clientIDs: [Self.client], serverSideTokenCheck: true)
        #expect(try await outcome(Self.claims, for: app).error == .misconfigured)
    }

    @Test func `says what is wrong with a token before it says that the pool cannot be asked`() async throws {
        let app = ClientRegistration(clientIDs: [Self.client], serverSideTokenCheck: true)
        #expect(
            try await outcome(Self.claims.with("exp", "1767225900"), for: app).error
                == .expired(now: 1_767_226_000, expiry: 1_767_225_900))
    }
}

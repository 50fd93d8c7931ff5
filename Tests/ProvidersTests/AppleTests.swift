import DevProviders
import IdentityModel
import StrictJSON
import Testing

@Suite struct `Sign in with Apple` {
    @Test func `proves who the person is, whose mail may be a relay's`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.apple, "user=ada")
            let login = try await bench.outcome(of: token, at: .apple).get()
            #expect(login.provider == "appleid.apple.com")
            #expect(login.issuer == "https://appleid.apple.com")
            #expect(login.subject == DevProvider.apple.subject(of: "ada"))
            #expect(login.audience == "com.example.development")
            #expect(login.claims["email"]?.string == "ada@privaterelay.appleid.com")
            #expect(login.claims["email_verified"]?.string == "true")
            #expect(login.claims["is_private_email"]?.string == "true")
            #expect(bench.calls.all == ["GET /apple/auth/keys"])
        }
    }

    @Test(arguments: ["true", "false", #""true""#, #""false""#])
    func `takes a truth value and its text`(text: String) async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.apple, "claim.email_verified=\(text)")
            _ = try await bench.outcome(of: token, at: .apple).get()
        }
    }

    @Test(arguments: [#""TRUE""#, #""yes""#, "1", "null", "[]", #""""#])
    func `takes nothing else for one`(text: String) async throws {
        try await PlayedBench.with { bench async throws in
            for claim in ["email_verified", "is_private_email"] {
                let token = try await bench.token(.apple, "claim.\(claim)=\(text)")
                #expect(await bench.outcome(of: token, at: .apple).error == .claimInvalid(claim))
            }
        }
    }

    @Test func `takes its second name, unless the descriptor leaves that out`() async throws {
        let order = #"claim.iss="https://account.apple.com""#
        try await PlayedBench.with { bench async throws in
            let login = try await bench.outcome(of: try await bench.token(.apple, order), at: .apple).get()
            #expect(login.issuer == "https://appleid.apple.com")
        }
        try await PlayedBench.with([(", https://account.apple.com]", "]")]) { bench async throws in
            #expect(await bench.outcome(of: try await bench.token(.apple, order), at: .apple).error == .issuerMismatch)
        }
    }

    @Test func `asks for nothing but the keys, which no document of Apple's can move`() async throws {
        try await PlayedBench.with { bench async throws in
            for user in ["ada", "bob"] {
                _ = try await bench.outcome(of: try await bench.token(.apple, "user=\(user)"), at: .apple).get()
            }
            #expect(bench.calls.all == ["GET /apple/auth/keys"])
        }
    }
}

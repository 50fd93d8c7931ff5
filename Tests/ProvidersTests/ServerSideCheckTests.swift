import DevProviders
import Foundation
import IdentityModel
import OutboundHTTP
import Testing

@testable import Providers

@Suite struct `A user pool that must be asked` {
    private static let app: ClientRegistration = {
        var app = DevProvider.userPool.registration
        app.serverSideTokenCheck = true
        return app
    }()

    @Test(
        arguments: [
            ("active", nil), ("disabled", .revoked), ("deleted", .revoked), ("replaced", .revoked),
        ] as [(String, LoginError?)])
    func `decides by how the person stands there`(state: String, error: LoginError?) async throws {
        try await PlayedBench.with { bench async throws in
            try await bench.control("POST", "user?user=ada&state=\(state)")
            let token = try await bench.token(.userPool, "user=ada")
            #expect(await bench.outcome(of: token, at: .userPool, for: Self.app).error == error)
            #expect(bench.calls.all.last == "POST /user-pool")
        }
    }

    @Test func `is asked every time, for a person can go at any moment`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.userPool, "user=ada")
            _ = try await bench.outcome(of: token, at: .userPool, for: Self.app).get()
            try await bench.control("POST", "user?user=ada&state=disabled")
            #expect(await bench.outcome(of: token, at: .userPool, for: Self.app).error == .revoked)
        }
    }

    @Test func `is not asked when nobody wants it`() async throws {
        try await PlayedBench.with { bench async throws in
            try await bench.control("POST", "user?user=ada&state=deleted")
            let token = try await bench.token(.userPool, "user=ada")
            _ = try await bench.outcome(of: token, at: .userPool).get()
            #expect(bench.calls.all == ["GET /user-pool/us-east-1_Development1/.well-known/jwks.json"])
        }
    }

    @Test func `is not asked about a token that is bad anyway`() async throws {
        try await PlayedBench.with { bench async throws in
            #expect(try await bench.error(of: .foreignKey, at: .userPool, for: Self.app) == .badSignature)
            #expect(bench.calls.all.allSatisfy { $0.hasPrefix("GET") })
        }
    }

    @Test func `that is out of order lets nobody pass`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.userPool)
            _ = try await bench.outcome(of: token, at: .userPool, for: Self.app).get()
            for (kind, error) in [
                ("down", LoginError.providerUnavailable), ("html", .providerProtocol),
                ("throttled", .providerThrottled),
            ] {
                try await bench.control("POST", "outage?provider=user-pool&kind=\(kind)")
                #expect(await bench.outcome(of: token, at: .userPool, for: Self.app).error == error)
            }
        }
    }

    @Test func `that cannot be asked lets nobody pass`() async throws {
        try await PlayedBench.with(userPools: .notAsked) { bench async throws in
            let token = try await bench.token(.userPool)
            #expect(await bench.outcome(of: token, at: .userPool, for: Self.app).error == .misconfigured)
        }
        try await PlayedBench.with([("server_side_check:\n  endpoint: ", "# ")]) { bench async throws in
            let token = try await bench.token(.userPool)
            #expect(await bench.outcome(of: token, at: .userPool, for: Self.app).error == .misconfigured)
        }
    }

    @Test func `refuses a token without the name that it knows the person by`() async throws {
        try await PlayedBench.with { bench async throws in
            let token = try await bench.token(.userPool, "claim.cognito:username=null")
            #expect(
                await bench.outcome(of: token, at: .userPool, for: Self.app).error == .claimMissing("cognito:username"))
        }
    }

    @Test(
        arguments: [
            (.signedOut, .revoked), (.deleted, .revoked), (.disabled, .revoked), (.active, nil),
        ] as [(UserStanding, LoginError?)])
    func `may be asked in any other way`(standing: UserStanding, error: LoginError?) async throws {
        try await PlayedBench.with(userPools: .answering(standing)) { bench async throws in
            let token = try await bench.token(.userPool)
            #expect(await bench.outcome(of: token, at: .userPool, for: Self.app).error == error)
        }
    }

    @Test(
        arguments: [
            (400, #"{"__type":"UserNotFoundException"}"#, .revoked),
            (400, #"{"__type":"com.amazonaws.cognito#UserNotFoundException"}"#, .revoked),
            (400, #"{"__type":"AccessDeniedException"}"#, .misconfigured),
            (400, #"{"__type":"ResourceNotFoundException"}"#, .misconfigured),
            (400, #"{"__type":"TooManyRequestsException"}"#, .providerThrottled),
            (400, #"{"__type":"SomethingElse"}"#, .providerProtocol), (403, "", .providerProtocol),
            (200, "{}", .providerProtocol), (200, #"{"Enabled":true,"UserAttributes":[]}"#, .providerProtocol),
            (200, #"{"Enabled":"true","UserAttributes":[{"Name":"sub","Value":"s"}]}"#, .providerProtocol),
            (200, #"{"Enabled":true,"UserAttributes":[{"Name":"sub","Value":"S"}]}"#, .revoked),
            (200, #"{"Enabled":false,"UserAttributes":[{"Name":"sub","Value":"s"}]}"#, .revoked),
            (200, #"{"Enabled":true,"UserAttributes":[{"Name":"sub","Value":"s"}]}"#, nil),
        ] as [(Int, String, LoginError?)])
    func `is believed only when it says yes`(status: Int, body: String, error: LoginError?) async throws {
        let calls = ScriptedCalls(["amazonaws.com/": (status, body)])
        let driver = AdminGetUser(
            .init(accessKeyID: "AKIA", secretAccessKey: Secret("secret")), fetch: calls.fetch)
        let person = UserPoolPerson(
            endpoint: "https://cognito-idp.eu-west-1.amazonaws.com", region: "eu-west-1",
            poolID: "eu-west-1_EXAMPLE00", username: "ada", subject: "s")
        var found: LoginError?
        do throws(LoginError) {
            let standing = try await driver.standing(of: person, rules: .init(), at: PlayedBench.now)
            if standing != .active { found = .revoked }
        } catch {
            found = error
        }
        #expect(found == error)
    }
}

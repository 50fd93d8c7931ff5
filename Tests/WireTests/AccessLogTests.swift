import Federation
import IdentityModel
import InMemoryLogging
import Logging
import STS
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The access log` {
    @Test func `has one line for a request, with what it was about`() async throws {
        try await TestSite.run { site in
            let answer = try await site.call(
                "GetId", #"{"IdentityPoolId":"\#(Sample.poolID)","Logins":{"accounts.google.com":"tok","b":"tok"}}"#)
            let entries = site.log.entries
            #expect(entries.count == 1)
            let entry = try #require(entries.first)
            #expect(entry.level == .info)
            #expect(entry.message == "request")
            var metadata = entry.metadata
            #expect(metadata.removeValue(forKey: "duration.ms")?.description.wholeMatch(of: /\d+\.\d/) != nil)
            #expect(
                metadata == [
                    "request.id": .string(answer["x-amzn-RequestId"] ?? ""), "action": "GetId", "outcome": "answered",
                    "pool.id": "eu-west-1:1f6d3e1e-0b0a-4a39-9d6e-0b2c7f4f9a11",
                    "identity.id": "eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d",
                    "provider": "accounts.google.com,b", "peer": "127.0.0.1",
                ])
        }
    }

    @Test func `does not take a refused login for an error`() async throws {
        let refusal = FederationError.loginRefused("accounts.google.com", .badSignature)
        try await TestSite.run(Rooms(refusing: refusal)) { site in
            _ = try await site.call(
                "GetOpenIdToken", #"{"IdentityId":"\#(Sample.identity)","Logins":{"accounts.google.com":"tok"}}"#)
            let entry = try #require(site.log.entries.first)
            #expect(entry.level == .info)
            #expect(entry.metadata["outcome"] == "refused")
            #expect(entry.metadata["error.code"] == "NotAuthorizedException")
            #expect(entry.metadata["identity.id"] == "eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d")
            #expect(entry.metadata["error.cause"] == nil)
        }
    }

    @Test func `has the cause of a fault that the client is not told`() async throws {
        try await TestSite.run(Rooms(refusing: .unavailable("connection to db-1 refused"))) { site in
            let answer = try await site.call("GetOpenIdToken", #"{"IdentityId":"\#(Sample.identity)"}"#)
            #expect(!answer.text.contains("db-1"))
            let entry = try #require(site.log.entries.first)
            #expect(entry.level == .error)
            #expect(entry.metadata["outcome"] == "failed")
            #expect(entry.metadata["error.code"] == "InternalErrorException")
            #expect(entry.metadata["error.cause"] == "connection to db-1 refused")
            #expect(entry.metadata["request.id"] == .string(answer["x-amzn-RequestId"] ?? ""))
        }
    }

    @Test func `says why a pool's role cannot be assumed`() async throws {
        let refusal = STSError.notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .roleNotFound)
        try await TestSite.run(Rooms(refusing: .roleNotAssumable(role: "arn:aws:iam::123456789012:role/gone", refusal)))
        { site in
            let answer = try await site.call(
                "GetCredentialsForIdentity", #"{"IdentityId":"\#(Sample.identity)"}"#)
            #expect(answer.text.contains("InvalidIdentityPoolConfigurationException"))
            #expect(!answer.text.contains("no such role"))
            let entry = try #require(site.log.entries.first)
            #expect(entry.level == .info)
            #expect(entry.metadata["outcome"] == "refused")
            #expect(entry.metadata["error.cause"] == "arn:aws:iam::123456789012:role/gone: there is no such role")
        }
    }

    @Test func `repeats nothing of a client's that was not checked`() async throws {
        try await TestSite.run { site in
            _ = try await site.call("GetId", #"{"IdentityPoolId":"bad\nid"}"#)
            _ = try await site.call("Invented")
            _ = try await site.query("Action=Invented&Version=2011-06-15")
            _ = try await site.call("GetId", #"{"IdentityPoolId":"eu:ab","Logins":{"a\nlevel=error\u001b":"tok"}}"#)
            let entries = site.log.entries
            #expect(entries.map { $0.metadata["pool.id"] } == [nil, nil, nil, "eu:ab"])
            #expect(entries.map { $0.metadata["action"] } == ["GetId", nil, nil, "GetId"])
            #expect(entries.last?.metadata["provider"] == "a?level=error?")
        }
    }

    @Test func `has a line for documents and for places that do not exist`() async throws {
        try await TestSite.run { site in
            _ = try await site.client.send("GET", "/.well-known/jwks.json")
            _ = try await site.client.send("GET", "/nowhere?token=abc")
            let entries = site.log.entries
            #expect(entries.map { $0.metadata["outcome"] } == ["answered", "refused"])
            #expect(entries.map { $0.metadata["error.code"] } == [nil, "404"])
            #expect(!"\(entries)".contains("nowhere"))
        }
    }

    @Test func `never holds a secret`() async throws {
        let token = "eyJhbGciOiJub25lIn0.TOKEN-OF-THE-CLIENT.x"
        let refusing = Rooms(refusing: .loginRefused("accounts.google.com", .malformed))
        for rooms in [Rooms.willing, refusing, Rooms(refusing: .internal("cause"))] {
            try await TestSite.run(rooms) { site in
                let logins = #""Logins":{"accounts.google.com":"\#(token)"}"#
                _ = try await site.call("GetId", #"{"IdentityPoolId":"eu:ab",\#(logins)}"#)
                _ = try await site.call("GetId", #"{\#(logins)}"#)
                _ = try await site.call("GetId", #"{"IdentityPoolId":"eu:ab",\#(logins)"#)
                _ = try await site.call("GetCredentialsForIdentity", #"{"IdentityId":"eu:ab",\#(logins)}"#)
                _ = try await site.call("GetOpenIdToken", #"{"IdentityId":"eu:ab",\#(logins)}"#)
                _ = try await site.call("UnlinkIdentity", #"{"IdentityId":"eu:ab",\#(logins),"LoginsToRemove":[]}"#)
                _ = try await site.query(
                    "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn:aws:iam::123456789012:role/app"
                        + "&RoleSessionName=me&WebIdentityToken=\(token)")
                _ = try await site.client.send("GET", "/?Action=GetCallerIdentity&X-Amz-Security-Token=\(token)")
                let log = "\(site.log.entries)"
                #expect(site.log.entries.count == 8)
                for secret in ["TOKEN-OF-THE-CLIENT", "our.openid.token", "wJalrXUtnFEMI", "FwoGZXIvYXdz"] {
                    #expect(!log.contains(secret))
                }
            }
        }
    }
}

import HTTPTypes
import InMemoryLogging
import Logging
import NIOCore
import TestSupport
import Testing

@testable import HTTPAPI

@Suite(.timeLimit(.minutes(1))) struct `The site` {
    @Test(arguments: [
        ("/.well-known/openid-configuration", #"{"issuer":"https://id.example"}"#),
        ("/.well-known/jwks_uri", #"{"keys":[]}"#), ("/.well-known/jwks.json", #"{"keys":[]}"#),
    ])
    func `publishes the documents of OpenID Connect`(_ path: String, _ document: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.client.send("GET", path)
            #expect(answer.status == 200)
            #expect(answer["Content-Type"] == "application/json")
            #expect(answer["Cache-Control"] == "public, max-age=300")
            #expect(answer.text == document)
        }
    }

    @Test func `answers HEAD with the head of GET`() async throws {
        try await TestSite.run { site in
            let answer = try await site.client.send("HEAD", "/.well-known/jwks.json")
            #expect(answer.status == 200)
            #expect(answer["Content-Length"] == "11")
            #expect(answer.body.isEmpty)
        }
    }

    @Test(arguments: [
        ("GET", "/"), ("GET", "/index.html"), ("POST", "/x"), ("GET", "/.well-known/"), ("GET", "/health"),
        ("OPTIONS", "/x"), ("GET", "//"),
    ])
    func `has nothing elsewhere`(_ method: String, _ path: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.client.send(method, path)
            #expect(answer.status == 404)
            #expect(answer.body.isEmpty)
            #expect(answer["x-amzn-RequestId"] != nil)
        }
    }

    @Test(arguments: [
        ("DELETE", "/", "GET, OPTIONS, POST"), ("PUT", "/", "GET, OPTIONS, POST"), ("HEAD", "/", "GET, OPTIONS, POST"),
        ("POST", "/.well-known/jwks_uri", "GET, HEAD, OPTIONS"), ("POST", "/health/ready", "GET, HEAD"),
    ])
    func `names the methods of a place`(_ method: String, _ path: String, _ allowed: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.client.send(method, path)
            #expect(answer.status == 405)
            #expect(answer["Allow"] == allowed)
        }
    }

    @Test(arguments: [
        ("/rooms", 200, "first"), ("/rooms/", 200, "first"), ("/rooms/a", 200, "first"),
        ("/rooms/b/c?d", 200, "second"),
        ("/roomsx", 404, ""), ("/Rooms", 404, ""), ("/room", 404, ""), ("/%72ooms", 404, ""), ("//rooms", 404, ""),
        ("/", 404, ""), ("/health/live", 200, #"{"status":"ok"}"#),
    ])
    func `leads to the doors of other rooms`(_ path: String, _ status: Int, _ text: String) async throws {
        var rooms = Rooms.willing
        rooms.mounts = [
            Mount("/rooms/b", NamedDoor(name: "second")), Mount("/rooms", NamedDoor(name: "first")),
            Mount("/health", NamedDoor(name: "never")),
        ]
        try await TestSite.run(rooms) { site in
            let answer = try await site.client.send("GET", path)
            #expect(answer.status == status)
            #expect(answer.text == text)
        }
    }

    @Test func `gives every answer an id of its own`() async throws {
        try await TestSite.run { site in
            var ids: Set<String> = []
            for _ in 0..<3 {
                for answer in [
                    try await site.call("GetId", #"{"IdentityPoolId":"eu:ab"}"#), try await site.call("Nothing"),
                    try await site.query("Action=GetCallerIdentity&Version=2011-06-15"),
                    try await site.client.send("GET", "/health/ready"), try await site.client.send("GET", "/nowhere"),
                    try await site.client.send("DELETE", "/"),
                ] {
                    let id = try #require(answer["x-amzn-RequestId"])
                    #expect(
                        id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
                    ids.insert(id)
                }
            }
            #expect(ids.count == 18)
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct `The health of the site` {
    @Test func `is fine when every check is`() async throws {
        try await TestSite.run { site in
            let live = try await site.client.send("GET", "/health/live")
            #expect(live.status == 200)
            #expect(live.text == #"{"status":"ok"}"#)
            let ready = try await site.client.send("GET", "/health/ready")
            #expect(ready.status == 200)
            #expect(ready["Cache-Control"] == "no-store")
            #expect(ready.text == #"{"database":"ok","keys":"ok","status":"ok"}"#)
            #expect(site.log.entries.isEmpty)
        }
    }

    @Test func `names the failing part to anyone and the problem to the log`() async throws {
        var rooms = Rooms.willing
        rooms.health = HealthChecks(database: { "no route to db-1" }, keys: { nil })
        try await TestSite.run(rooms) { site in
            let ready = try await site.client.send("GET", "/health/ready")
            #expect(ready.status == 503)
            #expect(ready.text == #"{"database":"failing","keys":"ok","status":"failing"}"#)
            let entry = try #require(site.log.entries.first)
            #expect(entry.level == .warning)
            #expect(entry.metadata["part"] == "database")
            #expect(entry.metadata["problem"] == "no route to db-1")
            let answer = try await site.client.send("GET", "/health/live")
            #expect(answer.status == 200)
        }
    }
}

private struct NamedDoor: Door {
    let name: String

    func answer(_ request: WireRequest) async -> WireResponse {
        WireResponse(.ok, to: request, body: ByteBuffer(string: name))
    }
}

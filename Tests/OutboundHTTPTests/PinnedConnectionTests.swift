import Foundation
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import OutboundHTTP

/// `idp.test` lives on this machine here, and its certificate is signed by an authority that only the rules trust.
@Suite struct `A connection` {
    private let authority: TestAuthority

    init() throws {
        authority = try TestAuthority()
    }

    private func rules(_ port: Int) throws -> FetchRules {
        var rules = FetchRules()
        rules.certificateAuthority = try authority.pem
        rules.allowedPrivateHosts = ["idp.test:\(port)"]
        return rules
    }

    /// Fetches `https://idp.test:PORT/` from a server that shows the certificate of that host.
    private func fetch(
        certificateOf host: String = "idp.test", expires: Date = .now.addingTimeInterval(3_600),
        by signer: TestAuthority? = nil,
        change: (inout FetchRules) -> Void = { _ in }
    ) async throws -> (result: Result<FetchedDocument, FetchError>, requests: [LoopbackServer.Request], port: Int) {
        let tls = try (signer ?? authority).serverContext(for: host, expires: expires)
        let server = try await LoopbackServer(tls: tls) { _ in .json("{}") }
        var rules = try rules(server.port)
        change(&rules)
        let fetcher = HTTPFetcher(resolve: { _, _ in [.v4(0x7F00_0001)] }, now: { .now })
        let result = await fetcher.result(
            of: FetchRequest(url: "https://idp.test:\(server.port)/", limit: 64, rules: rules))
        await fetcher.shutdown()
        await server.stop()
        return (result, server.requests, server.port)
    }

    @Test func `goes to the checked address under the host's own name`() async throws {
        let fetched = try await fetch()
        #expect(try fetched.result.get().body == Array("{}".utf8))
        #expect(fetched.requests.map { $0.headers.first(name: "host") } == ["idp.test:\(fetched.port)"])
    }

    @Test func `is refused when the certificate names another host`() async throws {
        let fetched = try await fetch(certificateOf: "other.test")
        #expect(fetched.result.error == .unavailable)
        #expect(fetched.requests.isEmpty)
    }

    @Test func `is refused when the certificate has expired`() async throws {
        let fetched = try await fetch(expires: .now.addingTimeInterval(-60))
        #expect(fetched.result.error == .unavailable)
        #expect(fetched.requests.isEmpty)
    }

    @Test func `is refused when an unknown authority signed the certificate`() async throws {
        let fetched = try await fetch(by: TestAuthority())
        #expect(fetched.result.error == .unavailable)
        #expect(fetched.requests.isEmpty)
    }

    @Test func `is refused when only the system's authorities are trusted`() async throws {
        let fetched = try await fetch { $0.certificateAuthority = nil }
        #expect(fetched.result.error == .unavailable)
        #expect(fetched.requests.isEmpty)
    }

    @Test func `is not made with an authority that cannot be read`() async throws {
        let fetched = try await fetch { $0.certificateAuthority = "-----BEGIN NONSENSE-----" }
        #expect(fetched.result.error == .refused(.unreadableAuthority))
    }

    @Test(arguments: ["10.0.0.1", "127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"])
    func `is not made to an address inside`(address: String) async throws {
        let inside = try #require(IPAddress(address))
        let fetcher = HTTPFetcher(resolve: { _, _ in [inside] }, now: { .now })
        let result = await fetcher.result(
            of: FetchRequest(url: "https://idp.example.com/", limit: 64, rules: FetchRules()))
        await fetcher.shutdown()
        #expect(result.error == .refused(.addressNotAdmitted))
    }

    @Test func `asks for addresses once, so that a name cannot change its mind between check and connect`() async throws
    {
        let asked = Mutex(0)
        let tls = try authority.serverContext(for: "idp.test")
        let server = try await LoopbackServer(tls: tls) { _ in .json("{}") }
        let fetcher = HTTPFetcher(
            resolve: { _, _ in
                asked.withLock { $0 += 1 }
                return [.v4(0x7F00_0001)]
            }, now: { .now })
        let request = FetchRequest(url: "https://idp.test:\(server.port)/", limit: 64, rules: try rules(server.port))
        let result = await fetcher.result(of: request)
        await fetcher.shutdown()
        await server.stop()
        // The system's resolver does not know `idp.test`: a second look-up by the client would have failed.
        #expect(try result.get().body == Array("{}".utf8))
        #expect(asked.withLock { $0 } == 1)
    }

    /// Attack row 133: a name that was good a moment ago, with a connection to it still open, turns inside.
    @Test(arguments: ["10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fd00:ec2::254", "64:ff9b::a00:1"])
    func `is not reused for a name that has turned inside`(address: String) async throws {
        let inside = try #require(IPAddress(address))
        let answers = Mutex([[IPAddress.v4(0x7F00_0001)], [inside], [.v4(0x7F00_0001), inside]])
        let tls = try authority.serverContext(for: "idp.test")
        let server = try await LoopbackServer(tls: tls) { _ in .json("{}") }
        let fetcher = HTTPFetcher(resolve: { _, _ in answers.withLock { $0.removeFirst() } }, now: { .now })
        var rules = try rules(server.port)
        rules.allowedPrivateHosts = []
        rules.allowedPorts = [server.port]
        rules.allowsLoopbackHTTP = true
        let request = FetchRequest(url: "https://idp.test:\(server.port)/", limit: 64, rules: rules)
        #expect(await fetcher.result(of: request).error == nil)
        #expect(await fetcher.result(of: request).error == .refused(.addressNotAdmitted))
        #expect(await fetcher.result(of: request).error == .refused(.addressNotAdmitted))
        await fetcher.shutdown()
        await server.stop()
        #expect(server.requests.count == 1)
    }

    @Test func `is tried at the other address when one does not answer`() async throws {
        let tls = try authority.serverContext(for: "idp.test")
        let server = try await LoopbackServer(tls: tls) { _ in .json("{}") }
        // Nobody listens on that port at 127.0.0.2.
        let fetcher = HTTPFetcher(resolve: { _, _ in [.v4(0x7F00_0002), .v4(0x7F00_0001)] }, now: { .now })
        let request = FetchRequest(url: "https://idp.test:\(server.port)/", limit: 64, rules: try rules(server.port))
        let result = await fetcher.result(of: request)
        await fetcher.shutdown()
        await server.stop()
        #expect(try result.get().body == Array("{}".utf8))
    }

    @Test func `does not pass over an address inside to a public one`() async throws {
        let fetcher = HTTPFetcher(resolve: { _, _ in [.v4(0x5DB8_D822), .v4(0x0A00_0001)] }, now: { .now })
        let result = await fetcher.result(
            of: FetchRequest(url: "https://idp.example.com/", limit: 64, rules: FetchRules()))
        await fetcher.shutdown()
        #expect(result.error == .refused(.addressNotAdmitted))
    }

    @Test func `is not made for a URL that is refused, nor its name looked up`() async throws {
        let asked = Mutex(false)
        let fetcher = HTTPFetcher(
            resolve: { _, _ in
                asked.withLock { $0 = true }
                return []
            }, now: { .now })
        for url in ["http://idp.example.com/", "file:///etc/passwd", "https://10.0.0.1/", "https://a@idp.example.com/"]
        {
            let result = await fetcher.result(of: FetchRequest(url: url, limit: 64, rules: FetchRules()))
            guard case .refused = result.error else {
                Issue.record("\(url) was not refused")
                continue
            }
        }
        await fetcher.shutdown()
        #expect(asked.withLock { $0 } == false)
    }

    @Test func `is looked up with the system and finds this machine`() async throws {
        let addresses = try await resolveWithSystem("localhost", .seconds(5))
        #expect(!addresses.isEmpty)
        #expect(addresses.allSatisfy { $0.isLoopback })
    }

    @Test func `to a name that does not exist is not made`() async {
        await #expect(throws: FetchError.unavailable) { try await resolveWithSystem("nobody.invalid", .seconds(5)) }
    }

    @Test func `reuses what is open`() async throws {
        let clients = PinnedClients(capacity: 1)
        let route = PinnedClients.Route(host: .name("idp.test"), address: .v4(1), certificateAuthority: nil)
        let first = try await clients.withClient(for: route) { client in ObjectIdentifier(client) }
        let second = try await clients.withClient(for: route) { client in ObjectIdentifier(client) }
        #expect(first == second)
        await clients.shutdown()
    }

    @Test func `makes room for another route, but not while it is in use`() async throws {
        let clients = PinnedClients(capacity: 1)
        let route = PinnedClients.Route(host: .name("idp.test"), address: .v4(1), certificateAuthority: nil)
        let other = PinnedClients.Route(host: .name("idp.test"), address: .v4(2), certificateAuthority: nil)
        try await clients.withClient(for: route) { _ async throws(FetchError) -> Void in
            await #expect(throws: FetchError.unavailable) {
                try await clients.withClient(for: other) { _ async throws(FetchError) -> Void in }
            }
        }
        try await clients.withClient(for: other) { _ async throws(FetchError) -> Void in }
        await clients.shutdown()
    }

    @Test func `makes no room for a route that cannot be taken`() async throws {
        let clients = PinnedClients(capacity: 1)
        let route = PinnedClients.Route(host: .name("idp.test"), address: .v4(1), certificateAuthority: nil)
        let unreadable = PinnedClients.Route(host: .name("idp.test"), address: .v4(1), certificateAuthority: "none")
        let first = try await clients.withClient(for: route) { client in ObjectIdentifier(client) }
        await #expect(throws: FetchError.refused(.unreadableAuthority)) {
            try await clients.withClient(for: unreadable) { _ async throws(FetchError) -> Void in }
        }
        let second = try await clients.withClient(for: route) { client in ObjectIdentifier(client) }
        #expect(first == second)
        await clients.shutdown()
    }
}

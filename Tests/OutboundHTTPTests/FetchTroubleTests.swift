import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import OutboundHTTP

/// What an operator is told who asks why.
@Suite struct `A fetch that failed` {
    private static let loopback: FetchRules = {
        var rules = FetchRules()
        rules.allowsLoopbackHTTP = true
        return rules
    }()

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reply: LoopbackServer.Reply?
        let trouble: FetchTrouble?
        /// Short where time is what runs out.
        var timeout: Duration { trouble == .time ? .milliseconds(200) : .seconds(30) }

        init(_ description: String, _ reply: LoopbackServer.Reply?, _ trouble: FetchTrouble?) {
            (testDescription, self.reply, self.trouble) = (description, reply, trouble)
        }
    }

    @Test(arguments: [
        Case("a document after all", .json("{}"), nil),
        Case("a redirect", .init(status: 301, headers: ["Location": "/"], body: .bytes([])), .redirect(status: 301)),
        Case("nothing there", .json("{}", status: 404), .status(404)),
        Case("a failure", .json("{}", status: 503), .status(503)),
        Case("a page", .init(headers: ["Content-Type": "text/html"], body: .bytes([])), .html),
        Case("a compressed body", .json("{}", headers: ["Content-Encoding": "gzip"]), .compressed),
        Case("too much", .init(body: .bytes([UInt8](repeating: 0x20, count: 65))), .tooLong(limit: 64)),
        Case("no end", .init(body: .endless), .tooLong(limit: 64)), Case("a stall", .init(body: .stalled), .time),
        Case("no word", nil, .connection),
    ]) func `tells what came`(example: Case) async throws {
        let server = try await LoopbackServer { _ in example.reply }
        let fetcher = HTTPFetcher(connectTimeout: .seconds(60))
        let trouble = await fetcher.trouble(
            with: FetchRequest(
                url: "http://127.0.0.1:\(server.port)/", limit: 64, timeout: example.timeout, rules: Self.loopback))
        await fetcher.shutdown()
        await server.stop()
        #expect(trouble == example.trouble)
    }

    @Test func `tells that nobody listens`() async {
        let fetcher = HTTPFetcher(connectTimeout: .seconds(60))
        let trouble = await fetcher.trouble(
            with: FetchRequest(url: "http://127.0.0.1:1/", limit: 64, rules: Self.loopback))
        await fetcher.shutdown()
        #expect(trouble == .connection)
    }

    @Test func `tells that the name has no address`() async {
        let fetcher = HTTPFetcher(resolve: { _, _ throws(FetchError) in throw .unavailable }, now: { .now })
        let trouble = await fetcher.trouble(
            with: FetchRequest(url: "https://idp.example.com/", limit: 64, rules: FetchRules()))
        await fetcher.shutdown()
        #expect(trouble == .name)
    }

    @Test(arguments: ["other.test", "idp.test"])
    func `tells that the certificate is not good`(host: String) async throws {
        let authority = try TestAuthority()
        let expires = Date.now.addingTimeInterval(host == "idp.test" ? -60 : 3_600)
        let tls = try authority.serverContext(for: host, expires: expires)
        let server = try await LoopbackServer(tls: tls) { _ in .json("{}") }
        var rules = FetchRules()
        rules.certificateAuthority = try authority.pem
        rules.allowedPrivateHosts = ["idp.test:\(server.port)"]
        let fetcher = HTTPFetcher(resolve: { _, _ in [.v4(0x7F00_0001)] }, now: { .now })
        let trouble = await fetcher.trouble(
            with: FetchRequest(url: "https://idp.test:\(server.port)/", limit: 64, rules: rules))
        await fetcher.shutdown()
        await server.stop()
        #expect(trouble == .certificate)
        #expect(server.requests.isEmpty)
    }

    /// Whoever asks why goes nowhere that a fetch would not go.
    @Test(arguments: ["http://idp.example.com/", "https://10.0.0.1/", "https://idp.example.com/"])
    func `asks nobody whom a fetch would not ask`(url: String) async {
        let fetcher = HTTPFetcher(resolve: { _, _ in [.v4(0x0A00_0001)] }, now: { .now })
        let request = FetchRequest(url: url, limit: 64, rules: FetchRules())
        #expect(await fetcher.trouble(with: request) == nil)
        guard case .refused = await fetcher.result(of: request).error else {
            Issue.record("\(url) was not refused")
            return
        }
        await fetcher.shutdown()
    }
}

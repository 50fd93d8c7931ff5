import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import OutboundHTTP

/// What a provider is asked about a token: with a query, headers, or a body, and with a refusal as a good answer.
@Suite struct `A question to a provider` {
    private func ask(
        _ change: (inout FetchRequest) -> Void = { _ in }, from reply: LoopbackServer.Reply?, times: Int = 1
    ) async throws -> (result: Result<FetchedDocument, FetchError>, requests: [LoopbackServer.Request]) {
        let server = try await LoopbackServer { _ in reply }
        let fetcher = HTTPFetcher(connectTimeout: .seconds(60))
        var rules = FetchRules()
        rules.allowsLoopbackHTTP = true
        var request = FetchRequest(url: "http://127.0.0.1:\(server.port)/ask", limit: 64, rules: rules)
        change(&request)
        var result = await fetcher.result(of: request)
        for _ in 1..<times { result = await fetcher.result(of: request) }
        await fetcher.shutdown()
        await server.stop()
        return (result, server.requests)
    }

    @Test func `carries its query encoded, whatever stands in it`() async throws {
        let asked = try await ask({ $0.query = [.init("a b", "Atza|1&c=d#e"), .init("f", "")] }, from: .json("{}"))
        #expect(asked.requests.map(\.path) == ["/ask?a%20b=Atza%7C1%26c%3Dd%23e&f="])
    }

    @Test func `puts its query behind the one that is there`() async throws {
        let asked = try await ask(
            {
                $0.url += "?v=1"
                $0.query = [.init("a", "b")]
            }, from: .json("{}"))
        #expect(asked.requests.map(\.path) == ["/ask?v=1&a=b"])
    }

    @Test func `may be longer than a URL`() async throws {
        let long = String(repeating: "a", count: 4_096)
        let asked = try await ask({ $0.query = [.init("t", long)] }, from: .json("{}"))
        #expect(asked.requests.map(\.path) == ["/ask?t=\(long)"])
    }

    @Test func `carries its headers`() async throws {
        let asked = try await ask({ $0.headers = [.init("authorization", "Bearer a|b")] }, from: .json("{}"))
        #expect(asked.requests.first?.headers["authorization"] == ["Bearer a|b"])
        #expect(asked.requests.first?.headers["user-agent"] == ["Sluice"])
    }

    @Test(arguments: [400, 401, 403, 404, 410, 420, 429])
    func `may be refused with a reason, and then the host is not avoided`(status: Int) async throws {
        let reply = LoopbackServer.Reply.json(
            #"{"error":1}"#, status: status,
            headers: ["Retry-After": "30", "Date": "Thu, 01 Jan 2026 00:00:00 GMT"])
        let asked = try await ask({ $0.readsRefusals = true }, from: reply, times: 12)
        let document = try asked.result.get()
        #expect(document.status == status)
        // Of a 429 only the time is read.
        #expect(document.body == (status == 429 ? [] : Array(#"{"error":1}"#.utf8)))
        #expect(document.retryAfter == 30)
        #expect(document.date == Date(timeIntervalSince1970: 1_767_225_600))
        #expect(asked.requests.count == 12)
    }

    @Test(
        arguments: [
            (302, .protocolViolation), (204, .protocolViolation), (500, .unavailable), (503, .unavailable),
        ] as [(Int, FetchError)])
    func `takes nothing else for an answer`(status: Int, error: FetchError) async throws {
        let asked = try await ask({ $0.readsRefusals = true }, from: .json("{}", status: status))
        #expect(asked.result.error == error)
    }

    @Test func `takes a failure for an answer when it is asked to, and tries it no second time`() async throws {
        let asked = try await ask(
            { $0.readsFailures = true }, from: .json(#"{"error":1}"#, status: 503, headers: ["Retry-After": "30"]))
        let document = try asked.result.get()
        #expect(document.status == 503)
        #expect(document.body == Array(#"{"error":1}"#.utf8))
        #expect(document.retryAfter == 30)
        #expect(asked.requests.count == 1)
    }

    /// Ten failures close the host, whoever reads what it says of them.
    @Test func `counts a failure that was read as one`() async throws {
        let asked = try await ask({ $0.readsFailures = true }, from: .json("{}", status: 503), times: 11)
        #expect(asked.result.error == .unavailable)
        #expect(asked.requests.count == 10)
    }

    @Test func `takes no page for a failure's own words`() async throws {
        let page = LoopbackServer.Reply(status: 502, headers: ["Content-Type": "text/html"], body: .bytes([]))
        #expect(try await ask({ $0.readsFailures = true }, from: page).result.error == .unavailable)
    }

    @Test func `takes no page for a reason, and none beyond the limit`() async throws {
        let page = LoopbackServer.Reply(status: 403, headers: ["Content-Type": "text/html"], body: .bytes([]))
        #expect(try await ask({ $0.readsRefusals = true }, from: page).result.error == .protocolViolation)
        let long = LoopbackServer.Reply(status: 400, body: .bytes(Array(repeating: 0x20, count: 65)))
        #expect(try await ask({ $0.readsRefusals = true }, from: long).result.error == .protocolViolation)
    }

    @Test func `is asked once more by GET, and never by POST or when it counts once`() async throws {
        let down = LoopbackServer.Reply.json("{}", status: 503)
        #expect(try await ask(from: down).requests.count == 2)
        #expect(try await ask({ $0.attempts = 1 }, from: down).requests.count == 1)
        #expect(try await ask({ $0.method = .post }, from: down).requests.count == 1)
    }

    @Test func `shows nothing of what it carries`() {
        var request = FetchRequest(url: "https://api.example.com/ask", limit: 64, rules: FetchRules())
        request.query = [.init("access_token", "very-secret")]
        request.headers = [.init("authorization", "very-secret")]
        request.body = Array("very-secret".utf8)
        var text = "\(request) \(String(reflecting: request))"
        dump(request, to: &text)
        #expect(!text.contains("very-secret"))
        #expect(text.contains("GET https://api.example.com/ask"))
    }
}

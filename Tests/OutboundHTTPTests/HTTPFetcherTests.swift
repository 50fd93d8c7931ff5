import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import OutboundHTTP

@Suite struct `A fetch` {
    private static let loopback: FetchRules = {
        var rules = FetchRules()
        rules.allowsLoopbackHTTP = true
        return rules
    }()

    /// What comes back from a server on this machine that answers like that.
    private func fetch(
        limit: Int = 1_024, timeout: Duration = .seconds(60),
        from answer: @escaping @Sendable () -> LoopbackServer.Reply?
    ) async throws -> (result: Result<FetchedDocument, FetchError>, requests: [LoopbackServer.Request]) {
        let server = try await LoopbackServer { _ in answer() }
        let fetcher = HTTPFetcher(connectTimeout: .seconds(60))
        let result = await fetcher.result(
            of: FetchRequest(
                url: "http://127.0.0.1:\(server.port)/keys?v=1", limit: limit, timeout: timeout, rules: Self.loopback))
        await fetcher.shutdown()
        await server.stop()
        return (result, server.requests)
    }

    // MARK: Asking

    @Test func `brings the body, its type and how long it may be kept`() async throws {
        let fetched = try await fetch {
            .json(#"{"keys":[]}"#, headers: ["Cache-Control": "max-age=3600", "Age": "600"])
        }
        let document = try fetched.result.get()
        #expect(document.body == Array(#"{"keys":[]}"#.utf8))
        #expect(document.maxAge == 3_000)
        #expect(document.noStore == false)
        #expect(document.contentType == "application/json")
    }

    @Test func `sends its own headers and nothing else`() async throws {
        let fetched = try await fetch { .json("{}") }
        let request = try #require(fetched.requests.first)
        #expect(request.path == "/keys?v=1")
        #expect(request.headers.first(name: "user-agent") == "Sluice")
        #expect(request.headers.first(name: "accept-encoding") == "identity")
        #expect(
            Set(request.headers.map { $0.name.lowercased() }) == ["accept", "accept-encoding", "host", "user-agent"])
    }

    @Test func `keeps no cookies`() async throws {
        let server = try await LoopbackServer { _ in .json("{}", headers: ["Set-Cookie": "a=b; Path=/"]) }
        let fetcher = HTTPFetcher(connectTimeout: .seconds(60))
        let request = FetchRequest(url: "http://127.0.0.1:\(server.port)/", limit: 64, rules: Self.loopback)
        _ = try await fetcher.fetch(request)
        _ = try await fetcher.fetch(request)
        await fetcher.shutdown()
        await server.stop()
        #expect(server.requests.count == 2)
        #expect(server.requests.allSatisfy { !$0.headers.contains(name: "cookie") })
    }

    // MARK: Answers that are refused

    @Test func `does not follow a redirect`() async throws {
        let elsewhere = try await LoopbackServer { _ in .json("{}") }
        let location = "http://127.0.0.1:\(elsewhere.port)/"
        let fetched = try await fetch { .init(status: 302, headers: ["Location": location], body: .bytes([])) }
        await elsewhere.stop()
        #expect(fetched.result.error == .protocolViolation)
        #expect(fetched.requests.count == 1)
        #expect(elsewhere.requests.isEmpty)
    }

    @Test func `refuses HTML`() async throws {
        let fetched = try await fetch { .init(headers: ["Content-Type": "text/html"], body: .bytes([])) }
        #expect(fetched.result.error == .protocolViolation)
    }

    @Test func `takes a body of exactly the limit`() async throws {
        let fetched = try await fetch(limit: 1_024) { .init(body: .bytes(Array(repeating: 0x20, count: 1_024))) }
        #expect(try fetched.result.get().body.count == 1_024)
    }

    @Test func `refuses a body of one byte more`() async throws {
        let fetched = try await fetch(limit: 1_024) { .init(body: .bytes(Array(repeating: 0x20, count: 1_025))) }
        #expect(fetched.result.error == .protocolViolation)
    }

    @Test func `stops reading a body without end at the limit`() async throws {
        let fetched = try await fetch(limit: 262_144) { .init(body: .endless) }
        #expect(fetched.result.error == .protocolViolation)
    }

    @Test(arguments: ["gzip", "deflate", "br", "GZIP", "identity, gzip"])
    func `refuses a compressed body without inflating it`(encoding: String) async throws {
        let fetched = try await fetch { .json("{}", headers: ["Content-Encoding": encoding]) }
        #expect(fetched.result.error == .protocolViolation)
    }

    /// Attack row 122: a thousandth of what it would grow to.
    @Test(arguments: [["Content-Encoding": "gzip"], ["Content-Encoding": "x-gzip"], [:]])
    func `never inflates a bomb, announced or not`(headers: [String: String]) async throws {
        let fetched = try await fetch(limit: 65_536) { .init(headers: headers, body: .bytes(Self.bomb)) }
        // Without a word about it the body is what it is: short, and no JSON.
        #expect(headers.isEmpty ? fetched.result.error == nil : fetched.result.error == .protocolViolation)
        if headers.isEmpty { #expect(try fetched.result.get().body == Self.bomb) }
    }

    /// Five mebibytes of spaces, compressed.
    private static let bomb: [UInt8] =
        [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xEC, 0xC1, 0x81, 0x00, 0x00, 0x00, 0x00, 0x80,
            0x20, 0x95, 0xFD, 0x29, 0x17, 0xA9, 0x0A,
        ]
        + [UInt8](repeating: 0, count: 4_094)
        + [0x80, 0xDB, 0x83, 0x43, 0x02, 0x00, 0x00, 0x00, 0x00, 0x41, 0xFF, 0x5F, 0x3B, 0xC2, 0x0A]
        + [UInt8](repeating: 0, count: 985)
        + [0x1C, 0x01, 0xD3, 0xB0, 0xD3, 0x43, 0x00, 0x00, 0x50, 0x00]

    /// Attack row 121: refused by its stated length, before a byte of it is read.
    @Test func `refuses five mebibytes`() async throws {
        let fetched = try await fetch(limit: 262_144) {
            .init(body: .bytes([UInt8](repeating: 0x20, count: 5_242_880)))
        }
        #expect(fetched.result.error == .protocolViolation)
        #expect(fetched.requests.count == 1)
    }

    @Test func `takes a body that says it is not compressed`() async throws {
        let fetched = try await fetch { .json("{}", headers: ["Content-Encoding": "identity"]) }
        #expect(try fetched.result.get().body == Array("{}".utf8))
    }

    @Test func `gives up on a body that stalls when its time is up`() async throws {
        let fetched = try await fetch(timeout: .milliseconds(200)) { .init(body: .stalled) }
        #expect(fetched.result.error == .unavailable)
    }

    /// Attack row 121: every byte comes in time, the whole never does.
    @Test func `gives up on a body that drips when its time is up`() async throws {
        let fetched = try await fetch(limit: 1_048_576, timeout: .milliseconds(200)) { .init(body: .dripping) }
        #expect(fetched.result.error == .unavailable)
    }

    // MARK: Trying again

    @Test(arguments: [502, 503, 504])
    func `asks a second time when a gateway failed`(status: Int) async throws {
        let asked = Mutex(0)
        let fetched = try await fetch {
            asked.withLock {
                $0 += 1; return $0
            } == 1 ? .json("{}", status: status) : .json("{}")
        }
        #expect(try fetched.result.get().body == Array("{}".utf8))
        #expect(fetched.requests.count == 2)
    }

    @Test func `asks twice and no more`() async throws {
        let fetched = try await fetch { .json("{}", status: 503) }
        #expect(fetched.result.error == .unavailable)
        #expect(fetched.requests.count == 2)
    }

    @Test func `asks a second time when the connection broke`() async throws {
        let asked = Mutex(0)
        let fetched = try await fetch {
            asked.withLock {
                $0 += 1; return $0
            } == 1 ? nil : .json("{}")
        }
        #expect(try fetched.result.get().body == Array("{}".utf8))
    }

    @Test(arguments: [500, 404, 302, 429])
    func `asks once when a second answer would be the same`(status: Int) async throws {
        let fetched = try await fetch { .json("{}", status: status) }
        #expect(fetched.requests.count == 1)
        #expect(fetched.result.error != nil)
    }

    @Test func `finds nobody where nobody listens`() async throws {
        let fetcher = HTTPFetcher(connectTimeout: .seconds(60))
        // A port that is never given out by itself, so no other test can be there.
        let result = await fetcher.result(
            of: FetchRequest(url: "http://127.0.0.1:1/", limit: 64, rules: Self.loopback))
        await fetcher.shutdown()
        #expect(result.error == .unavailable)
    }

    // MARK: Patience

    @Test func `leaves a host alone for as long as it asked`() async throws {
        let server = try await LoopbackServer { _ in .json("{}", status: 429, headers: ["Retry-After": "30"]) }
        let fetcher = HTTPFetcher(connectTimeout: .seconds(60))
        let request = FetchRequest(url: "http://127.0.0.1:\(server.port)/", limit: 64, rules: Self.loopback)
        let first = await fetcher.result(of: request)
        let second = await fetcher.result(of: request)
        await fetcher.shutdown()
        await server.stop()
        #expect(first.error == .throttled(retryAfter: 30))
        #expect(second.error == .throttled(retryAfter: 30))
        #expect(server.requests.count == 1)
    }

    @Test func `leaves a host alone after ten failures, then asks once`() async throws {
        let isWell = Mutex(false)
        let server = try await LoopbackServer { _ in isWell.withLock { $0 } ? .json("{}") : .json("{}", status: 500) }
        let clock = TestClock()
        let fetcher = HTTPFetcher(resolve: { _, _ in [] }, now: { clock.now })
        let request = FetchRequest(url: "http://127.0.0.1:\(server.port)/", limit: 64, rules: Self.loopback)
        for _ in 0..<12 { _ = await fetcher.result(of: request) }
        #expect(server.requests.count == 10)
        isWell.withLock { $0 = true }
        #expect(await fetcher.result(of: request).error == .unavailable)
        #expect(server.requests.count == 10)
        clock.advance(by: .seconds(10))
        #expect(await fetcher.result(of: request).error == nil)
        #expect(server.requests.count == 11)
        await fetcher.shutdown()
        await server.stop()
    }

    @Test func `finds nobody after shutdown`() async throws {
        let fetcher = HTTPFetcher(connectTimeout: .seconds(60))
        await fetcher.shutdown()
        let result = await fetcher.result(of: FetchRequest(url: "http://127.0.0.1:1/", limit: 64, rules: Self.loopback))
        #expect(result.error == .unavailable)
    }
}

extension HTTPFetcher {
    func result(of request: FetchRequest) async -> Result<FetchedDocument, FetchError> {
        do throws(FetchError) { return .success(try await fetch(request)) } catch { return .failure(error) }
    }
}

extension Result {
    var error: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}

/// A clock that moves when told.
final class TestClock: Sendable {
    private let time = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { time.withLock { $0 } }
    func advance(by duration: Duration) { time.withLock { $0 += duration } }
}

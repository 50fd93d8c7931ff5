import NIOHTTP1
import Synchronization
import TestSupport
import Testing

@testable import OutboundHTTP

@Suite(.timeLimit(.minutes(1))) struct `A direct connection` {
    private func ask(
        method: String = "GET", limit: Int = 1_024, timeout: Duration = .seconds(60), body: [UInt8] = [],
        take: (@Sendable ([UInt8]) async throws -> Void)? = nil,
        from answer: @escaping @Sendable () -> LoopbackServer.Reply?
    ) async throws -> (result: Result<DirectAnswer, DirectFailure>, requests: [LoopbackServer.Request]) {
        let server = try await LoopbackServer { _ in answer() }
        let result = try await ask(port: server.port, method, limit, timeout, body, take)
        await server.stop()
        return (result, server.requests)
    }

    private func ask(
        port: Int, _ method: String = "GET", _ limit: Int = 1_024, _ timeout: Duration = .seconds(60),
        _ body: [UInt8] = [], _ take: (@Sendable ([UInt8]) async throws -> Void)? = nil
    ) async throws -> Result<DirectAnswer, DirectFailure> {
        let address = try ServerAddress("http://localhost:\(port)")
        let connection = try DirectConnection(to: address)
        let result: Result<DirectAnswer, DirectFailure>
        do throws(DirectFailure) {
            result = .success(
                try await connection.send(
                    DirectRequest(
                        method: method, path: "/a%3Ab", query: "c=d", headers: [.init("host", address.authority)],
                        body: body, timeout: timeout, limit: limit), take: take))
        } catch {
            result = .failure(error)
        }
        await connection.shutdown()
        return result
    }

    @Test func `brings whatever was answered`() async throws {
        let asked = try await ask(method: "DELETE") { .json("{}", status: 412, headers: ["ETag": "\"1\""]) }
        let answer = try asked.result.get()
        #expect(answer.status == 412)
        #expect(answer.header("etag") == "\"1\"")
        #expect(answer.body == Array("{}".utf8))
        #expect(asked.requests.map(\.path) == ["/a%3Ab?c=d"])
    }

    @Test func `follows no redirect`() async throws {
        let asked = try await ask { .json("{}", status: 307, headers: ["Location": "http://127.0.0.1:1/"]) }
        #expect(try asked.result.get().status == 307)
        #expect(asked.requests.count == 1)
    }

    @Test func `hands a good body over piece by piece, and keeps a bad one`() async throws {
        let taken = Mutex<[UInt8]>([])
        let take: @Sendable ([UInt8]) async throws -> Void = { piece in taken.withLock { $0 += piece } }
        let good = try await ask(limit: 2, take: take) { .json(#"{"long":"body"}"#) }
        #expect(try good.result.get().body.isEmpty)
        #expect(taken.withLock { $0 } == Array(#"{"long":"body"}"#.utf8))
        let bad = try await ask(take: take) { .json(#"{"problem":1}"#, status: 400) }
        #expect(try bad.result.get().body == Array(#"{"problem":1}"#.utf8))
    }

    @Test func `ends at the limit of a body`() async throws {
        let asked = try await ask(limit: 64) { .init(body: .endless) }
        #expect(asked.result == .failure(DirectFailure(.tooLong(limit: 64), mayHaveArrived: true)))
    }

    @Test func `ends when its time is up`() async throws {
        let asked = try await ask(timeout: .milliseconds(200)) { .init(body: .stalled) }
        #expect(asked.result == .failure(DirectFailure(.time, mayHaveArrived: true)))
    }

    @Test func `knows whether the request may have arrived`() async throws {
        let broken = try await ask { nil }
        #expect(broken.result == .failure(DirectFailure(.connection, mayHaveArrived: true)))
        let server = try await LoopbackServer { _ in nil }
        await server.stop()
        #expect(
            try await ask(port: server.port) == .failure(DirectFailure(.connection, mayHaveArrived: false)))
    }

    @Test func `knows a name without an address`() async throws {
        let connection = try DirectConnection(to: ServerAddress("http://nobody.invalid"))
        await #expect(throws: DirectFailure(.name, mayHaveArrived: false)) {
            try await connection.send(
                DirectRequest(method: "GET", path: "/", headers: [], timeout: .seconds(60), limit: 64))
        }
        await connection.shutdown()
    }
}

@Suite struct `A server's address` {
    @Test(arguments: [
        ("http://localhost:8080", "localhost:8080", true), ("https://sluice.example.com", "sluice.example.com", false),
        ("https://sluice.example.com:443/", "sluice.example.com", false), ("http://127.0.0.1", "127.0.0.1", true),
        ("http://[::1]:8080/", "[0:0:0:0:0:0:0:1]:8080", true), ("http://sluice:8080/below/", "sluice:8080", false),
    ])
    func `is taken apart`(_ text: String, _ authority: String, _ isThisMachine: Bool) throws {
        let address = try ServerAddress(text)
        #expect(address.authority == authority)
        #expect(address.isThisMachine == isThisMachine)
        #expect(address.path("/x") == (text.contains("below") ? "/below/x" : "/x"))
    }

    @Test(arguments: [
        "", "localhost:8080", "ftp://localhost", "http://u:p@localhost", "http://localhost?a=b", "http://localhost#a",
        "http://exa mple",
    ])
    func `is a plain URL`(_ text: String) {
        #expect(throws: FetchRefusal.self) { try ServerAddress(text) }
    }
}

import IdentityModel
import OutboundHTTP
import StrictJSON
import Testing

@testable import AdminClient

@Suite struct `A client of the admin API` {
    private func header(_ name: String, _ request: DirectRequest?) -> String? {
        request?.headers.first { $0.name == name }?.value
    }

    @Test func `shows its bearer token and sends what it is told to`() async throws {
        let broker = PlayedBroker(.json(200, "{}", [.init("ETag", "\"2\"")]))
        let answer = try await broker.client("https://sluice.example.com/under").ask(
            AdminRequest(.put, "/pools/p", query: [("a b", "c/d")], body: Array("{}".utf8), state: "\"1\""))
        #expect(answer.entityTag == "\"2\"")
        let heard = try #require(broker.heard.first)
        #expect(heard.method == "PUT")
        #expect(heard.path == "/under/admin/v1/pools/p")
        #expect(heard.query == "a%20b=c%2Fd")
        #expect(header("authorization", heard) == "Bearer slt_x")
        #expect(header("host", heard) == "sluice.example.com")
        #expect(header("if-match", heard) == "\"1\"")
        #expect(header("content-type", heard) == "application/json")
        #expect(header("idempotency-key", heard) == nil)
        #expect(heard.body == Array("{}".utf8))
    }

    @Test func `signs for the service in its region`() async throws {
        let broker = PlayedBroker(.json(200, "{}"))
        let key = AdminCredentials.key(id: "AKIA", secret: Secret("secret"), sessionToken: Secret("token"))
        _ = try await broker.client(as: key).ask(AdminRequest(.get, "/pools"))
        let authorization = try #require(header("authorization", broker.heard.first))
        #expect(
            authorization.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIA/20261128/eu-west-1/sluice/aws4_request, "
                    + "SignedHeaders=host;x-amz-date;x-amz-security-token, Signature="))
        #expect(header("x-amz-security-token", broker.heard.first) == "token")
        #expect(!"\(broker.heard)".contains("secret\""))
    }

    @Test func `encodes what stands in a path`() {
        #expect(
            AdminRequest.path("/pools/{poolId}/identities/{id}:disable", ["poolId": "eu-west-1:a/b", "id": "ü"])
                == "/pools/eu-west-1%3Aa%2Fb/identities/%C3%BC:disable")
    }

    // MARK: Again

    @Test func `asks again where that does no harm, under one key`() async throws {
        let broker = PlayedBroker(
            .failure(.connection, arrived: true), .problem(503, "unavailable"), .problem(409, "request-under-way"),
            .json(201, "{}"))
        let answer = try await broker.client().ask(AdminRequest(.post, "/pools", body: []))
        #expect(answer.status == 201)
        let keys = broker.heard.map { header("idempotency-key", $0) }
        #expect(keys.count == 4 && Set(keys).count == 1 && keys[0] != nil)
        #expect(broker.pauses.count == 3)
    }

    @Test func `gives up in the end`() async throws {
        let broker = PlayedBroker(
            .problem(503, "a"), .problem(503, "b"), .problem(503, "c"), .problem(503, "d"), .json(200, "{}"))
        await #expect(
            throws: AdminClientError.failed(.init(status: 503, code: "d", detail: "why", requestID: "r1"))
        ) { try await broker.client().ask(AdminRequest(.get, "/pools")) }
        #expect(broker.heard.count == 4)
    }

    @Test(arguments: [AdminRequest.Method.put, .delete])
    func `never repeats a change that may have been made`(_ method: AdminRequest.Method) async throws {
        let broker = PlayedBroker(.failure(.connection, arrived: true), .json(200, "{}"))
        await #expect(throws: AdminClientError.unreachable(.connection)) {
            try await broker.client().ask(AdminRequest(method, "/pools/p", state: "*"))
        }
        let busy = PlayedBroker(.problem(503, "unavailable"), .json(200, "{}"))
        await #expect(throws: AdminClientError.self) {
            try await busy.client().ask(AdminRequest(method, "/pools/p", state: "*"))
        }
        #expect((broker.heard.count, busy.heard.count) == (1, 1))
    }

    @Test func `waits as long as it is asked to, within reason`() async throws {
        let broker = PlayedBroker(.problem(429, "too-many-requests", "", [.init("Retry-After", "7")]), .json(200, "{}"))
        _ = try await broker.client().ask(AdminRequest(.delete, "/pools/p", state: "*"))
        #expect(broker.pauses == [.seconds(7)])
        let slow = PlayedBroker(.problem(429, "too-many-requests", "", [.init("Retry-After", "3600")]))
        await #expect(throws: AdminClientError.self) { try await slow.client().ask(AdminRequest(.get, "/pools")) }
        #expect(slow.heard.count == 1)
    }

    @Test func `does not wait for somebody who is not there`() async throws {
        let broker = PlayedBroker(.failure(.connection, arrived: false))
        await #expect(throws: AdminClientError.unreachable(.connection)) {
            try await broker.client().ask(AdminRequest(.get, "/pools"))
        }
        #expect(broker.heard.count == 1)
    }

    // MARK: Refusals

    @Test func `tells every mistake with its place`() async throws {
        let broker = PlayedBroker(
            .problem(
                400, "invalid-request",
                ##","errors":[{"detail":"a","pointer":"#/name"},{"detail":"b","parameter":"limit"},{"detail":"c"}]"##))
        await #expect(
            throws: AdminClientError.refused(
                .init(
                    status: 400, code: "invalid-request", detail: "why", requestID: "r1",
                    mistakes: [
                        .init(place: "#/name", detail: "a"), .init(place: "parameter limit", detail: "b"),
                        .init(place: nil, detail: "c"),
                    ]))
        ) { try await broker.client().ask(AdminRequest(.get, "/pools")) }
    }

    @Test func `does not take a page of something else for an answer`() async throws {
        let page = DirectAnswer(status: 404, headers: [.init("Content-Type", "text/html")], body: Array("<p>".utf8))
        let broker = PlayedBroker(.success(page))
        await #expect(throws: AdminClientError.unusable(status: 404, contentType: "text/html")) {
            try await broker.client().ask(AdminRequest(.get, "/pools"))
        }
    }

    // MARK: Lists

    private func rows(
        _ broker: PlayedBroker, isPaged: Bool = true, limit: Int?
    ) async throws -> (rows: [String], cursor: String?) {
        var rows: [String] = []
        let cursor = try await broker.client().pages(AdminRequest(.get, "/x"), isPaged: isPaged, limit: limit) {
            rows += $0.map(\.text)
        }
        return (rows, cursor)
    }

    @Test func `follows a list to its end`() async throws {
        let broker = PlayedBroker(
            .json(200, #"{"items":[1,2],"nextCursor":"a"}"#), .json(200, #"{"items":[],"nextCursor":"b"}"#),
            .json(200, #"{"items":[3]}"#))
        let list = try await rows(broker, limit: nil)
        #expect(list.rows == ["1", "2", "3"] && list.cursor == nil)
        #expect(broker.heard.map(\.query) == ["limit=1000", "limit=1000&cursor=a", "limit=1000&cursor=b"])
    }

    @Test func `reads no more of a list than is wanted, and tells where it goes on`() async throws {
        let broker = PlayedBroker(
            .json(200, #"{"items":[1,2],"nextCursor":"a"}"#), .json(200, #"{"items":[3],"nextCursor":"b"}"#))
        let list = try await rows(broker, limit: 3)
        #expect(list.rows == ["1", "2", "3"] && list.cursor == "b")
        #expect(broker.heard.map(\.query) == ["limit=3", "limit=1&cursor=a"])
    }

    @Test func `asks a list without pages for all of it`() async throws {
        let broker = PlayedBroker(.json(200, #"{"items":[1,2,3]}"#))
        #expect(try await rows(broker, isPaged: false, limit: 2).rows == ["1", "2"])
        #expect(broker.heard.map(\.query) == [""])
    }

    @Test func `is not led in circles`() async throws {
        let broker = PlayedBroker(
            .json(200, #"{"items":[1],"nextCursor":"a"}"#), .json(200, #"{"items":[1],"nextCursor":"a"}"#))
        await #expect(throws: AdminClientError.unusable(status: 200, contentType: nil)) {
            try await rows(broker, limit: nil)
        }
    }
}

import NIOHTTP1
import Testing

@testable import OutboundHTTP

@Suite struct `The freshness of an answer` {
    struct Case: CustomTestStringConvertible {
        let headers: HTTPHeaders
        let maxAge: Int?
        var noStore = false
        var testDescription: String { headers.map { "\($0.name): \($0.value)" }.joined(separator: ", ") }
    }

    @Test(arguments: [
        Case(headers: [:], maxAge: nil),
        Case(headers: ["cache-control": "max-age=3600"], maxAge: 3_600),
        Case(headers: ["cache-control": "public, Max-Age=3600, must-revalidate"], maxAge: 3_600),
        Case(headers: ["cache-control": "public", "Cache-Control": "max-age=60"], maxAge: 60),
        Case(headers: ["cache-control": "max-age=\"60\""], maxAge: 60),
        Case(headers: ["cache-control": "max-age=3600", "age": "600"], maxAge: 3_000),
        Case(headers: ["cache-control": "max-age=600", "age": "3600"], maxAge: 0),
        Case(headers: ["cache-control": "max-age=600", "age": "soon"], maxAge: 600),
        Case(headers: ["cache-control": "max-age=-1"], maxAge: 0),
        Case(headers: ["cache-control": "max-age="], maxAge: 0),
        Case(headers: ["cache-control": "max-age=99999999999999999999"], maxAge: 2_147_483_648),
        Case(headers: ["cache-control": "s-maxage=60"], maxAge: nil),
        Case(headers: ["cache-control": "no-cache, max-age=60"], maxAge: nil),
        Case(headers: ["cache-control": "no-store"], maxAge: nil, noStore: true),
        Case(headers: ["cache-control": "max-age=60, No-Store"], maxAge: nil, noStore: true),
        Case(
            headers: ["date": "Thu, 01 Jan 2026 00:00:00 GMT", "expires": "Thu, 01 Jan 2026 02:00:00 GMT"],
            maxAge: 7_200),
        Case(
            headers: ["date": "Thu, 01 Jan 2026 00:00:00 GMT", "expires": "Wed, 31 Dec 2025 00:00:00 GMT"], maxAge: 0),
        Case(headers: ["date": "Thu, 01 Jan 2026 00:00:00 GMT", "expires": "0"], maxAge: 0),
        Case(
            headers: [
                "cache-control": "max-age=60", "date": "Thu, 01 Jan 2026 00:00:00 GMT",
                "expires": "Thu, 01 Jan 2026 02:00:00 GMT",
            ], maxAge: 60),
    ])
    func `is read from its headers`(example: Case) {
        let freshness = Freshness(example.headers)
        #expect(freshness.maxAge == example.maxAge)
        #expect(freshness.noStore == example.noStore)
    }
}

@Suite struct `An answer` {
    private func answer(_ status: UInt, _ headers: HTTPHeaders = [:]) -> Answer {
        Answer(status: status, headers: headers, body: Array("{}".utf8))
    }

    @Test(arguments: [
        nil, "application/json", "application/jwk-set+json; charset=utf-8", "text/plain", "text/javascript",
    ])
    func `with status 200 is a document`(contentType: String?) throws {
        let headers = contentType.map { ["content-type": $0] as HTTPHeaders } ?? [:]
        let document = try answer(200, headers).document()
        #expect(document.body == Array("{}".utf8))
        #expect(document.contentType == contentType)
    }

    @Test(arguments: ["text/html", "Text/HTML; charset=utf-8", "application/xhtml+xml"])
    func `in HTML is none`(contentType: String) {
        #expect(throws: FetchError.protocolViolation) { try answer(200, ["content-type": contentType]).document() }
    }

    @Test(arguments: [201, 202, 204, 206, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 410, 418] as [UInt])
    func `with a status that promises nothing is none`(status: UInt) {
        #expect(throws: FetchError.protocolViolation) { try answer(status).document() }
    }

    @Test(arguments: [500, 501, 502, 503, 504, 599] as [UInt])
    func `of a failing server is an outage`(status: UInt) {
        #expect(throws: FetchError.unavailable) { try answer(status).document() }
    }

    @Test(
        arguments: [
            ([:], nil), (["retry-after": "30"], 30), (["retry-after": "soon"], nil), (["retry-after": "-1"], nil),
            (["date": "Thu, 01 Jan 2026 00:00:00 GMT", "retry-after": "Thu, 01 Jan 2026 00:00:45 GMT"], 45),
            (["retry-after": "Thu, 01 Jan 2026 00:00:45 GMT"], nil),
        ] as [(HTTPHeaders, Int?)])
    func `that asks for patience says for how long`(headers: HTTPHeaders, seconds: Int?) {
        #expect(throws: FetchError.throttled(retryAfter: seconds)) { try answer(429, headers).document() }
        // Whoever reads refusals is told as well, whatever stands in the body.
        var page = headers
        page.add(name: "content-type", value: "text/html")
        let document = try? answer(429, page).document(readsRefusals: true)
        #expect(document?.status == 429)
        #expect(document?.retryAfter == seconds)
        #expect(document?.body == [])
    }

    @Test(arguments: [(500, false), (501, false), (502, true), (503, true), (504, true), (429, false), (200, false)])
    func `is asked for again when a gateway failed`(status: Int, isWorthIt: Bool) {
        #expect(answer(UInt(status)).invitesRetry == isWorthIt)
    }
}

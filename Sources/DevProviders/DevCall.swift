import Foundation
import HTTPAPI
import HTTPTypes
import NIOCore

/// One request as the played providers read it, and the ways to answer it.
struct DevCall: Sendable {
    let request: WireRequest
    /// The path in front of the query, in parts.
    let path: [String]
    /// From the query and from a form in the body.
    let parameters: [String: String]
    let body: [UInt8]

    init(_ request: WireRequest) {
        self.request = request
        path = request.path.split(separator: "/").map(String.init)
        var body: [UInt8] = []
        if case .bytes(let bytes) = request.body { body = bytes }
        self.body = body
        let form = request.header(.contentType)?.hasPrefix("application/x-www-form-urlencoded") ?? false
        let texts = [request.query] + (form ? [String(decoding: body, as: UTF8.self)] : [])
        parameters = Dictionary(texts.flatMap(Self.pairs)) { first, _ in first }
    }

    subscript(_ name: String) -> String? { parameters[name] }

    /// Whether the client called us by a name that can mean this machine alone.
    var isAddressedToThisMachine: Bool {
        guard let authority = request.authority else { return true }
        let name = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return ["127.0.0.1", "localhost", "[::1]"].contains(name)
    }

    var bearer: String? {
        guard let header = request.header(.authorization), header.hasPrefix("Bearer ") else { return nil }
        return String(header.dropFirst("Bearer ".count))
    }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.header($0) } }

    /// The query's own pairs, decoded, in order.
    var queryPairs: [(String, String)] { Self.pairs(request.query) }

    private static func pairs(_ text: String) -> [(String, String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(parts[0]), parts.count == 2 ? decode(parts[1]) : "")
        }
    }

    static func decode(_ text: Substring) -> String {
        text.replacing("+", with: " ").removingPercentEncoding ?? String(text)
    }

    // MARK: Answers

    func json(_ text: String, _ status: HTTPResponse.Status = .ok) -> WireResponse {
        answer(text, "application/json", status)
    }

    func text(_ text: String, _ status: HTTPResponse.Status = .ok) -> WireResponse {
        answer(text + "\n", "text/plain; charset=utf-8", status)
    }

    func answer(_ text: String, _ type: String, _ status: HTTPResponse.Status = .ok) -> WireResponse {
        WireResponse(status, to: request, headers: [.contentType: type], body: ByteBuffer(string: text))
    }
}

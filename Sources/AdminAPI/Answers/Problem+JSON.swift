import HTTPAPI
import HTTPTypes
import NIOCore
import StrictJSON

extension Problem {
    /// - Source: RFC 9457 §3; `errors` is ours, with JSON pointers as its §3.1.5 shows.
    func response(to request: WireRequest, allow: String? = nil) -> WireResponse {
        var json = JSONWriter()
        json.beginObject()
        json.member("type", "urn:sluice:problem:\(code)")
        json.member("title", status.reasonPhrase)
        json.member("status", Int64(status.code))
        json.member("code", code)
        json.member("detail", detail)
        json.member("instance", "urn:uuid:\(request.id)")
        if !mistakes.isEmpty {
            json.name("errors")
            json.beginArray()
            for mistake in mistakes { mistake.write(to: &json) }
            json.endArray()
        }
        json.endObject()
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if let retryAfter { headers[.retryAfter] = "\(retryAfter)" }
        if let allow { headers[.allow] = allow }
        if status == .unauthorized { headers[.wwwAuthenticate] = #"Bearer realm="sluice", AWS4-HMAC-SHA256"# }
        return WireResponse(status, to: request, headers: headers, body: ByteBuffer(bytes: json.bytes))
    }

    static let schema = Schema.named(
        "Problem",
        .object([
            .init("type", .text()), .init("title", .text()), .init("status", .integer(400...599)),
            .init("code", .text()), .init("detail", .text(0...100_000)), .init("instance", .text()),
            .optional(
                "errors",
                .list(
                    .object([
                        .init("detail", .text(0...100_000)), .optional("pointer", .text(0...100_000)),
                        .optional("parameter", .text()), .optional("header", .text()),
                    ]), count: 0...Mistake.most)),
        ]))
}

extension Mistake {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        switch place {
        case .body(let pointer): json.member("pointer", "#\(pointer)")
        case .parameter(let name): json.member("parameter", name)
        case .header(let name): json.member("header", name)
        }
        json.member("detail", detail)
        json.endObject()
    }
}

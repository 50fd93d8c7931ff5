import HTTPAPI
import HTTPTypes
import StrictJSON

/// What a route answers when all went well.
package struct AdminAnswer: Sendable {
    package var status: HTTPResponse.Status
    package var body: [UInt8]
    package var contentType = "application/json"
    package var entityTag: EntityTag?
    /// What is sent instead of `body`. Such an answer is not kept for an idempotency key.
    package var stream: BodyStream?
    /// Of something new: its place below `/admin/v1`.
    package var location: String?

    /// - Parameter write: the body.
    package static func json(
        _ status: HTTPResponse.Status = .ok, tag: EntityTag? = nil, location: String? = nil,
        _ write: (inout JSONWriter) -> Void
    ) -> AdminAnswer {
        var json = JSONWriter(capacity: 1_024)
        write(&json)
        return AdminAnswer(status: status, body: json.bytes, entityTag: tag, location: location)
    }

    /// A body whose tag is the hash of it.
    package static func tagged(
        _ status: HTTPResponse.Status = .ok, location: String? = nil, _ write: (inout JSONWriter) -> Void
    ) -> AdminAnswer {
        var answer = json(status, location: location, write)
        answer.entityTag = EntityTag(of: answer.body)
        return answer
    }

    package static let noContent = AdminAnswer(status: .noContent, body: [])

    /// A part of a list, as every list is told: `items`, and `nextCursor` while there is more.
    package static func page<Row>(
        _ rows: [Row], next: String?, _ write: (Row, inout JSONWriter) -> Void
    ) -> AdminAnswer {
        .json { json in
            json.beginObject()
            json.name("items")
            json.beginArray()
            for row in rows { write(row, &json) }
            json.endArray()
            if let next { json.member("nextCursor", next) }
            json.endObject()
        }
    }
}

extension Schema {
    /// As `AdminAnswer.page` writes it.
    package static func page(of row: Schema) -> Schema {
        .object([.init("items", .list(row)), .optional("nextCursor", .text(0...4_096), "Ask on with it.")])
    }
}

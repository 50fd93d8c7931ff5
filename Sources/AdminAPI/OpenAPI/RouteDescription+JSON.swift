import HTTPTypes
import StrictJSON

extension RouteDescription {
    func write(to json: inout JSONWriter, _ names: inout [String: Schema]) {
        json.beginObject()
        json.member("operationId", action)
        json.member("summary", summary)
        json.member("tags", [path.text.split(separator: "/").first.map { String($0.prefix { $0 != ":" }) } ?? ""])
        json.member("x-sluice-action", "sluice:\(action)")
        json.name("parameters")
        json.beginArray()
        for name in path.parameters {
            json.beginObject()
            json.member("name", name)
            json.member("in", "path")
            json.member("required", true)
            json.member("schema", ["type": "string"])
            json.endObject()
        }
        for parameter in query { parameter.write(to: &json) }
        if needsPrecondition {
            Self.header(
                "If-Match", "The ETag of what was read, or *.", ["type": "string", "pattern": #"^(\*|"[^"]*")$"#],
                isRequired: true, to: &json)
        }
        if isChange, !isRepeatable {
            Self.header(
                "Idempotency-Key", "Names the request, so that it can be sent again.",
                ["type": "string", "pattern": "^[!-~]{1,255}$"], isRequired: false, to: &json)
        }
        json.endArray()
        writeBody(to: &json, &names)
        json.name("responses")
        json.beginObject()
        json.name("\(answer.status.code)")
        Self.response(answer.status.reasonPhrase, answer.contentType, answer.schema, to: &json, &names)
        json.name("default")
        Self.response("Problem", "application/problem+json", Problem.schema, to: &json, &names)
        json.endObject()
        json.endObject()
    }

    private func writeBody(to json: inout JSONWriter, _ names: inout [String: Schema]) {
        let (contentType, schema): (String, Schema)
        switch body {
        case .none: return
        case .json(let shape): (contentType, schema) = ("application/json", shape)
        case .bytes(let type): (contentType, schema) = (type, .anything)
        }
        json.name("requestBody")
        json.beginObject()
        json.member("required", true)
        json.name("content")
        Self.content(contentType, schema, to: &json, &names)
        json.endObject()
    }

    private static func header(
        _ name: String, _ summary: String, _ schema: [String: String], isRequired: Bool, to json: inout JSONWriter
    ) {
        json.beginObject()
        json.member("name", name)
        json.member("in", "header")
        json.member("description", summary)
        json.member("required", isRequired)
        json.member("schema", schema)
        json.endObject()
    }

    private static func response(
        _ summary: String, _ contentType: String, _ schema: Schema?, to json: inout JSONWriter,
        _ names: inout [String: Schema]
    ) {
        json.beginObject()
        json.member("description", summary)
        if let schema {
            json.name("content")
            content(contentType, schema, to: &json, &names)
        }
        json.endObject()
    }

    private static func content(
        _ type: String, _ schema: Schema, to json: inout JSONWriter, _ names: inout [String: Schema]
    ) {
        json.beginObject()
        json.name(type)
        json.beginObject()
        json.name("schema")
        schema.write(to: &json, &names)
        json.endObject()
        json.endObject()
    }
}

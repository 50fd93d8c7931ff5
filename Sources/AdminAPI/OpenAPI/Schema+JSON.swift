import StrictJSON

extension Schema {
    /// Writes itself as JSON Schema 2020-12, with references to what is named.
    ///
    /// - Parameter names: collects the named shapes that are referred to.
    func write(to json: inout JSONWriter, _ names: inout [String: Schema]) {
        switch self {
        case .named(let name, let schema):
            names[name] = schema
            json.beginObject()
            json.member("$ref", "#/components/schemas/\(name)")
            json.endObject()
        case .nullable(let schema):
            json.beginObject()
            json.name("anyOf")
            json.beginArray()
            schema.write(to: &json, &names)
            json.beginObject()
            json.member("type", "null")
            json.endObject()
            json.endArray()
            json.endObject()
        default:
            json.beginObject()
            writeMembers(to: &json, &names)
            json.endObject()
        }
    }

    private func writeMembers(to json: inout JSONWriter, _ names: inout [String: Schema]) {
        switch self {
        case .named, .nullable, .anything: break
        case .boolean: json.member("type", "boolean")
        case .integer(let range):
            json.member("type", "integer")
            json.member("format", "int64")
            if range.lowerBound != .min { json.member("minimum", range.lowerBound) }
            if range.upperBound != .max { json.member("maximum", range.upperBound) }
        case .text(let rule): rule.writeMembers(to: &json)
        case .list(let element, let count):
            json.member("type", "array")
            json.name("items")
            element.write(to: &json, &names)
            if count.lowerBound > 0 { json.member("minItems", Int64(count.lowerBound)) }
            json.member("maxItems", Int64(count.upperBound))
        case .map(let value, let keys, let count):
            json.member("type", "object")
            json.name("propertyNames")
            json.beginObject()
            keys.writeMembers(to: &json)
            json.endObject()
            json.name("additionalProperties")
            value.write(to: &json, &names)
            if count.lowerBound > 0 { json.member("minProperties", Int64(count.lowerBound)) }
            json.member("maxProperties", Int64(count.upperBound))
        case .object(let members): Self.write(members, to: &json, &names)
        }
    }

    private static func write(_ members: [Member], to json: inout JSONWriter, _ names: inout [String: Schema]) {
        json.member("type", "object")
        json.name("properties")
        json.beginObject()
        for member in members {
            json.name(member.name)
            if member.summary.isEmpty {
                member.schema.write(to: &json, &names)
            } else {
                // A description beside a reference, as JSON Schema 2020-12 allows.
                json.beginObject()
                json.member("description", member.summary)
                json.name("allOf")
                json.beginArray()
                member.schema.write(to: &json, &names)
                json.endArray()
                json.endObject()
            }
        }
        json.endObject()
        let required = members.filter(\.isRequired).map(\.name)
        if !required.isEmpty { json.member("required", required) }
        json.member("additionalProperties", false)
    }
}

extension TextRule {
    func writeMembers(to json: inout JSONWriter) {
        json.member("type", "string")
        guard values.isEmpty else {
            json.member("enum", values)
            return
        }
        if length.lowerBound > 0 { json.member("minLength", Int64(length.lowerBound)) }
        json.member("maxLength", Int64(length.upperBound))
        if let format = form?.format { json.member("format", format) }
        if let pattern = form?.pattern { json.member("pattern", pattern) }
    }
}

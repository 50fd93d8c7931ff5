import StrictJSON

extension JSONNode {
    /// The value written anew: no white space, no escape that is not needed.
    package var written: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }

    private func write(to json: inout JSONWriter) {
        switch kind {
        case .null: json.null()
        case .true: json.bool(true)
        case .false: json.bool(false)
        case .number: json.raw(text)
        case .string: json.string(string ?? "")
        case .array:
            json.beginArray()
            for element in elements { element.write(to: &json) }
            json.endArray()
        case .object:
            json.beginObject()
            for (name, value) in members {
                json.name(name)
                value.write(to: &json)
            }
            json.endObject()
        }
    }
}

import StrictJSON

extension QueryParameter {
    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", name)
        json.member("in", "query")
        json.member("description", summary)
        json.member("required", isRequired)
        json.name("schema")
        json.beginObject()
        switch kind {
        case .text(let rule): rule.writeMembers(to: &json)
        case .boolean: json.member("type", "boolean")
        case .integer(let range):
            json.member("type", "integer")
            json.member("minimum", range.lowerBound)
            json.member("maximum", range.upperBound)
        }
        json.endObject()
        json.endObject()
    }
}

import HTTPAPI
import HTTPTypes
import StrictJSON

extension AdminCall {
    /// Reads the query, the body and `If-Match`, and refuses with all that is wrong with them.
    mutating func read(
        _ request: WireRequest, _ body: [UInt8], as description: RouteDescription
    ) throws(Problem) {
        var mistakes: [Mistake] = []
        query = Query.read(request.query, description.query, &mistakes)
        switch description.body {
        case .none: break
        case .bytes: bytes = body
        case .json(let schema):
            let root = try Self.json(body, request)
            schema.check(root, into: &mistakes)
            self.body = root
        }
        guard mistakes.isEmpty else { throw .invalid(mistakes) }
        if let header = request.header(.ifMatch) {
            guard let read = Precondition(header: header) else {
                throw .invalid(.header("If-Match"), "must be * or entity tags in quotes")
            }
            precondition = read
        } else if description.needsPrecondition {
            throw .preconditionRequired
        }
    }

    private static func json(_ body: [UInt8], _ request: WireRequest) throws(Problem) -> JSONNode {
        // A media type that browsers send without asking would open the door to forms of other origins.
        guard request.header(.contentType)?.lowercased().hasPrefix("application/json") ?? false else {
            throw Problem(.unsupportedMediaType, "unsupported-media-type", "Send application/json.")
        }
        do throws(JSONError) {
            return try JSONDocument(body, limits: .request).root
        } catch {
            throw .invalid(.body(pointer: ""), "cannot be read as JSON (\(error))")
        }
    }
}

/// The parameters of a query, by their shapes. `+` is itself, as a signature covers it: only forms write spaces so.
enum Query {
    static func read(
        _ text: String, _ parameters: [QueryParameter], _ mistakes: inout [Mistake]
    ) -> [String: String] {
        var values: [String: String] = [:]
        for part in text.split(separator: "&").prefix(100) {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(pair[0]),
                let value = PercentEncoding.decode(pair.count == 2 ? pair[1] : "")
            else {
                mistakes.append(Mistake(.parameter(String(pair[0].prefix(64))), "is not percent-encoded UTF-8"))
                continue
            }
            // Presigned URLs carry their signature beside the parameters.
            if name.hasPrefix("X-Amz-") { continue }
            guard let parameter = parameters.first(where: { $0.name == name }) else {
                mistakes.append(Mistake(.parameter(String(name.prefix(64))), "is not known here"))
                continue
            }
            guard values.updateValue(value, forKey: name) == nil else {
                mistakes.append(Mistake(.parameter(name), "is given twice"))
                continue
            }
            if let detail = parameter.kind.complaint(about: value) {
                mistakes.append(Mistake(.parameter(name), detail))
            }
        }
        for parameter in parameters where parameter.isRequired && values[parameter.name] == nil {
            mistakes.append(Mistake(.parameter(parameter.name), "is missing"))
        }
        return values
    }
}

extension QueryParameter.Kind {
    fileprivate func complaint(about value: String) -> String? {
        switch self {
        case .text(let rule): rule.complaint(about: value)
        case .boolean: ["true", "false"].contains(value) ? nil : "must be true or false"
        case .integer(let range):
            if let number = Int64(value), range.contains(number) {
                nil
            } else {
                "must be a whole number from \(range.lowerBound) to \(range.upperBound)"
            }
        }
    }
}

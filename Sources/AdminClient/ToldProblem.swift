import OutboundHTTP
import StrictJSON

/// Problem details as the admin API tells them.
///
/// - Source: RFC 9457; `docs/admin-api.md` for `code` and `errors`.
package struct ToldProblem: Sendable, Equatable {
    package var status: Int
    package var code: String
    package var detail: String
    package var requestID: String?
    package var mistakes: [Mistake]

    package struct Mistake: Sendable, Equatable {
        /// A JSON pointer, or the name of a parameter or header. Nil when the request as a whole is meant.
        package var place: String?
        package var detail: String

        package init(place: String?, detail: String) {
            self.place = place
            self.detail = detail
        }
    }

    package init(
        status: Int, code: String, detail: String, requestID: String? = nil, mistakes: [Mistake] = []
    ) {
        self.status = status
        self.code = code
        self.detail = detail
        self.requestID = requestID
        self.mistakes = mistakes
    }

    /// Nil when the answer tells none.
    init?(_ answer: DirectAnswer) {
        guard answer.header("content-type")?.hasPrefix("application/problem+json") ?? false,
            let root = try? JSONDocument(answer.body, limits: AdminClient.limits).root, root.kind == .object
        else { return nil }
        status = answer.status
        code = root["code"]?.string ?? "unknown"
        detail = root["detail"]?.string ?? ""
        let instance = root["instance"]?.string
        requestID = instance.map { $0.hasPrefix("urn:uuid:") ? String($0.dropFirst(9)) : $0 }
        mistakes = (root["errors"]?.elements).map { $0.map(Mistake.init) } ?? []
    }
}

extension ToldProblem.Mistake {
    fileprivate init(_ node: JSONNode) {
        place =
            node["pointer"]?.string ?? node["parameter"]?.string.map { "parameter \($0)" }
            ?? node["header"]?.string.map { "header \($0)" }
        detail = node["detail"]?.string ?? ""
    }
}

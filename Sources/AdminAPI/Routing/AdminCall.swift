import HTTPAPI
import STS
import StrictJSON

/// A call as it reaches its route: by then it is known who calls, that they may, and that everything has its shape.
package struct AdminCall: Sendable {
    package let requestID: RequestID
    /// For pools in the region of the pool, whatever region was signed for.
    package internal(set) var caller: RecognisedCaller
    /// The parameters in the path, decoded.
    package let path: [String: String]
    var query: [String: String] = [:]
    /// Nil for routes without a JSON body.
    package internal(set) var body: JSONNode?
    /// For routes that read their body themselves.
    package internal(set) var bytes: [UInt8] = []
    /// `If-Match`; nil when there was none, which happens only where it is not asked for.
    package internal(set) var precondition: Precondition?

    /// A parameter that the path has by its template.
    package func parameter(_ name: String) -> String { path[name] ?? "" }

    package func text(_ name: String) -> String? { query[name] }
    package func integer(_ name: String) -> Int? { query[name].flatMap { Int($0) } }
    package func flag(_ name: String) -> Bool? { query[name].map { $0 == "true" } }

    /// Rows in a page.
    package var limit: Int { integer("limit") ?? 100 }
    package var cursor: String? { query["cursor"] }

    /// The body of a route that has one.
    package func json() throws(Problem) -> JSONNode {
        guard let body else { throw .invalid(.body(pointer: ""), "is missing") }
        return body
    }

    /// Whether the change may be made on this state.
    package func admits(_ tag: EntityTag) -> Bool { precondition?.admits(tag) ?? true }

    package func admits(version: Int64) -> Bool { admits(EntityTag(version: version)) }

    /// - Throws: when the client has seen another state.
    package func require(_ tag: EntityTag) throws(Problem) {
        guard admits(tag) else { throw .changed }
    }
}

import IdentityModel
import STS
import Storage
import StrictJSON

struct ListSessionRevocations: AdminRoute {
    static let description = RouteDescription(
        "ListSessionRevocations", .get, "/session-revocations",
        "Lists the revocations that may still matter, by kind and target.",
        query: [.limit, .cursor, QueryParameter("kind", .text(RevocationDocument.kind), "Only these.")],
        answer: .ok(.page(of: RevocationDocument.output)))

    let administration: RevocationAdministration

    func resource(of call: AdminCall) -> AdminResource { .own(kind: "session-revocation", name: "*") }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let list = "session-revocations/\(call.text("kind") ?? "")"
        let last = try call.cursor.map { cursor throws(Problem) in try position(cursor, list) }
        let limit = call.limit
        var rows = try await administration.settled { () throws(RevocationError) in
            try await administration.revocations.list(
                of: call.text("kind").flatMap(RevocationScope.Kind.init), after: last, limit: limit + 1)
        }
        var next: String?
        if rows.count > limit {
            rows.removeLast(rows.count - limit)
            let place = rows.last.map { "\($0.scope.kind.rawValue) \($0.scope.target)" } ?? ""
            do throws(StorageError) {
                next = try administration.cursors.seal(place, in: list)
            } catch {
                throw .unavailable(because: "\(error)")
            }
        }
        return .page(rows, next: next) { RevocationDocument.write($0, to: &$1) }
    }

    private func position(_ cursor: String, _ list: String) throws(Problem) -> RevocationScope {
        let parts = administration.cursors.open(cursor, in: list)?.split(separator: " ", maxSplits: 1).map(String.init)
        guard let parts, parts.count == 2, let kind = RevocationScope.Kind(rawValue: parts[0]),
            let scope = RevocationScope(kind, target: parts[1])
        else { throw .invalid(.parameter("cursor"), "is none of this list") }
        return scope
    }
}

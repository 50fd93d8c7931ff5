import Audit
import IdentityModel
import Storage
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// Decisions and audit records, as administrators read them. Nobody changes them.
package struct RecordReading: Sendable {
    let stores: AuditStores
    let cursors: PageTokens

    package init(_ stores: AuditStores, cursors: PageTokens) {
        self.stores = stores
        self.cursors = cursors
    }

    /// The parts of a cursor's place; nil without a cursor.
    func place(of call: AdminCall, in list: String, parts: Int) throws(Problem) -> [Substring]? {
        guard let cursor = call.cursor else { return nil }
        guard let place = cursors.open(cursor, in: list)?.split(separator: "/"), place.count == parts else {
            throw .invalid(.parameter("cursor"), "is none of this list")
        }
        return place
    }

    /// The page that the rows begin, and the cursor of the next one.
    ///
    /// - Parameter rows: one more than the page holds, when there are more.
    func page<Row>(
        _ rows: [Row], of call: AdminCall, in list: String, _ place: (Row) -> String,
        _ write: (Row, inout JSONWriter) -> Void
    ) throws(Problem) -> AdminAnswer {
        guard rows.count > call.limit else { return .page(rows, next: nil, write) }
        let shown = Array(rows.prefix(call.limit))
        do throws(StorageError) {
            return .page(shown, next: try cursors.seal(place(shown[shown.count - 1]), in: list), write)
        } catch {
            throw .unavailable(because: "\(error)")
        }
    }
}

extension AdminCall {
    /// Microseconds since 1970 of a parameter that is a time.
    func microseconds(_ name: String) -> Int64? { text(name).flatMap(RFC3339.date)?.microseconds }

    /// Where a list begins. One that no index leads into goes back seven days when no time is given, and no further.
    func beginning(isIndexed: Bool) -> Int64? {
        let week: Int64 = 7 * 86_400 * 1_000_000
        return microseconds("from") ?? (isIndexed ? nil : Date().microseconds - week)
    }

    func uuid(_ name: String) -> UUID? { text(name).flatMap { UUID(text: $0) } }

    /// Everything that a list is chosen by, so that a cursor of another choice is none of it.
    func listName(_ noun: String) -> String {
        let choice = query.filter { $0.key != "cursor" && $0.key != "limit" }.sorted { $0.key < $1.key }
        return ([noun, path["poolId"] ?? ""] + choice.map { "\($0.key)=\($0.value)" }).joined(separator: "\n")
    }
}

extension QueryParameter {
    static let since = QueryParameter(
        "from", .text(TextRule(form: .time)),
        "Not before this time; seven days ago, when nothing says who or what it is about.")
    static let until = QueryParameter("until", .text(TextRule(form: .time)), "Before this time.")
    static let accessKey = QueryParameter("accessKeyId", .text(TextRule(length: 1...128)), "Of what was issued.")
    static let reason = QueryParameter("reason", .text(TextRule(length: 1...128)), "A reason code.")
    static let pool = QueryParameter("poolId", .text(TextRule(form: .poolID)), "In this pool.")
    static let identity = QueryParameter("identityId", .text(TextRule(form: .identityID)), "About this identity.")
}

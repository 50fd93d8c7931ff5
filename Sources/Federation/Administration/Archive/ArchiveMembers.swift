import StrictJSON

import struct Foundation.Date

/// The members of one object in an archive. A member that is null is one that is not there.
struct ArchiveMembers {
    private let node: JSONNode

    init(_ node: JSONNode) {
        self.node = node
    }

    /// Refuses every other member: a name with a slip in it would silently mean nothing.
    func allow(_ names: String...) throws(ArchiveFlaw) {
        for (name, _) in node.members where name != "kind" && !names.contains(name) {
            throw .unknownMember(String(name.prefix(64)))
        }
    }

    func isPresent(_ name: String) -> Bool { value(name) != nil }

    func text(_ name: String, limit: Int) throws(ArchiveFlaw) -> String {
        guard let text = try textIfPresent(name, limit: limit) else { throw .missing(name) }
        guard !text.isEmpty else { throw .malformed(name) }
        return text
    }

    func textIfPresent(_ name: String, limit: Int = 256) throws(ArchiveFlaw) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw .malformed(name) }
        guard text.utf8.count <= limit else { throw .tooLarge(name, limit: limit) }
        return text
    }

    func flagIfPresent(_ name: String) throws(ArchiveFlaw) -> Bool? {
        guard let value = value(name) else { return nil }
        guard let flag = value.bool else { throw .malformed(name) }
        return flag
    }

    func integer(_ name: String) throws(ArchiveFlaw) -> Int64 {
        guard let value = value(name) else { throw .missing(name) }
        guard let number = value.number?.integer else { throw .malformed(name) }
        return number
    }

    func elements(_ name: String) throws(ArchiveFlaw) -> [JSONNode] {
        guard let value = value(name) else { throw .missing(name) }
        guard value.kind == .array else { throw .malformed(name) }
        return Array(value.elements)
    }

    /// An RFC 3339 time, or seconds since 1970 as AWS writes them; not before 1970, and not in the future.
    func timeIfPresent(_ name: String, until now: Date) throws(ArchiveFlaw) -> Date? {
        guard let value = value(name) else { return nil }
        let date: Date? =
            switch value.kind {
            case .string: value.string.flatMap(ArchiveTime.date)
            case .number: value.number.map { Date(timeIntervalSince1970: $0.double) }
            default: nil
            }
        // Clocks differ a little.
        guard let date, date.timeIntervalSince1970 >= 0, date <= now.addingTimeInterval(300) else {
            throw .malformed(name)
        }
        return date
    }

    private func value(_ name: String) -> JSONNode? {
        guard let value = node[name], !value.isNull else { return nil }
        return value
    }
}

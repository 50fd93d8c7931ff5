import StrictJSON

/// The reports of all parts of an import, added up.
struct ImportTotal {
    struct Tally: Equatable {
        var made: Int64 = 0
        var unchanged: Int64 = 0
        var skipped: Int64 = 0

        var sum: Int64 { made + unchanged + skipped }
    }

    private(set) var identities = Tally()
    private(set) var merges = Tally()
    private var lines: Int64 = 0
    private var logins: Int64 = 0
    private var skipped: [(line: Int64, code: String, detail: String)] = []

    /// As many as a broker tells of one part.
    private static let mostSkipped = 100

    mutating func add(_ report: JSONNode?, linesBefore: Int) {
        guard let report else { return }
        let number = { (node: JSONNode?) in node?.number?.integer ?? 0 }
        lines += number(report["lines"])
        logins += number(report["loginsMade"])
        for (path, name) in [(\ImportTotal.identities, "identities"), (\ImportTotal.merges, "merges")] {
            self[keyPath: path].made += number(report[name]?["made"])
            self[keyPath: path].unchanged += number(report[name]?["unchanged"])
            self[keyPath: path].skipped += number(report[name]?["skipped"])
        }
        for line in report["skippedLines"].map({ Array($0.elements) }) ?? []
        where skipped.count < Self.mostSkipped {
            skipped.append(
                (
                    number(line["line"]) + Int64(linesBefore), line["code"]?.string ?? "",
                    line["detail"]?.string ?? ""
                ))
        }
    }

    /// Nil when the archive does not say how much there is to be.
    func isWhole(_ end: (identities: Int64, merges: Int64)?) -> Bool? {
        end.map { identities.sum == $0.identities && merges.sum == $0.merges }
    }

    /// In the form of the broker's own reports.
    func json(_ end: (identities: Int64, merges: Int64)?, dryRun: Bool) -> [UInt8] {
        var json = JSONWriter(capacity: 1_024)
        json.beginObject()
        json.member("dryRun", dryRun)
        json.member("lines", lines + (end == nil ? 0 : 1))
        for (name, tally) in [("identities", identities), ("merges", merges)] {
            json.name(name)
            json.beginObject()
            json.member("made", tally.made)
            json.member("unchanged", tally.unchanged)
            json.member("skipped", tally.skipped)
            json.endObject()
        }
        json.member("loginsMade", logins)
        if let isWhole = isWhole(end) { json.member("isWhole", isWhole) }
        json.name("skippedLines")
        json.beginArray()
        for line in skipped {
            json.beginObject()
            json.member("line", line.line)
            json.member("code", line.code)
            json.member("detail", line.detail)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes
    }
}

import Audit
import Storage
import StrictJSON

/// Goes along the chains of the last days. The whole audit is for `sluice audit verify`, which may take its time.
struct VerifyAudit: AdminRoute {
    static let mostDays: Int64 = 31

    static let description = {
        var description = RouteDescription(
            "VerifyAudit", .post, "/audit:verify", "Checks that the audit of the last days is as it was written.",
            body: .json(
                .object([.optional("days", .integer(1...mostDays), "Today and so many before it; 2 when not given.")])),
            answer: .ok(
                .object([
                    .init("isIntact", .boolean), .init("records", .integer()), .init("chains", .integer()),
                    .optional("flaw", .text(0...1_024), "The first record that is not as it was written."),
                    .init(
                        "missingDays",
                        .list(.object([.init("day", .text()), .init("isExplained", .boolean)]), count: 0...10_000)),
                ])))
        description.asksOnly = true
        return description
    }()

    let records: RecordReading

    func resource(of call: AdminCall) -> AdminResource { .own(kind: "audit", name: "*") }

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        let today = UTCDay.today.number
        let first = UTCDay(number: today - Int32(call.body?.integer("days") ?? 2))
        let report = try await Problem.storing { () throws(StorageError) in
            try await AuditVerifier(records.stores).verify(from: first)
        }
        return .json { json in
            json.beginObject()
            json.member("isIntact", report.flaw == nil)
            json.member("records", Int64(report.days.reduce(0) { $0 + $1.records }))
            json.member("chains", Int64(report.days.reduce(0) { $0 + $1.chains }))
            if let flaw = report.flaw { json.member("flaw", "\(flaw)") }
            json.name("missingDays")
            json.beginArray()
            for seam in report.seams {
                json.beginObject()
                json.member("day", "\(seam.missing)")
                json.member("isExplained", seam.isExplained)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
    }
}

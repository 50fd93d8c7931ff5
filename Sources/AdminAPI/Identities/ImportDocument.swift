import Federation
import HTTPTypes
import StrictJSON

/// What came of an import.
enum ImportDocument {
    private static let tally = Schema.named(
        "ImportTally",
        .object([
            .init("made", .integer(0...Int64.max)), .init("unchanged", .integer(0...Int64.max), "There already."),
            .init("skipped", .integer(0...Int64.max), "Left out because of a conflict."),
        ]))

    static let report = Schema.named(
        "ImportReport",
        .object([
            .init("dryRun", .boolean), .init("lines", .integer(0...Int64.max)), .init("identities", tally),
            .init("merges", tally), .init("loginsMade", .integer(0...Int64.max)),
            .optional("isWhole", .boolean, "Whether there was as much as the `end` line says; absent without one."),
            .init(
                "skippedLines",
                .list(
                    .object([
                        .init("line", .integer(1...Int64.max)), .init("code", .text()), .init("detail", .text()),
                    ]), count: 0...ImportReport.mostProblems), "The first hundred."),
        ]))

    static func write(_ report: ImportReport, to json: inout JSONWriter) {
        json.beginObject()
        json.member("dryRun", report.isDryRun)
        json.member("lines", Int64(report.lines))
        for (name, tally) in [("identities", report.identities), ("merges", report.merges)] {
            json.name(name)
            json.beginObject()
            json.member("made", Int64(tally.made))
            json.member("unchanged", Int64(tally.unchanged))
            json.member("skipped", Int64(tally.skipped))
            json.endObject()
        }
        json.member("loginsMade", Int64(report.loginsMade))
        if let isWhole = report.isWhole { json.member("isWhole", isWhole) }
        json.name("skippedLines")
        json.beginArray()
        for problem in report.problems {
            json.beginObject()
            json.member("line", Int64(problem.line))
            json.member("code", problem.flaw.code)
            json.member("detail", problem.flaw.explanation)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

extension Problem {
    /// Nil for an import that came to its end.
    init?(stopping report: ImportReport) {
        guard let line = report.stoppedAt, let problem = report.problems.last else { return nil }
        let status: HTTPResponse.Status = if case .conflict = problem.flaw { .conflict } else { .unprocessableContent }
        let done = "\(report.identities.made) identities and \(report.merges.made) merges"
        self.init(
            status, "import-stopped",
            "The import ended at line \(line) (\(problem.flaw.code)). \(problem.flaw.explanation) "
                + (report.isDryRun ? "Nothing was written." : "What was brought in before stays: \(done)."),
            mistakes: [Mistake(.body(pointer: "/\(line - 1)"), problem.flaw.explanation)])
    }
}

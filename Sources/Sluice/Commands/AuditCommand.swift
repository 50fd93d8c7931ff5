import ArgumentParser
import Audit
import Foundation
import Storage

/// The audit: listed over the admin API, verified on the machine itself.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "List the audit, and verify that nobody has changed it.",
        subcommands: [AuditListCommand.self, Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go along every chain of audit records and name the first that is broken.",
            discussion: """
                Ends with 0 when every record is as it was written, with 2 when one is not, and with 1 when it could not be \
                told. Days that are gone are named; a day that retention dropped is no reason to end with 2.
                """)

        @OptionGroup var options: SettingsOptions

        @Option(help: "Only days from this one on, as 2026-11-28.")
        var from: String?

        func run() async throws {
            var report = AuditReport()
            try await Failure.explained {
                let first = try from.map { text in
                    guard let day = UTCDay(text) else { throw Failure("'\(text)' is not a day such as 2026-11-28.") }
                    return day
                }
                let settings = try await SettingsReader.read(options)
                let logger = Logs.start(settings)
                let masterKey = try MasterKeyFile.key(from: settings.masterKey)
                report = try await Database.use(settings, logger) { database in
                    try await database.requireCurrentSchema()
                    return try await AuditVerifier(AuditStores(database.client, masterKey: masterKey)).verify(
                        from: first)
                }
            }
            for day in report.days { print("\(day.day)  \(day.records) records in \(day.chains) chains") }
            for seam in report.seams {
                print(
                    "\(seam.missing)  not there\(seam.isExplained ? ": its time was over" : ", and no record says why")"
                )
            }
            guard let flaw = report.flaw else { return print("Every record is as it was written.") }
            print("BROKEN: \(flaw)")
            throw ExitCode(2)
        }
    }
}

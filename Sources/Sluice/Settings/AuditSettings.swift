import Audit
import Storage

/// What is kept of decisions and of the audit, and for how long.
struct AuditSettings: Sendable {
    /// In events.
    var queueLength = 8_192
    var whenFull = Recorder.WhenFull.refuse
    var retention = PartitionKeeper.Retention()
    var clientAddresses = Redaction.Treatment.keep
    var claims = Redaction.Treatment.keep
    var subjects = Redaction.Treatment.keep

    static let queueLengths = 256...1_048_576
    /// Today and yesterday are always kept.
    static let days: ClosedRange<Int32> = 2...36_500

    func redaction(_ masterKey: MasterKey) -> Redaction {
        Redaction(clientAddresses: clientAddresses, claims: claims, subjects: subjects, masterKey: masterKey)
    }
}

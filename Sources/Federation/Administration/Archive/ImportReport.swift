/// What came of bringing an archive in.
package struct ImportReport: Sendable, Equatable {
    /// Lines that were read, empty ones and the one that ended it included.
    package fileprivate(set) var lines = 0
    package fileprivate(set) var identities = Tally()
    package fileprivate(set) var merges = Tally()
    /// Those of the identities that were made.
    package fileprivate(set) var loginsMade = 0
    /// The first hundred lines that were left out, or because of which the rest was; in order.
    package fileprivate(set) var problems: [Problem] = []
    /// The line because of which the rest was not brought in. It and every line of `identities` and `merges` that is
    /// counted is sure: what was made before stays.
    package fileprivate(set) var stoppedAt: Int?
    /// Whether the archive was whole: it had as much as its last line says. Nil when it has no such line.
    package fileprivate(set) var isWhole: Bool?
    package let isDryRun: Bool

    package struct Tally: Sendable, Equatable {
        package internal(set) var made = 0
        /// There already.
        package internal(set) var unchanged = 0
        /// Left out because of a conflict.
        package internal(set) var skipped = 0

        package init(made: Int = 0, unchanged: Int = 0, skipped: Int = 0) {
            self.made = made
            self.unchanged = unchanged
            self.skipped = skipped
        }

        var total: Int { made + unchanged + skipped }
    }

    package struct Problem: Sendable, Equatable {
        /// Counted from 1.
        package let line: Int
        package let flaw: ArchiveFlaw

        package init(line: Int, flaw: ArchiveFlaw) {
            self.line = line
            self.flaw = flaw
        }
    }

    package static let mostProblems = 100

    init(isDryRun: Bool) {
        self.isDryRun = isDryRun
    }
}

extension ImportReport {
    mutating func countLine() { lines += 1 }

    mutating func stop(at line: Int, _ flaw: ArchiveFlaw) {
        stoppedAt = line
        if problems.count == Self.mostProblems { problems.removeLast() }
        problems.append(Problem(line: line, flaw: flaw))
    }

    mutating func end(identities: Int64, merges: Int64) {
        isWhole = identities == Int64(self.identities.total) && merges == Int64(self.merges.total)
    }

    mutating func countIdentity(logins: Int, _ change: WritableKeyPath<Tally, Int>) {
        identities[keyPath: change] += 1
        if change == \.made { loginsMade += logins }
    }

    mutating func countMerge(_ change: WritableKeyPath<Tally, Int>) { merges[keyPath: change] += 1 }

    mutating func leaveOut(_ line: Int, _ flaw: ArchiveFlaw) {
        if problems.count < Self.mostProblems { problems.append(Problem(line: line, flaw: flaw)) }
    }
}

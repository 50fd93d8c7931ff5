/// `before`, `after`, `olderThan`, `youngerThan`: a date and time or seconds since 1970, against a moment or its own age.
package struct TimeComparison: Sendable, Equatable {
    package enum Operand: Sendable, Equatable {
        case before(Moment)
        case after(Moment)
        /// In seconds. What lies ahead is of no age yet: younger than anything, and not older.
        case olderThan(Int64)
        case youngerThan(Int64)
    }

    /// A moment as written.
    package struct Moment: Sendable, Equatable {
        package let text: String
        /// Nil for `now`.
        let instant: Instant?

        package static let now = Moment(text: "now", instant: nil)

        /// Nil for a text that is neither a date and time nor a number of seconds.
        package init?(_ text: String) {
            guard let instant = Instant(text) else { return nil }
            self.init(text: text, instant: instant)
        }

        private init(text: String, instant: Instant?) {
            self.text = text
            self.instant = instant
        }
    }

    package let operand: Operand

    /// In seconds: a hundred years.
    package static let greatestAge: Int64 = 3_155_760_000

    package init(_ operand: Operand) {
        self.operand = operand
    }

    /// Unknown for a value that is no time.
    func compare(_ value: String, _ circumstances: RuleCircumstances) -> Ternary {
        guard let instant = Instant(value) else { return .unknown }
        let now = Instant(circumstances.now)
        return switch operand {
        case .before(let moment): Ternary(instant < moment.instant ?? now)
        case .after(let moment): Ternary(instant > moment.instant ?? now)
        case .olderThan(let seconds): Ternary(instant < Instant(seconds: now.seconds - seconds))
        case .youngerThan(let seconds): Ternary(instant > Instant(seconds: now.seconds - seconds))
        }
    }
}

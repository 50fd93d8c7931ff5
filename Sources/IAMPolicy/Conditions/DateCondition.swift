/// `DateEquals`, `DateLessThan` and their kin, to the millisecond.
struct DateCondition: Sendable {
    private let relation: ConditionOperator.Relation
    private let operands: [PolicyInstant]

    init(_ relation: ConditionOperator.Relation, _ values: [String], _ literals: TypedLiterals) throws(PolicyError) {
        self.relation = relation
        operands = values.compactMap { PolicyInstant(Array($0.utf8)) }
        guard operands.count == values.count || literals == .tolerated else { throw .legacyParsing }
    }

    /// A value that is no date matches nothing, so that only `DateNotEquals` holds.
    func matches(_ value: [UInt8]) -> Bool {
        guard let instant = PolicyInstant(value) else { return false }
        return operands.contains { relation.holds(instant, $0) }
    }
}

/// A moment as policies write it.
///
/// - Source: recorded answers and IAM's legacy parser: `[-]Y[-M[-D]][Th[:m[:s[.f][Z|+h[:m]]]]]` in UTC, or epoch seconds
///   in decimal. Digits of a fraction past the third are cut off. A day 31 of a short month runs into the next one.
struct PolicyInstant: Comparable {
    let seconds: Int64
    let milliseconds: Int64

    init(seconds: Int64, milliseconds: Int64 = 0) {
        self.seconds = seconds
        self.milliseconds = milliseconds
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.seconds, left.milliseconds) < (right.seconds, right.milliseconds)
    }

    init?(_ text: [UInt8]) {
        guard text.contains(where: { $0 == UInt8(ascii: "-") || $0.asciiLowercased == UInt8(ascii: "t") }) else {
            guard let epoch = Int64(String(decoding: text, as: UTF8.self)) else { return nil }
            self.init(seconds: epoch)
            return
        }
        var reader = Reader(rest: text[...])
        guard let day = reader.date() else { return nil }
        var time: (seconds: Int64, milliseconds: Int64) = (0, 0)
        if reader.take("t") {
            guard let read = reader.time() else { return nil }
            time = read
        }
        guard reader.rest.isEmpty else { return nil }
        self.init(seconds: day * 86_400 + time.seconds, milliseconds: time.milliseconds)
    }

    /// `2030-01-01T00:00:00Z`.
    var text: String {
        let (day, second) = seconds.quotientAndRemainderFloored(by: 86_400)
        let (year, month, dayOfMonth) = CivilDate.date(ofDay: day)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let years = String(year)
        let padding = String(repeating: "0", count: max(0, 4 - years.count))
        return "\(padding)\(years)-\(two(month))-\(two(dayOfMonth))"
            + "T\(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first?.asciiLowercased == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard let value = Int64(String(decoding: digits, as: UTF8.self)), range.contains(value) else { return nil }
            rest = rest.dropFirst(digits.count)
            return value
        }

        /// Days since 1970.
        mutating func date() -> Int64? {
            let isBefore = take("-")
            guard let year = number(0...(isBefore ? 292_275_054 : 292_278_993)) else { return nil }
            var month: Int64 = 1
            var day: Int64 = 1
            if take("-") {
                guard let read = number(1...12) else { return nil }
                month = read
                if take("-") {
                    guard let read = number(1...31) else { return nil }
                    day = read
                }
            }
            return CivilDate.day(year: isBefore ? -year : year, month: month, day: day)
        }

        mutating func time() -> (seconds: Int64, milliseconds: Int64)? {
            guard !rest.isEmpty else { return (0, 0) }
            guard let hours = number(0...23) else { return nil }
            guard take(":") else { return (hours * 3_600, 0) }
            guard let minutes = number(0...59) else { return nil }
            let sum = hours * 3_600 + minutes * 60
            guard take(":") else { return (sum, 0) }
            guard let seconds = number(0...59), let milliseconds = fraction(), let offset = zone() else { return nil }
            return (sum + seconds - offset, milliseconds)
        }

        private mutating func fraction() -> Int64? {
            guard take(".") else { return 0 }
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            rest = rest.dropFirst(digits.count)
            return (0..<3).reduce(0) { sum, place in
                sum * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place]) - 0x30 : 0)
            }
        }

        /// Seconds east of UTC.
        private mutating func zone() -> Int64? {
            if take("z") { return 0 }
            guard take("+") else { return 0 }
            guard let hours = twoDigits(0...23) else { return nil }
            guard take(":") else { return hours * 3_600 }
            guard let minutes = twoDigits(0...59) else { return nil }
            return hours * 3_600 + minutes * 60
        }

        private mutating func twoDigits(_ range: ClosedRange<Int64>) -> Int64? {
            rest.prefix { (0x30...0x39).contains($0) }.count == 2 ? number(range) : nil
        }
    }
}

/// The proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March.
private enum CivilDate {
    private static let daysPerEra: Int64 = 146_097
    /// From 1 March of year 0 to 1 January 1970.
    private static let epoch: Int64 = 719_468

    static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = marchYear.quotientAndRemainderFloored(by: 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * daysPerEra + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - epoch
    }

    static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (day + epoch).quotientAndRemainderFloored(by: daysPerEra)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func quotientAndRemainderFloored(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

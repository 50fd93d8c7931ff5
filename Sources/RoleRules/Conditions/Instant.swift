import struct Foundation.Date

/// A moment, to the nanosecond.
struct Instant: Sendable, Equatable, Comparable {
    /// Since 1970.
    let seconds: Int64
    let nanoseconds: Int64

    static func < (left: Self, right: Self) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    init(seconds: Int64, nanoseconds: Int64 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Whole seconds.
    init(_ date: Date) {
        self.init(seconds: Int64(exactly: date.timeIntervalSince1970.rounded(.down)) ?? 0)
    }

    /// A date and time, or a number of seconds since 1970; nil for everything else.
    init?(_ text: String) {
        if let number = Decimal(text) { self.init(number) } else { self.init(dateTime: text) }
    }

    /// Nil beyond a thousand million years. Digits past the ninth of the fraction are cut off.
    private init?(_ number: Decimal) {
        guard number.magnitude <= 16 else { return nil }
        func digit(_ place: Int) -> Int64 { number.digits.indices.contains(place) ? Int64(number.digits[place]) : 0 }
        let whole = (0..<max(number.magnitude, 0)).reduce(Int64(0)) { $0 * 10 + digit($1) }
        let fraction = (number.magnitude..<number.magnitude + 9).reduce(Int64(0)) { $0 * 10 + digit($1) }
        guard number.isNegative else {
            self.init(seconds: whole, nanoseconds: fraction)
            return
        }
        self.init(
            seconds: fraction == 0 ? -whole : -whole - 1, nanoseconds: fraction == 0 ? 0 : 1_000_000_000 - fraction)
    }

    /// - Source: RFC 3339 §5.6. A leap second counts as the first second of the next minute.
    private init?(dateTime text: String) {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int, _ range: ClosedRange<Int64>) -> Int64? {
            let taken = rest.prefix(digits)
            guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest = rest.dropFirst(digits)
            let value = taken.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
            return range.contains(value) ? value : nil
        }
        func take(_ signs: Unicode.Scalar...) -> Unicode.Scalar? {
            guard let byte = rest.first, let sign = signs.first(where: { UInt8(ascii: $0) == byte }) else { return nil }
            rest.removeFirst()
            return sign
        }
        guard let year = number(4, 0...9_999), take("-") != nil, let month = number(2, 1...12), take("-") != nil,
            let day = number(2, 1...Self.days(in: month, of: year)), take("T", "t", " ") != nil,
            let hour = number(2, 0...23), take(":") != nil, let minute = number(2, 0...59), take(":") != nil,
            let second = number(2, 0...60)
        else { return nil }
        var nanoseconds: Int64 = 0
        if take(".") != nil {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            nanoseconds = (0..<9).reduce(0) { value, place in
                value * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - 0x30) : 0)
            }
        }
        var offset: Int64 = 0
        switch take("Z", "z", "+", "-") {
        case "Z", "z": break
        case let sign?:
            guard let hours = number(2, 0...23), take(":") != nil, let minutes = number(2, 0...59) else { return nil }
            offset = (hours * 3_600 + minutes * 60) * (sign == "-" ? -1 : 1)
        case nil: return nil
        }
        guard rest.isEmpty else { return nil }
        let ofDay = hour * 3_600 + minute * 60 + second - offset
        self.init(seconds: Self.day(year, month, day) * 86_400 + ofDay, nanoseconds: nanoseconds)
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Days from 1 January 1970, counted in years that begin in March, so that a leap day is the last of its year.
    private static func day(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let march = (month + 9) % 12
        let years = month <= 2 ? year - 1 : year
        // Year 0 begins in March of year −1: one era earlier keeps every quotient positive.
        let shifted = years + 400
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + (153 * march + 2) / 5 + day - 1
            - 719_468 - 146_097
    }

    var epochText: String { String(seconds) }
}

import struct Foundation.Date

/// Times in archives: RFC 3339 in UTC with six places, as fine as the database keeps them.
///
/// - Source: RFC 3339 §5.6; the calendar by the era of 400 years.
enum ArchiveTime {
    static func text(_ date: Date) -> String {
        let total = Int64((date.timeIntervalSince1970 * 1_000_000).rounded())
        let (seconds, micros) = floored(total, 1_000_000)
        let (days, ofDay) = floored(seconds, 86_400)
        let (year, month, day) = civil(days)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(ofDay / 3_600, 2)):\(pad(ofDay / 60 % 60, 2)):"
            + "\(pad(ofDay % 60, 2)).\(pad(micros, 6))Z"
    }

    /// Nil for everything else; the zone may be another than UTC. Digits behind the sixth place are cut off.
    static func date(_ text: String) -> Date? {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int, _ range: ClosedRange<Int64>) -> Int64? {
            let taken = rest.prefix(digits)
            guard taken.count == digits, taken.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            rest = rest.dropFirst(digits)
            let value = taken.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
            return range.contains(value) ? value : nil
        }
        func take(_ signs: UInt8...) -> UInt8? {
            guard let byte = rest.first, signs.contains(byte) else { return nil }
            return rest.removeFirst()
        }
        let (dash, colon) = (UInt8(ascii: "-"), UInt8(ascii: ":"))
        guard let year = number(4, 1_970...9_999), take(dash) != nil, let month = number(2, 1...12), take(dash) != nil,
            let day = number(2, 1...31), take(UInt8(ascii: "T"), UInt8(ascii: "t")) != nil,
            let hour = number(2, 0...23), take(colon) != nil, let minute = number(2, 0...59), take(colon) != nil,
            let second = number(2, 0...59)
        else { return nil }
        let days = days(year, month, day)
        // A day that the month does not have comes back as another one.
        guard civil(days) == (year, month, day) else { return nil }
        var micros: Int64 = 0
        if take(UInt8(ascii: ".")) != nil {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            for place in 0..<6 {
                micros = micros * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - 0x30) : 0)
            }
        }
        var offset: Int64 = 0
        guard let zone = take(UInt8(ascii: "Z"), UInt8(ascii: "z"), UInt8(ascii: "+"), dash) else { return nil }
        if zone == UInt8(ascii: "+") || zone == dash {
            guard let hours = number(2, 0...23), take(colon) != nil, let minutes = number(2, 0...59) else { return nil }
            offset = (hours * 3_600 + minutes * 60) * (zone == dash ? -1 : 1)
        }
        guard rest.isEmpty else { return nil }
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        return Date(timeIntervalSince1970: Double(seconds * 1_000_000 + micros) / 1_000_000)
    }

    // MARK: The calendar

    /// Days from 1 January 1970, in years that begin in March, so that a leap day is the last of its year.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let years = month <= 2 ? year - 1 : year
        let ofYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * years + years / 4 - years / 100 + years / 400 + ofYear - 719_468
    }

    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let (era, ofEra) = floored(days + 719_468, 146_097)
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * ofYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func floored(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let rest = ((value % divisor) + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }

    private static func pad(_ value: Int64, _ digits: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}

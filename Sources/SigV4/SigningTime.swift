/// A moment to the second, in the two spellings that signatures use.
///
/// Signing happens on the hot path of every signed call, where date formatters are the slowest thing there is; hence
/// plain arithmetic on the proleptic Gregorian calendar, in UTC.
package struct SigningTime: Hashable, Comparable, Sendable {
    package let secondsSinceEpoch: Int64

    package init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.secondsSinceEpoch < right.secondsSinceEpoch
    }

    package static func + (time: Self, seconds: Int64) -> Self {
        Self(secondsSinceEpoch: time.secondsSinceEpoch + seconds)
    }

    package static func - (time: Self, seconds: Int64) -> Self {
        Self(secondsSinceEpoch: time.secondsSinceEpoch - seconds)
    }
}

extension SigningTime {
    /// `yyyymmddThhmmssZ`.
    package var basic: String { String(decoding: basicBytes, as: UTF8.self) }

    /// `yyyymmdd`, the date of a credential scope.
    package var day: String { String(decoding: basicBytes.prefix(8), as: UTF8.self) }

    var basicBytes: [UInt8] {
        let (year, month, day) = Self.civil(fromDay: secondsSinceEpoch.floored(by: 86400))
        let second = secondsSinceEpoch - 86400 * secondsSinceEpoch.floored(by: 86400)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        bytes.append(decimal: year, digits: 4)
        bytes.append(decimal: month, digits: 2)
        bytes.append(decimal: day, digits: 2)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(decimal: second / 3600, digits: 2)
        bytes.append(decimal: second / 60 % 60, digits: 2)
        bytes.append(decimal: second % 60, digits: 2)
        bytes.append(UInt8(ascii: "Z"))
        return bytes
    }

    /// Reads `yyyymmddThhmmssZ`; nil for any other text and for dates that do not exist.
    package init?(basic text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16,
            let year = bytes[0..<4].decimal, let month = bytes[4..<6].decimal, let day = bytes[6..<8].decimal,
            let hour = bytes[9..<11].decimal, let minute = bytes[11..<13].decimal, let second = bytes[13..<15].decimal
        else { return nil }
        // Month 0 of year 0 would be a moment that this calendar has no spelling for.
        guard month > 0, day > 0 else { return nil }
        let days = Self.day(fromCivil: year, month, day)
        secondsSinceEpoch = days * 86400 + hour * 3600 + minute * 60 + second
        // A 30 February or a 25th hour lands on another moment, which spells differently.
        guard basicBytes == bytes else { return nil }
    }

    /// Reads the fixed form of an HTTP date, `Sun, 06 Nov 1994 08:49:37 GMT`, and the zone `-0000` that botocore writes.
    ///
    /// - Source: RFC 9110 §5.6.7. The obsolete forms are not read: no client signs with them.
    package init?(httpDate text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 29, bytes[3..<5].elementsEqual(", ".utf8),
            [" GMT", " -0000"].contains(where: { bytes[25...].elementsEqual($0.utf8) }),
            [7, 11, 16].allSatisfy({ bytes[$0] == UInt8(ascii: " ") }),
            [19, 22].allSatisfy({ bytes[$0] == UInt8(ascii: ":") }),
            let month = Self.months.firstIndex(where: { bytes[8..<11].elementsEqual($0.utf8) })
        else { return nil }
        var basic = Array(bytes[12..<16])
        basic.append(decimal: Int64(month + 1), digits: 2)
        basic += bytes[5..<7]
        basic.append(UInt8(ascii: "T"))
        for start in [17, 20, 23] { basic += bytes[start..<start + 2] }
        basic.append(UInt8(ascii: "Z"))
        self.init(basic: String(decoding: basic, as: UTF8.self))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension SigningTime {
    /// Days between 1 March of year 0 and 1 January 1970. Years that begin in March have their leap day at the end,
    /// which makes both directions plain division.
    private static let epoch: Int64 = 719_468

    private static func day(fromCivil year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * marchYear + marchYear.floored(by: 4) - marchYear.floored(by: 100) + marchYear.floored(by: 400)
            + dayOfYear - epoch
    }

    private static func civil(fromDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = day + epoch
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (era * 400 + yearOfEra + (month > 2 ? 0 : 1), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Division that rounds down also below zero.
    fileprivate func floored(by divisor: Int64) -> Int64 {
        (self >= 0 ? self : self - divisor + 1) / divisor
    }
}

extension [UInt8] {
    fileprivate mutating func append(decimal value: Int64, digits: Int) {
        var divisor: Int64 = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}

extension ArraySlice<UInt8> {
    /// The number that these bytes spell in decimal digits; nil when any byte is none.
    fileprivate var decimal: Int64? {
        var value: Int64 = 0
        for byte in self {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }
}

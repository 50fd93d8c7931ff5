import SigV4

import struct Foundation.Date

/// How dates are written in answers.
enum Timestamp {
    /// `YYYY-MM-DDThh:mm:ssZ`, which is the spelling of signatures with its separators put back.
    static func seconds(_ date: Date) -> String {
        var text = SigningTime(secondsSinceEpoch: Int64(date.timeIntervalSince1970.rounded(.down))).basic
        for (offset, separator) in [(4, "-"), (7, "-"), (13, ":"), (16, ":")] as [(Int, Character)] {
            text.insert(separator, at: text.index(text.startIndex, offsetBy: offset))
        }
        return text
    }

    /// The same with three digits behind the seconds.
    static func milliseconds(_ date: Date) -> String {
        let seconds = date.timeIntervalSince1970
        let fraction = String(Int((seconds - seconds.rounded(.down)) * 1000))
        let zeros = String(repeating: "0", count: max(0, 3 - fraction.count))
        return "\(Self.seconds(date).dropLast()).\(zeros)\(fraction)Z"
    }
}

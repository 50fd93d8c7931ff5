import Foundation
import StrictJSON

/// Times as traces hold them, in UTC.
enum Moment {
    static func text(seconds node: JSONNode?) -> String? {
        node?.number.map { text($0.double) } ?? node?.string?.shown
    }

    static func text(microseconds node: JSONNode?) -> String? {
        node?.number.map { text($0.double / 1_000_000) } ?? node?.string?.shown
    }

    private static func text(_ seconds: Double) -> String {
        // What no calendar holds is shown as the number that it is.
        guard abs(seconds) < 253_402_300_800 else { return "\(seconds)" }
        return Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }

    /// `3600` becomes `1 h`.
    static func duration(_ seconds: Int64) -> String {
        switch seconds {
        case let seconds where seconds % 3_600 == 0 && seconds > 0: "\(seconds / 3_600) h"
        case let seconds where seconds % 60 == 0 && seconds > 0: "\(seconds / 60) min"
        default: "\(seconds) s"
        }
    }
}

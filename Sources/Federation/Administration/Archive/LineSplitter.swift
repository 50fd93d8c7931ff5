/// Cuts bytes that come in pieces into lines, and keeps no more of them than one line may have.
struct LineSplitter {
    private let limit: Int
    private var rest: [UInt8] = []
    private var isTooLong = false

    enum Line: Equatable {
        case whole([UInt8])
        /// More than `limit` bytes, which nobody kept.
        case tooLong
    }

    init(limit: Int) {
        self.limit = limit
    }

    /// The lines that end in these bytes, without their ends.
    mutating func split(_ bytes: some Sequence<UInt8>) -> [Line] {
        var lines: [Line] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                lines.append(take())
            } else if rest.count < limit {
                rest.append(byte)
            } else {
                isTooLong = true
            }
        }
        return lines
    }

    /// The line that nothing ended.
    mutating func finish() -> Line? {
        rest.isEmpty ? nil : take()
    }

    private mutating func take() -> Line {
        defer {
            rest.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        return isTooLong ? .tooLong : .whole(rest)
    }
}

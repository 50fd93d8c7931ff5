/// A pattern taken apart.
indirect enum PatternSyntax: Sendable, Equatable {
    case scalars(ScalarSet)
    case sequence([PatternSyntax])
    case choice([PatternSyntax])
    /// - Parameter most: nil for any number.
    case repeated(PatternSyntax, least: Int, most: Int?)
}

/// Some of all Unicode scalars.
struct ScalarSet: Sendable, Equatable {
    /// In order, and apart: between any two there is a scalar that is in neither.
    private(set) var ranges: [ClosedRange<UInt32>]
    private(set) var isNegated: Bool

    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        self.ranges = Self.merged(ranges)
        self.isNegated = isNegated
    }

    init(_ scalar: Unicode.Scalar) {
        self.init([scalar.value...scalar.value])
    }

    static let everything = ScalarSet([], isNegated: true)
    static let digits = ScalarSet([0x30...0x39])
    static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = ScalarSet([0x09...0x0D, 0x20...0x20])

    var negated: ScalarSet { ScalarSet(ranges, isNegated: !isNegated) }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        // The first range that does not end before the scalar is the only one that can hold it.
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar.value { low = middle + 1 } else { high = middle }
        }
        let isFound = low < ranges.count && ranges[low].lowerBound <= scalar.value
        return isFound != isNegated
    }

    mutating func form(unionWith other: ScalarSet) {
        ranges = Self.merged(ranges + (other.isNegated ? other.complement : other.ranges))
    }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// The scalars between the ranges, which neither begin nor end the code space in any set that an escape stands for.
    private var complement: [ClosedRange<UInt32>] {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            gaps.append(next...(range.lowerBound - 1))
            next = range.upperBound + 1
        }
        return gaps + [next...0x10FFFF]
    }
}

/// Why a pattern was refused, and where: offsets count Unicode scalars from 0.
package enum PatternMistake: Error, Sendable, Equatable {
    case tooLong(limit: Int)
    /// Together with its repetitions it would take more steps for each scalar than are admitted.
    case tooCostly(limit: Int)
    case tooDeep(limit: Int)
    /// A pattern always stands for the whole value, so `^` and `$` have no meaning; escape them to match the signs.
    case anchor(at: Int)
    case unclosedGroup(at: Int)
    case unopenedGroup(at: Int)
    /// `(?` with anything but `:` behind it.
    case unknownGroup(at: Int)
    case unclosedClass(at: Int)
    case emptyClass(at: Int)
    /// `[`, `&&`, `--` or a `-` that is neither first nor last and makes no range: escape it.
    case ambiguousInClass(at: Int)
    case backwardRange(at: Int)
    case unknownEscape(at: Int)
    case nothingToRepeat(at: Int)
    case repeatedRepetition(at: Int)
    case malformedCount(at: Int)
    case countTooLarge(at: Int, limit: Int)
    /// `]` or `}` without its opening sign: escape it.
    case unopenedBracket(at: Int)
}

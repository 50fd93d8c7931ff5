/// A regular expression that stands for a whole value, matched in one pass and without going back.
///
/// See `PatternParser` for the syntax. For each scalar of a value, no instruction of the pattern is looked at more than
/// twice, whatever both are.
package struct RulePattern: Sendable, Equatable {
    /// As written.
    package let text: String
    private let program: PatternProgram

    /// In bytes. A longer value matches neither a pattern nor its negation.
    package static let longestValue = 2_048

    package init(_ text: String) throws(PatternMistake) {
        self.text = text
        program = try PatternProgram(try PatternParser.parse(text))
    }

    /// How much a character of a value costs, at most by half.
    var instructions: Int { program.instructions.count }

    package static func == (left: Self, right: Self) -> Bool { left.text.isSameBytes(as: right.text) }

    func compare(_ value: String) -> Ternary {
        guard value.utf8.count <= Self.longestValue else { return .unknown }
        var steps = 0
        return Ternary(matches(value, &steps))
    }

    /// - Parameter steps: grows by every instruction that is looked at.
    func matches(_ value: String, _ steps: inout Int) -> Bool {
        var current = PatternThreads(program)
        var next = PatternThreads(program)
        current.add(0, &steps)
        for scalar in value.unicodeScalars {
            guard !current.waiting.isEmpty else { return false }
            next.clear()
            for place in current.waiting {
                steps += 1
                if case .scalars(let set) = program.instructions[place], set.contains(scalar) {
                    next.add(place + 1, &steps)
                }
            }
            swap(&current, &next)
        }
        return current.isAccepting
    }
}

/// All places in a program that the text read so far may have led to.
private struct PatternThreads {
    private let instructions: [PatternProgram.Instruction]
    /// Places that wait for a scalar, each once.
    private(set) var waiting: [Int] = []
    private(set) var isAccepting = false
    /// The round in which a place was last reached, so that clearing costs nothing.
    private var reached: [Int]
    private var round = 1
    private var pending: [Int] = []

    init(_ program: PatternProgram) {
        instructions = program.instructions
        reached = Array(repeating: 0, count: instructions.count)
    }

    mutating func clear() {
        waiting.removeAll(keepingCapacity: true)
        isAccepting = false
        round += 1
    }

    /// Follows jumps and branches; a place that was reached already is not followed again, so loops end.
    mutating func add(_ place: Int, _ steps: inout Int) {
        pending.append(place)
        while let place = pending.popLast() {
            guard reached[place] != round else { continue }
            reached[place] = round
            steps += 1
            switch instructions[place] {
            case .scalars: waiting.append(place)
            case .accept: isAccepting = true
            case .jump(let target): pending.append(target)
            case .branch(let first, let second):
                pending.append(second)
                pending.append(first)
            }
        }
    }
}

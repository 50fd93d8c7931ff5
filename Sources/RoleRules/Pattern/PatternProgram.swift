/// A pattern as instructions, a branch at a time: Thompson's construction.
///
/// - Source: Ken Thompson, "Regular Expression Search Algorithm", CACM 11 (6), 1968; Russ Cox, "Regular Expression
///   Matching: the Virtual Machine Approach".
struct PatternProgram: Sendable {
    enum Instruction: Sendable {
        /// Goes on with the next instruction when the scalar is one of these.
        case scalars(ScalarSet)
        case jump(Int)
        case branch(Int, Int)
        case accept
    }

    static let mostInstructions = 512

    private(set) var instructions: [Instruction] = []
    /// Parts written out, empty ones too: `((){100}){100}` makes few instructions and would take long to make.
    private var written = 0

    init(_ syntax: PatternSyntax) throws(PatternMistake) {
        try write(syntax)
        try append(.accept)
    }

    private mutating func append(_ instruction: Instruction) throws(PatternMistake) {
        guard instructions.count < Self.mostInstructions else { throw .tooCostly(limit: Self.mostInstructions) }
        instructions.append(instruction)
    }

    private mutating func write(_ syntax: PatternSyntax) throws(PatternMistake) {
        written += 1
        guard written <= 4 * Self.mostInstructions else { throw .tooCostly(limit: Self.mostInstructions) }
        switch syntax {
        case .scalars(let set): try append(.scalars(set))
        case .sequence(let parts):
            for part in parts { try write(part) }
        case .choice(let branches):
            var ends: [Int] = []
            for branch in branches.dropLast() {
                let fork = instructions.count
                try append(.jump(0))
                try write(branch)
                ends.append(instructions.count)
                try append(.jump(0))
                instructions[fork] = .branch(fork + 1, instructions.count)
            }
            if let last = branches.last { try write(last) }
            for end in ends { instructions[end] = .jump(instructions.count) }
        case .repeated(let part, let least, let most):
            for _ in 0..<least { try write(part) }
            guard let most else {
                let fork = instructions.count
                try append(.jump(0))
                try write(part)
                try append(.jump(fork))
                instructions[fork] = .branch(fork + 1, instructions.count)
                return
            }
            var forks: [Int] = []
            for _ in least..<most {
                forks.append(instructions.count)
                try append(.jump(0))
                try write(part)
            }
            for fork in forks { instructions[fork] = .branch(fork + 1, instructions.count) }
        }
    }
}

/// `Bool`: `true` in any case is true, and every other text is false, on both sides.
struct BoolCondition: Sendable {
    private let operands: [ValuePattern]

    init(_ values: [String], variables: Bool) throws(PolicyError) {
        var operands: [ValuePattern] = []
        for value in values {
            operands.append(try ValuePattern(value.utf8, wildcards: false, variables: variables))
        }
        self.operands = operands
    }

    func matches(_ value: [UInt8], in context: RequestContext) -> Bool {
        let value = Self.truth(value)
        return operands.contains { operand in
            operand.resolved(in: context).map { Self.truth($0.bytes) == value } ?? false
        }
    }

    static func truth(_ text: some Sequence<UInt8>) -> Bool {
        text.lazy.map(\.asciiLowercased).elementsEqual("true".utf8)
    }
}

/// One strict pass over the bytes. Safe by construction: every access goes through a bounds-checked `Span`.
struct JSONScanner {
    private(set) var nodes: [JSONDocument.Node] = []
    private var position = 0
    private let limits: JSONLimits

    init(limits: JSONLimits) {
        self.limits = limits
        nodes.reserveCapacity(48)
    }

    mutating func scan(_ input: Span<UInt8>) throws(JSONError) {
        if input.count >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF { throw .byteOrderMark }
        skipSpace(input)
        try value(input, depth: 0)
        skipSpace(input)
        guard position == input.count else { throw .trailingBytes(at: position) }
    }

    private mutating func skipSpace(_ input: Span<UInt8>) {
        while position < input.count {
            switch input[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func value(_ input: Span<UInt8>, depth: Int) throws(JSONError) {
        guard position < input.count else { throw .unexpectedEnd }
        switch input[position] {
        case UInt8(ascii: "{"): try object(input, depth: depth + 1)
        case UInt8(ascii: "["): try array(input, depth: depth + 1)
        case UInt8(ascii: "\""): try string(input)
        case UInt8(ascii: "t"): try word("true", .true, input)
        case UInt8(ascii: "f"): try word("false", .false, input)
        case UInt8(ascii: "n"): try word("null", .null, input)
        default: try number(input)
        }
    }

    // MARK: Containers

    private mutating func object(_ input: Span<UInt8>, depth: Int) throws(JSONError) {
        let index = try open(.object, depth: depth)
        skipSpace(input)
        var known: Set<[UInt8]> = []
        var count = 0
        if try !closes(UInt8(ascii: "}"), input) {
            repeat {
                count += 1
                guard count <= limits.members else { throw .tooManyMembers(limit: limits.members) }
                skipSpace(input)
                guard position < input.count else { throw .unexpectedEnd }
                guard input[position] == UInt8(ascii: "\"") else { throw .unexpectedByte(at: position) }
                let name = nodes.count
                try string(input)
                guard !isRepeated(name, within: index, count: count, known: &known, input) else {
                    throw .duplicateMember(at: Int(nodes[name].start))
                }
                skipSpace(input)
                guard position < input.count else { throw .unexpectedEnd }
                guard input[position] == UInt8(ascii: ":") else { throw .unexpectedByte(at: position) }
                position += 1
                skipSpace(input)
                try value(input, depth: depth)
            } while try continues(before: UInt8(ascii: "}"), input)
        }
        close(index)
    }

    private mutating func array(_ input: Span<UInt8>, depth: Int) throws(JSONError) {
        let index = try open(.array, depth: depth)
        skipSpace(input)
        var count = 0
        if try !closes(UInt8(ascii: "]"), input) {
            repeat {
                count += 1
                guard count <= limits.members else { throw .tooManyMembers(limit: limits.members) }
                skipSpace(input)
                try value(input, depth: depth)
            } while try continues(before: UInt8(ascii: "]"), input)
        }
        close(index)
    }

    private mutating func open(_ kind: JSONKind, depth: Int) throws(JSONError) -> Int {
        guard depth <= limits.depth else { throw .tooDeep(limit: limits.depth) }
        nodes.append(.init(kind: kind, start: UInt32(position)))
        position += 1
        return nodes.count - 1
    }

    private mutating func close(_ index: Int) {
        nodes[index].end = UInt32(position)
        nodes[index].next = UInt32(nodes.count)
    }

    private mutating func closes(_ bracket: UInt8, _ input: Span<UInt8>) throws(JSONError) -> Bool {
        guard position < input.count else { throw .unexpectedEnd }
        guard input[position] == bracket else { return false }
        position += 1
        return true
    }

    private mutating func continues(before bracket: UInt8, _ input: Span<UInt8>) throws(JSONError) -> Bool {
        skipSpace(input)
        if try closes(bracket, input) { return false }
        guard input[position] == UInt8(ascii: ",") else { throw .unexpectedByte(at: position) }
        position += 1
        return true
    }

    /// Whether an earlier member of the same object has this name, escapes decoded: `"a"` and `"\u0061"` are one name.
    ///
    /// The first few plain names are compared with each other. From the first escaped name or the seventeenth on they
    /// go into a hashed set, so that a body made of names that differ late costs no more than its length.
    private func isRepeated(
        _ name: Int, within object: Int, count: Int, known: inout Set<[UInt8]>, _ input: Span<UInt8>
    ) -> Bool {
        let candidate = nodes[name]
        var earlier = object + 1
        guard known.isEmpty, count <= 16, !candidate.escaped else {
            while known.count < count - 1 {
                known.insert(JSONString.decode(nodes[earlier], in: input))
                earlier = Int(nodes[earlier + 1].next)
            }
            return !known.insert(JSONString.decode(candidate, in: input)).inserted
        }
        while earlier < name {
            let other = nodes[earlier]
            if other.range.count == candidate.range.count,
                JSONString.equal(input, Int(other.start), Int(candidate.start), count: other.range.count)
            {
                return true
            }
            earlier = Int(nodes[earlier + 1].next)
        }
        return false
    }

    // MARK: Scalars

    private mutating func leaf(_ kind: JSONKind, _ range: Range<Int>, escaped: Bool = false) {
        nodes.append(
            .init(
                kind: kind, escaped: escaped, start: UInt32(range.lowerBound), end: UInt32(range.upperBound),
                next: UInt32(nodes.count + 1)))
    }

    private mutating func word(_ text: StaticString, _ kind: JSONKind, _ input: Span<UInt8>) throws(JSONError) {
        let start = position
        for scalar in text.description.utf8 {
            guard position < input.count else { throw .unexpectedEnd }
            guard input[position] == scalar else { throw .unexpectedByte(at: position) }
            position += 1
        }
        leaf(kind, start..<position)
    }

    private mutating func number(_ input: Span<UInt8>) throws(JSONError) {
        let start = position
        guard let end = JSONNumber.end(in: input, from: start) else { throw .malformedNumber(at: start) }
        position = end
        leaf(.number, start..<end)
    }

    private mutating func string(_ input: Span<UInt8>) throws(JSONError) {
        let start = position + 1
        let found = try JSONString.end(in: input, from: start, limit: limits.stringBytes)
        position = found.end + 1
        leaf(.string, start..<found.end, escaped: found.escaped)
    }
}

import StrictJSON

/// The parameters of a call in the AWS Query protocol, wherever they were written: in the query of the URL, in a form
/// in the body, or some here and some there.
///
/// Strict where two readers could read differently: a parameter that stands twice is refused, and so is an escape that
/// is none. `+` is a space in a form and itself in a URL, where a signature covers it as a plus.
///
/// - Source: AWS Query protocol; WHATWG URL §5.1 for the coding of forms, RFC 3986 §2 for that of URLs.
struct QueryParameters: Sendable {
    private let values: [String: String]

    static let limit = 1000

    init(query: some Collection<UInt8>, form: some Collection<UInt8>) throws(WireError) {
        var values: [String: String] = [:]
        try Self.read(query, plus: UInt8(ascii: "+"), into: &values)
        try Self.read(form, plus: UInt8(ascii: " "), into: &values)
        self.values = values
    }

    func text(_ name: String) -> String? { values[name] }

    /// The parameters as the audit keeps them, in compact JSON: without those of the protocol and of the signature.
    var recorded: String {
        var json = JSONWriter()
        json.beginObject()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) where !Self.isOfProtocol(name) {
            json.member(name, value)
        }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private static func isOfProtocol(_ name: String) -> Bool {
        ["Action", "Version"].contains(name) || name.lowercased().hasPrefix("x-amz-")
    }

    /// Whether the member is there, or members of it are.
    func contains(_ name: String) -> Bool {
        values[name] != nil || values.keys.contains { $0.hasPrefix("\(name).") }
    }

    /// A decimal number of 32 bits. A sign and leading zeros are fine, everything else is not.
    func integer(_ name: String) throws(WireError) -> Int? {
        guard let text = values[name] else { return nil }
        guard let number = Int32(text) else { throw .malformedInput }
        return Int(number)
    }

    /// `true`, `false`, `1` or `0`; everything else cannot be read.
    func boolean(_ name: String) throws(WireError) -> Bool? {
        switch values[name] {
        case nil: nil
        case "true", "1": true
        case "false", "0": false
        default: throw .malformedInput
        }
    }

    /// The members `NAME.member.1.MEMBER`, `NAME.member.2.MEMBER`, … Nil stands where a number was left out.
    func list(_ name: String, of member: String) throws(WireError) -> [String?] {
        try elements(name, behind: ".\(member)")
    }

    /// The members `NAME.member.1`, `NAME.member.2`, … An empty list is written as `NAME` alone, and nil is no list.
    func list(_ name: String) throws(WireError) -> [String?]? {
        let elements = try elements(name, behind: "")
        return elements.isEmpty && values[name] == nil ? nil : elements
    }

    /// The members `NAME.member.N.FIRST` and `NAME.member.N.SECOND`. Nil stands where a number was left out.
    func pairs(
        _ name: String, _ first: String, _ second: String
    ) throws(WireError) -> [(first: String?, second: String?)?]? {
        let firsts = try list(name, of: first)
        let seconds = try list(name, of: second)
        if firsts.isEmpty, seconds.isEmpty, values[name] == nil { return nil }
        return (0..<max(firsts.count, seconds.count)).map { index in
            let first = index < firsts.count ? firsts[index] : nil
            let second = index < seconds.count ? seconds[index] : nil
            return first == nil && second == nil ? nil : (first, second)
        }
    }

    private func elements(_ name: String, behind back: String) throws(WireError) -> [String?] {
        let front = "\(name).member."
        var found: [Int: String] = [:]
        for (key, value) in values where key.hasPrefix(front) && key.hasSuffix(back) {
            let digits = key.dropFirst(front.count).dropLast(back.count)
            // Members of the elements are no elements.
            if back.isEmpty, digits.contains(".") { continue }
            guard let index = Int32(digits), index > 0, found.updateValue(value, forKey: Int(index)) == nil else {
                throw .malformedInput
            }
        }
        var elements: [String?] = []
        for (index, value) in found.sorted(by: { $0.key < $1.key }) {
            let missing = index - elements.count - 1
            guard missing <= Self.widestGap else { throw .malformedInput }
            elements += [String?](repeating: nil, count: missing) + [value]
        }
        return elements
    }

    /// How many numbers may be left out in a row; a list is never made much longer than what was sent.
    private static let widestGap = 10

    // MARK: Reading

    /// - Parameter plus: what `+` stands for.
    private static func read(
        _ text: some Collection<UInt8>, plus: UInt8, into values: inout [String: String]
    ) throws(WireError) {
        for pair in text.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? try decode(parts[1], plus) : ""
            guard values.updateValue(value, forKey: try decode(parts[0], plus)) == nil, values.count <= limit else {
                throw .malformedInput
            }
        }
    }

    private static func decode(_ text: some Collection<UInt8>, _ plus: UInt8) throws(WireError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(plus)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal)
                else { throw .malformedInput }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformedInput }
        return text
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

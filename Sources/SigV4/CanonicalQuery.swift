/// A query string in canonical form: every name and value decoded once and encoded once with one alphabet.
///
/// All of them lie in one buffer, behind one another.
struct CanonicalQuery: Sendable {
    private var buffer: [UInt8] = []
    /// In arrival order.
    private var parameters: [Parameter] = []

    private struct Parameter {
        let name: Range<Int>
        let value: Range<Int>
    }

    init(_ query: String) {
        guard !query.isEmpty else { return }
        buffer.reserveCapacity(query.utf8.count + 32)
        for pair in Array(query.utf8).split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = append(pair[..<equals])
            let value = append(pair[equals...].dropFirst())
            parameters.append(Parameter(name: name, value: value))
        }
    }

    private mutating func append(_ text: ArraySlice<UInt8>) -> Range<Int> {
        let start = buffer.count
        if text.allSatisfy(PercentCoding.isUnreserved) {
            buffer += text
        } else {
            for byte in PercentCoding.decode(text) { PercentCoding.appendEncoded(byte, to: &buffer) }
        }
        return start..<buffer.count
    }

    /// - Parameter name: Of unreserved characters only, as it stands in canonical form.
    func has(_ name: String) -> Bool {
        parameters.contains { buffer[$0.name].elementsEqual(name.utf8) }
    }

    /// The decoded value of a parameter; of repeated ones the last.
    func value(of name: String) -> String? {
        guard let parameter = parameters.last(where: { buffer[$0.name].elementsEqual(name.utf8) }) else { return nil }
        return String(decoding: PercentCoding.decode(buffer[parameter.value]), as: UTF8.self)
    }

    /// Writes `name=value` pairs in ascending order of name, then value.
    func write(to output: inout [UInt8], omitting omitted: [String]) {
        var isFirst = true
        for parameter in parameters.sorted(by: precedes) {
            let name = buffer[parameter.name]
            if omitted.contains(where: { name.elementsEqual($0.utf8) }) { continue }
            if !isFirst { output.append(UInt8(ascii: "&")) }
            isFirst = false
            output += name
            output.append(UInt8(ascii: "="))
            output += buffer[parameter.value]
        }
    }

    /// Compares names and values apart: in joined text `=` would sort `a1` in front of `a`.
    private func precedes(_ left: Parameter, _ right: Parameter) -> Bool {
        let (leftName, rightName) = (buffer[left.name], buffer[right.name])
        if leftName.elementsEqual(rightName) {
            return buffer[left.value].lexicographicallyPrecedes(buffer[right.value])
        }
        return leftName.lexicographicallyPrecedes(rightName)
    }
}

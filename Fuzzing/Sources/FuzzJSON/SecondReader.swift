import Foundation
import FuzzSupport
import StrictJSON

/// The text as Foundation reads it.
private indirect enum Reading: Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Reading])
    case object([String: Reading])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([Reading].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: Reading].self))
        }
    }
}

/// What we accept, a lenient reader accepts too, and sees the same in it.
func checkSecondReader(of text: [UInt8], _ root: JSONNode) {
    guard isWithinItsPowers(root) else { return }
    guard let reading = try? JSONDecoder().decode(Reading.self, from: Data(text)) else {
        fatalError("a second reader refuses what the strict one takes")
    }
    demand(isSame(root, reading), "two readers see the same")
}

/// Foundation refuses numbers that are too large or too small for a `Double`, takes the zero of `0e9` for a leading one,
/// and two canonically equivalent names for one.
private func isWithinItsPowers(_ node: JSONNode) -> Bool {
    switch node.kind {
    case .number:
        let number = node.text.drop { $0 == "-" }.lowercased()
        let isNothing = number.prefix { $0 != "e" }.allSatisfy { $0 == "0" || $0 == "." }
        let size = node.number?.double.magnitude ?? .nan
        return !number.hasPrefix("0e") && size.isFinite && (isNothing || size >= .leastNormalMagnitude)
    case .array: return node.elements.allSatisfy(isWithinItsPowers)
    case .object:
        let members = Array(node.members)
        return Set(members.map(\.name)).count == members.count && members.allSatisfy { isWithinItsPowers($0.value) }
    default: return true
    }
}

private func isSame(_ node: JSONNode, _ reading: Reading) -> Bool {
    switch (node.kind, reading) {
    case (.null, .null): true
    case (.true, .bool(true)), (.false, .bool(false)): true
    case (.number, .number(let number)): node.number?.double == number
    case (.string, .string(let string)): node.string?.utf8.elementsEqual(string.utf8) ?? false
    case (.array, .array(let readings)):
        node.elements.reduce(0) { count, _ in count + 1 } == readings.count
            && zip(Array(node.elements), readings).allSatisfy { isSame($0, $1) }
    case (.object, .object(let readings)):
        Array(node.members).count == readings.count
            && node.members.allSatisfy { name, value in readings[name].map { isSame(value, $0) } ?? false }
    default: false
    }
}

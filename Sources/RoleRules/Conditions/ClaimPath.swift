import IdentityModel
import StrictJSON

/// Steps into nested claims, written like a JSON pointer: `/address/country`, `/realm_access/roles`, `/teams/*/name`.
///
/// A step names a member of an object or counts an element of an array from 0; `*` on an array is each of its elements.
///
/// - Source: RFC 6901, with `*` added.
package struct ClaimPath: Sendable, Equatable {
    /// At least one.
    package let steps: [String]

    package init(steps: [String]) {
        self.steps = steps
    }

    /// Nil for a text that is no pointer, or points at all claims at once.
    package init?(_ text: String) {
        guard text.utf8.first == UInt8(ascii: "/") else { return nil }
        var steps: [String] = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let step = Self.unescaped(part) else { return nil }
            steps.append(step)
        }
        self.steps = steps
    }

    /// `~1` is a slash and `~0` a tilde.
    private static func unescaped(_ part: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = part[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): bytes.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): bytes.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.steps.elementsEqual(right.steps) { $0.isSameBytes(as: $1) }
    }

    /// What stands there. A path through `*` finds a list, however many there are.
    func find(in claims: Claims) -> FoundValue {
        guard let first = steps.first, let root = claims[first] else { return .missing }
        var nodes = [root]
        var isList = false
        for step in steps.dropFirst() {
            if nodes.contains(where: { $0.kind == .array }), step == "*" { isList = true }
            nodes = nodes.flatMap { Self.take(step, from: $0) }
        }
        guard isList else { return FoundValue(nodes.first) }
        return nodes.isEmpty ? .missing : .list(nodes.flatMap(Self.elements))
    }

    private static func take(_ step: String, from node: JSONNode) -> [JSONNode] {
        guard node.kind == .array else { return node[step].map { [$0] } ?? [] }
        if step == "*" { return Array(node.elements) }
        guard let index = index(step) else { return [] }
        return node.elements.dropFirst(index).prefix(1).map { $0 }
    }

    /// Decimal without leading zeroes.
    private static func index(_ step: String) -> Int? {
        guard step.utf8.allSatisfy({ (0x30...0x39).contains($0) }), step == "0" || step.utf8.first != 0x30 else {
            return nil
        }
        return Int(step)
    }

    private static func elements(of node: JSONNode) -> [String?] {
        node.kind == .array ? node.elements.map(\.scalarText) : [node.scalarText]
    }
}

extension ClaimPath: CustomStringConvertible {
    package var description: String {
        steps.map { step in
            "/"
                + step.unicodeScalars.map { scalar in
                    switch scalar {
                    case "~": "~0"
                    case "/": "~1"
                    default: String(scalar)
                    }
                }.joined()
        }.joined()
    }
}

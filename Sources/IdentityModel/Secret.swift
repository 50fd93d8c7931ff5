/// A value that must not be seen: a token, a password, key material.
///
/// It decodes but never encodes, and prints, reflects and dumps as `<secret>`. Reading it takes `reveal()`, which is
/// easy to search for and should be rare.
package struct Secret<Value: Sendable>: Sendable {
    private let value: Value

    package init(_ value: Value) {
        self.value = value
    }

    package func reveal() -> Value { value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Equatable where Value == String {
    /// Takes as long for texts of one length wherever they differ, so that nobody finds a secret by the clock.
    package static func == (left: Self, right: Self) -> Bool {
        let (ours, theirs) = (left.value.utf8, right.value.utf8)
        guard ours.count == theirs.count else { return false }
        return zip(ours, theirs).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Secret: Decodable where Value: Decodable {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Value.self))
    }
}

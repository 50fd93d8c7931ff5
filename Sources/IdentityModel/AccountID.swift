/// An AWS account: twelve decimal digits.
package struct AccountID: Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    package init?(_ text: String) {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rawValue = text
    }

    package var description: String { rawValue }
}

/// A role mapping in Sluice's own form, as the text that was checked and kept. `RoleRules` reads it.
package struct OwnFormMapping: Sendable {
    /// JSON, as `RoleRules` writes it.
    package let text: String
    /// The version of the pool's role configuration that this text came with; 0 until it is kept.
    package let version: Int64

    package init(_ text: String, version: Int64 = 0) {
        self.text = text
        self.version = version
    }
}

extension OwnFormMapping: Equatable {
    /// Whether both choose the same; since when they do is no part of it.
    package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
}

extension String {
    /// Equality of bytes. `==` also holds for canonically equivalent texts, which are different claims and roles.
    func isSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    func precedesBytes(of other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

extension String {
    /// Equality of bytes. `==` also holds for canonically equivalent texts, and by that measure the Kelvin sign is a K.
    func isSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

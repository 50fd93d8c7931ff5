/// Why a published key cannot verify anything here. Names and sizes only, nothing of the key itself.
package enum KeyRefusal: Error, Equatable {
    /// A member is absent, of the wrong type, or not strict Base64URL.
    case member(String)
    case modulusSize(bits: Int)
    case evenModulus
    /// The modulus bears the mark of a generator whose keys can be factored.
    case weaklyGenerated
    /// 0, 1, even, or beyond 32 bits.
    case exponent
    /// Not one of P-256, P-384, P-521 and Ed25519.
    case curve
    case coordinateLength
    /// Not on its curve, or of small order.
    case point
    /// The library would not have it.
    case unusable
}

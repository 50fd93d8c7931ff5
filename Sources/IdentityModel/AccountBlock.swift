/// How ids of keys and principals carry their account, so that a log line or a leaked key tells whose it is.
///
/// Behind a prefix of four letters come eight digits in base 32 for half the account number plus 2³⁹, then one digit
/// whose half of the alphabet says whether the number was odd. Everything after is random.
///
/// - Source: the scheme of AWS since about 2019; the ids it hands out decode this way. Older ones do not.
enum AccountBlock {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    private static let offset: UInt64 = 0x80_0000_0000
    private static let prefixLength = 4
    private static let blockLength = 8

    /// A new id of `length` characters, at most 24.
    static func newID(
        prefix: String, account: AccountID, length: Int, using generator: inout some RandomNumberGenerator
    ) -> String {
        let number = account.rawValue.utf8.reduce(0 as UInt64) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
        var characters = Array(prefix.utf8)
        for shift in stride(from: 35, through: 0, by: -5) {
            characters.append(alphabet[Int((number / 2 + offset) >> UInt64(shift) & 31)])
        }
        var random: UInt64 = generator.next()
        let parity = number % 2 * 16
        characters.append(alphabet[Int(parity + random & 15)])
        while characters.count < length {
            random >>= 5
            characters.append(alphabet[Int(random & 31)])
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Whether every character behind the prefix is a digit of base 32.
    static func isWellFormed(_ id: String) -> Bool {
        id.utf8.dropFirst(prefixLength).allSatisfy { digit($0) != nil }
    }

    /// The account in a well-formed id; nil for ids from before the scheme.
    static func account(of id: String) -> AccountID? {
        let digits = id.utf8.dropFirst(prefixLength).prefix(blockLength + 1).compactMap(digit)
        guard digits.count == blockLength + 1 else { return nil }
        let block = digits.prefix(blockLength).reduce(0) { $0 << 5 | $1 }
        guard block >= offset else { return nil }
        let number = (block - offset) * 2 + digits[blockLength] >> 4
        let text = String(number)
        return AccountID(String(repeating: "0", count: max(0, 12 - text.utf8.count)) + text)
    }

    private static func digit(_ character: UInt8) -> UInt64? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(character - UInt8(ascii: "A"))
        case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt64(character - UInt8(ascii: "2")) + 26
        default: nil
        }
    }
}

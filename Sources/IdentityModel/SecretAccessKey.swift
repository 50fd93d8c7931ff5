/// Makes the secret half of long-term access keys.
package enum SecretAccessKey {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// 40 characters of base 64, 240 random bits.
    package static func random(using generator: inout some RandomNumberGenerator) -> Secret<String> {
        let characters = (0..<40).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] }
        return Secret(String(decoding: characters, as: UTF8.self))
    }
}

import Crypto

/// A secret access key, narrowed to one day, region and service. It signs and judges signatures; it never prints.
///
/// Deriving one costs four HMACs, so callers may keep it for as long as its scope's day and the access key live.
package struct SigningKey: Sendable {
    /// What the key is good for.
    package let scope: CredentialScope
    private let code: HMAC<SHA256>.MAC

    package init(secret: String, scope: CredentialScope) {
        self.scope = scope
        var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
        for part in [scope.date, scope.region, scope.service] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
        }
        code = HMAC<SHA256>.authenticationCode(for: Array(CredentialScope.terminator.utf8), using: key)
    }

    /// A key that nobody was given, for doing the work of a verification whose answer is no.
    static func decoy(for scope: CredentialScope) -> SigningKey {
        SigningKey(secret: "", scope: scope)
    }

    /// The 32 bytes, for a resource server that verifies on our behalf within this scope.
    package func reveal() -> [UInt8] { Array(code) }

    func signature(of canonical: CanonicalRequest, at time: SigningTime) -> [UInt8] {
        let text = stringToSign(canonical, at: time)
        return Hexadecimal.encode(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: code)))
    }

    /// Compares in constant time.
    func isValid(_ signature: [UInt8], of canonical: CanonicalRequest, at time: SigningTime) -> Bool {
        let text = stringToSign(canonical, at: time)
        return HMAC<SHA256>.isValidAuthenticationCode(
            signature, authenticating: text, using: SymmetricKey(data: code))
    }

    private func stringToSign(_ canonical: CanonicalRequest, at time: SigningTime) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(192)
        text += PresentedSignature.algorithm.utf8
        text.append(UInt8(ascii: "\n"))
        text += time.basicBytes
        text.append(UInt8(ascii: "\n"))
        text += scope.description.utf8
        text.append(UInt8(ascii: "\n"))
        text += Hexadecimal.encode(SHA256.hash(data: canonical.bytes))
        return text
    }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

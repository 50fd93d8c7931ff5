import Crypto
import SigV4

/// A signed call of GetCallerIdentity, as boto3 sends it, read and compared.
struct SignatureRate {
    private let request: SignedRequest
    private let verifier = SignatureVerifier(regions: ["us-east-1"], service: "sts")
    private let now = SigningTime(secondsSinceEpoch: 1_700_000_000)
    private let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    private let body = Array("Action=GetCallerIdentity&Version=2011-06-15".utf8)
    private let token = String(repeating: "A", count: 500)

    init() {
        request = Signer(
            accessKeyID: "ASIAQAAAAAAAABCDEFGH", secretAccessKey: secret, sessionToken: token, region: "us-east-1",
            service: "sts"
        ).sign(
            SignedRequest(
                method: "POST", path: "/", query: "",
                headers: [
                    .init("host", "localhost:8080"),
                    .init("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
                    .init("user-agent", "Boto3/1.40 md/Botocore#1.40 ua/2.1 os/linux md/arch#x86_64 lang/python#3.11"),
                ], body: .bytes(body)), at: now)
    }

    func member() throws -> String {
        let admitted = try verifier.admit(request, at: now)
        let key = SigningKey(secret: secret, scope: admitted.scope)
        try admitted.verify(under: key)
        let warm = try Rate { try verifier.admit(request, at: now).verify(under: key) }
        let cold = try Rate {
            let admitted = try verifier.admit(request, at: now)
            try admitted.verify(under: SigningKey(secret: secret, scope: admitted.scope))
        }
        return warm.member("SigV4 verifications, key at hand", against: hashes(derivations: 0)) + ", "
            + cold.member("SigV4 verifications, key derived", against: hashes(derivations: 4))
    }

    /// The hashes that no verifier can do without: body, canonical request, and the HMACs.
    private func hashes(derivations: Int) -> Rate {
        let canonical = [UInt8](repeating: 0x61, count: 900)
        let text = [UInt8](repeating: 0x62, count: 130)
        let part = Array("20231114".utf8)
        return Rate {
            keep(SHA256.hash(data: body))
            keep(SHA256.hash(data: canonical))
            var key = SymmetricKey(size: .bits256)
            for _ in 0..<derivations {
                key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: part, using: key))
            }
            keep(HMAC<SHA256>.authenticationCode(for: text, using: key))
        }
    }
}

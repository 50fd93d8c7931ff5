import Crypto
import Foundation
import IdentityModel
import Sealing

/// A person's session sealed, with its access key id and secret: what minting credentials is.
struct MintRate {
    private let seal: SessionSeal
    private let session: SealedSession
    private let now = Date(timeIntervalSince1970: 1_700_000_000)
    private let account: AccountID

    init() throws {
        guard let account = AccountID("123456789012"), let role = UniqueID("AROAQAAAAAAAABCDEFGHI"),
            let pool = IdentityPoolID("us-east-1:11111111-2222-4333-8444-555555555555"),
            let identity = IdentityID("us-east-1:66666666-7777-4888-9999-aaaaaaaaaaaa"),
            let key = RootKey(
                id: 1, secret: Secret([UInt8](repeating: 7, count: 32)), notBefore: now, sealUntil: now + 60,
                openUntil: now + 60)
        else { throw Unusable("the session") }
        self.account = account
        seal = SessionSeal(keyring: Keyring([key]), deploymentID: "123456789012")
        session = SealedSession(
            kind: .assumedRole, account: account, principalID: role, principalPath: "/", principalName: "app",
            sessionName: "CognitoIdentityCredentials", issuedAt: now, expiresAt: now + 3_600,
            federation: .init(
                provider: "cognito-identity.amazonaws.com", audience: "\(pool)", subject: "\(identity)",
                methods: ["authenticated", "accounts.google.com", "accounts.google.com:app:113350000000000000000"]),
            identity: .init(id: identity, pool: pool), principalTags: ["team": "blue"], id: UUID())
    }

    func members() throws -> String {
        var generator = SystemRandomNumberGenerator()
        let accessKeyID = AccessKeyID(.temporary, account: account, using: &generator)
        let sealed = try seal.seal(session, for: accessKeyID, at: now, using: &generator)
        let minted = try Rate {
            let id = AccessKeyID(.temporary, account: account, using: &generator)
            keep(try seal.seal(session, for: id, at: now, using: &generator).secretAccessKey.reveal())
        }
        let opened = try Rate {
            keep(try seal.open(sealed.token, for: accessKeyID, at: now).secretAccessKey().reveal())
        }
        let cipher = try encryption()
        return minted.member("sessions minted", against: cipher) + ", "
            + opened.member("sessions opened", against: cipher)
    }

    /// AES-256-GCM over as many bytes, under a key that is there already.
    private func encryption() throws -> Rate {
        let payload = session.payload
        let key = SymmetricKey(size: .bits256)
        let nonce = try AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 12))
        return try Rate { keep(try AES.GCM.seal(payload, using: key, nonce: nonce).tag) }
    }
}

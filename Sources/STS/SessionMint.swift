import IdentityModel

import struct Foundation.Date

/// Makes the credentials of every session there is. Writes nothing.
package struct SessionMint: Sendable {
    private let keys: SealingKeys
    private let deployment: String

    /// - Parameter deployment: what every session of ours is bound to.
    package init(keys: SealingKeys, deployment: String) {
        self.keys = keys
        self.deployment = deployment
    }

    struct Minted: Sendable {
        let credentials: TemporaryCredentials
        /// Per cent of the space allotted to a session token.
        let packedSize: Int
    }

    func mint(_ session: SealedSession, at now: Date) throws(STSError) -> Minted {
        var generator = SystemRandomNumberGenerator()
        let accessKeyID = AccessKeyID(.temporary, account: session.account, using: &generator)
        let seal = SessionSeal(keyring: keys.keyring, deploymentID: deployment)
        let sealed: SealedToken
        do throws(SealError) {
            sealed = try seal.seal(session, for: accessKeyID, at: now, using: &generator)
        } catch {
            switch error {
            case .tooLarge(let size): throw .packedPolicyTooLarge(percent: SealedToken.packedSize(ofToken: size))
            default: throw .notSealed(error)
            }
        }
        guard sealed.packedSize <= 100 else { throw .packedPolicyTooLarge(percent: sealed.packedSize) }
        return Minted(
            credentials: TemporaryCredentials(
                accessKeyID: accessKeyID, secretAccessKey: sealed.secretAccessKey, sessionToken: sealed.token,
                expiration: session.expiresAt),
            packedSize: sealed.packedSize)
    }
}

extension SealedToken {
    /// Session tokens of more characters than this do not fit beside other headers on their way through proxies.
    private static let allotted = 4_096

    /// How much of the space for a session token this one takes, in per cent, as `PackedPolicySize` tells it.
    var packedSize: Int { Self.packedSize(ofToken: token.reveal().utf8.count) }

    static func packedSize(ofToken characters: Int) -> Int { (characters * 100 + allotted - 1) / allotted }
}

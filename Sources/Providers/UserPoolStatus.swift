import IdentityModel
import OutboundHTTP
import StrictJSON

import struct Foundation.Date

/// Asks a user pool whether it still stands by a person to whom it once gave a token. Every answer but `active`, and
/// every failure to get one, refuses the login.
package typealias AskUserPool = @Sendable (UserPoolPerson, FetchRules, Date) async throws(LoginError) -> UserStanding

/// Whom a user pool is asked about, as the proven token has it.
package struct UserPoolPerson: Sendable, Equatable {
    /// Base URL of the API of user pools, from the descriptor.
    package var endpoint: String
    package var region: String
    package var poolID: String
    package var username: String
    package var subject: String

    package init(endpoint: String, region: String, poolID: String, username: String, subject: String) {
        self.endpoint = endpoint
        self.region = region
        self.poolID = poolID
        self.username = username
        self.subject = subject
    }
}

package enum UserStanding: String, Sendable {
    case active, disabled, deleted, signedOut
}

extension ProviderDescriptor {
    /// - Throws: `misconfigured` when the key is no user pool's or nobody said where such pools are asked, and
    ///   `claimMissing` for a token without the name under which the pool knows the person.
    func person(of key: ProviderName, in claims: Claims, subject: String) throws(LoginError) -> UserPoolPerson {
        guard let serverSideCheck, case .template(let template) = loginKey, let poolID = template.poolID(in: key) else {
            throw .misconfigured
        }
        guard let username = claims["cognito:username"]?.string, !username.isEmpty else {
            throw .claimMissing("cognito:username")
        }
        let region = String(poolID.prefix { $0 != "_" })
        return UserPoolPerson(
            endpoint: serverSideCheck.replacing("{region}", with: region), region: region, poolID: poolID,
            username: username, subject: subject)
    }
}

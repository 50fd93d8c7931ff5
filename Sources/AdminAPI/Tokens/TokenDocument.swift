import IdentityModel
import Storage
import StrictJSON

import struct Foundation.UUID

/// A bearer token as the admin API shows it: everything but the token.
enum TokenDocument {
    private static let members: [Schema.Member] = [
        .init("id", .text(.uuid)), .init("userId", .text()), .init("name", .text()),
        .init("createdAt", .text(.time)), .init("expiresAt", .text(.time)),
    ]

    static let output = Schema.named("Token", .object(members))
    static let new = Schema.named(
        "NewToken", .object(members + [.init("token", .text(), "Shown this one time.")]))

    static func writeMembers(_ token: BearerToken, to json: inout JSONWriter) {
        json.member("id", token.id.text)
        json.member("userId", token.user.rawValue)
        json.member("name", token.name)
        json.member("createdAt", RFC3339.text(token.createdAt))
        json.member("expiresAt", RFC3339.text(token.expiresAt))
    }
}

/// Bearer tokens of an account.
package struct TokenAdministration: Sendable {
    let store: BearerTokenStore
    let account: AccountID

    package init(_ store: BearerTokenStore, account: AccountID) {
        self.store = store
        self.account = account
    }
}

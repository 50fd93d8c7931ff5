import IdentityModel

import struct Foundation.Data

/// Where a list goes on: a place, sealed so that clients can neither read nor make one, and bound to the list that it
/// belongs to.
///
/// A place is a key of the last row that was seen and not a count, so a list neither repeats nor skips what was there all
/// along while rows come and go. The token survives restarts and is good on every replica.
package struct PageTokens: Sendable {
    private let masterKey: MasterKey

    package init(_ masterKey: MasterKey) {
        self.masterKey = masterKey
    }

    /// - Parameter list: names the list: the operation and everything that its rows are chosen by.
    package func seal(_ place: String, in list: String) throws(StorageError) -> String {
        let sealed = try masterKey.seal(Secret(Array(place.utf8)), for: Self.purpose(list))
        return Data(sealed).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Nil for a text that is no token of this list.
    package func open(_ token: String, in list: String) -> String? {
        let padded =
            token.replacing("-", with: "+").replacing("_", with: "/")
            + String(repeating: "=", count: (4 - token.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: padded),
            let place = try? masterKey.open(Array(bytes), for: Self.purpose(list))
        else { return nil }
        return String(validating: place.reveal(), as: UTF8.self)
    }

    private static func purpose(_ list: String) -> String { "page-token/\(list)" }
}

import IdentityModel

import struct Foundation.UUID

/// What a client quotes when it asks about a request: a random UUID, in lower case, new for every request.
package struct RequestID: Sendable, CustomStringConvertible {
    package let description: String

    package init() {
        description = UUID.random().text
    }
}

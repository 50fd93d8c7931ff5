import struct Foundation.Date

/// What a client signs its requests with until they expire.
package struct TemporaryCredentials: Sendable {
    package let accessKeyID: AccessKeyID
    package let secretAccessKey: Secret<String>
    package let sessionToken: Secret<String>
    package let expiration: Date

    package init(
        accessKeyID: AccessKeyID, secretAccessKey: Secret<String>, sessionToken: Secret<String>, expiration: Date
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

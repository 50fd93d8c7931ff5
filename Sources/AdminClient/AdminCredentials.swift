import IdentityModel

/// As whom a command speaks.
package enum AdminCredentials: Sendable {
    case bearer(Secret<String>)
    case key(id: String, secret: Secret<String>, sessionToken: Secret<String>?)
}

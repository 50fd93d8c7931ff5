import struct Foundation.Date

/// Proves the tokens of one kind of provider. It never logs, caches or stores.
package protocol LoginProvider: Sendable {
    /// - Parameters:
    ///   - login: the key and the token as they were presented.
    ///   - app: what the pool has registered under that key; empty when nothing.
    ///   - now: the time against which the token is judged.
    /// - Throws: the first check that failed. Nothing has been remembered then.
    func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin
}

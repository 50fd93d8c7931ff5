import OutboundHTTP
import WebTokens

/// What adapters need from outside themselves.
package struct AdapterEnvironment: Sendable {
    let fetch: Fetch
    let verifier: IDTokenVerifier
    let keySets: KeySetCache
    let askUserPool: AskUserPool?
    let nonce: @Sendable () -> String
    /// For everything that one login asks.
    let limit: Duration

    /// - Parameters:
    ///   - fetch: the guarded way out.
    ///   - askUserPool: asks user pools whether they still stand by a person. Nil: they cannot be asked, and logins for
    ///     which they must be are refused.
    ///   - nonce: a text that never comes twice, for OAuth 1.0a.
    ///   - limit: how long all that one login asks may take together.
    package init(
        fetch: @escaping Fetch, verifier: IDTokenVerifier, keySets: KeySetCache, askUserPool: AskUserPool? = nil,
        nonce: @escaping @Sendable () -> String = { OAuth1Signature.nonce() },
        limit: Duration = .seconds(5)
    ) {
        self.fetch = fetch
        self.verifier = verifier
        self.keySets = keySets
        self.askUserPool = askUserPool
        self.nonce = nonce
        self.limit = limit
    }
}

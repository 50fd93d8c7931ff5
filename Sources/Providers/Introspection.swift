/// How a provider is asked about tokens that only it can read.
package struct Introspection: Sendable, Equatable {
    /// Base URL of the provider's API, without a final slash.
    package var endpoint: String
    /// Whether the profile is asked for as well, to hear from a second place whose token it is.
    package var confirmsPerson: Bool
    /// Where an access token of ours travels: in a header, unless the provider wants it in the query.
    package var sendsTokenInQuery: Bool
    /// Where our app shows its own credentials, to tell whether those are wrong or the token is. Nil: that is not told.
    package var appCheckURL: String?
    /// Seconds for which a yes is remembered, and for which a no.
    package var positiveSeconds: Int
    package var negativeSeconds: Int
    /// Seconds for which a login counts at most.
    package var loginSeconds: Int

    init(endpoint: String) {
        self.endpoint = endpoint
        confirmsPerson = true
        sendsTokenInQuery = false
        positiveSeconds = 60
        negativeSeconds = 30
        loginSeconds = 3_600
    }

    /// For kinds that nobody needs to ask.
    static let none = Introspection(endpoint: "")
}

import IdentityModel
import OutboundHTTP
import StrictJSON
import WebTokens

import struct Foundation.Date

/// Asks one provider's API, and reads what it answers as strictly as a token.
struct ProviderCalls: Sendable {
    let fetch: Fetch
    let endpoint: String
    let rules: FetchRules
    /// For all calls of one login.
    private let limit: Duration
    private var deadline: ContinuousClock.Instant?
    private let patience: Patience?
    /// Whose login it is, and when it began.
    private var occasion: (app: ClientRegistration, start: Date)?

    private static let bodyLimit = 65_536

    /// - Parameter patience: learns which apps the provider wants to hear nothing of.
    init(_ descriptor: ProviderDescriptor, in environment: AdapterEnvironment, patience: Patience) {
        self.patience = patience
        fetch = environment.fetch
        limit = environment.limit
        endpoint = descriptor.introspection.endpoint
        rules = descriptor.rules
    }

    init(fetch: @escaping Fetch, endpoint: String, rules: FetchRules, limit: Duration = .seconds(5)) {
        patience = nil
        self.fetch = fetch
        self.limit = limit
        self.endpoint = endpoint
        self.rules = rules
    }

    /// The same calls, for one login, whose time begins now.
    func timed(for app: ClientRegistration, at now: Date) -> ProviderCalls {
        var calls = self
        calls.occasion = (app, now)
        calls.deadline = .now + limit
        return calls
    }

    /// The request for a path below the endpoint. Tokens belong into its query or headers, never into the path.
    func request(_ path: String, timeout: Duration = .seconds(5)) -> FetchRequest {
        var request = FetchRequest(url: endpoint + path, limit: Self.bodyLimit, timeout: timeout, rules: rules)
        request.readsRefusals = true
        return request
    }

    /// - Throws: why there is no answer that could be read: `providerUnavailable`, `providerThrottled`,
    ///   `providerProtocol`.
    func ask(_ request: FetchRequest) async throws(LoginError) -> ProviderAnswer {
        var request = request
        if let deadline { request.timeout = min(request.timeout, deadline - .now) }
        guard request.timeout > .zero else { throw .providerUnavailable }
        let document: FetchedDocument
        do throws(FetchError) { document = try await fetch(request) } catch { throw error.loginError }
        guard document.status != 429, document.status != 420 else {
            if let seconds = document.retryAfter, let occasion {
                patience?.grant(seconds, to: occasion.app, at: occasion.start)
            }
            throw .providerThrottled
        }
        guard let json = try? JSONDocument(document.body, limits: .document), json.root.kind == .object else {
            // A refusal without a reason is still one; who gave it decides what it means.
            guard document.status != 200 else { throw .providerProtocol }
            return ProviderAnswer(status: document.status, root: nil, date: document.date)
        }
        return ProviderAnswer(status: document.status, root: json.root, date: document.date)
    }
}

/// What a provider answered: 200 with an object, or a refusal.
struct ProviderAnswer: Sendable {
    let status: Int
    let root: JSONNode?
    let date: Date?

    subscript(_ name: String) -> JSONNode? { root?[name] }
}

extension JSONNode {
    /// An id of decimal digits, written as text or as a whole number, at most `limit` long. Zero names nobody.
    func digits(_ limit: Int) -> String? {
        let text = kind == .number ? self.text : string
        guard let text, (1...limit).contains(text.utf8.count), text != "0",
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return text
    }
}

extension Secret where Value == String {
    /// Whether the text could be a token of 1 to `limit` characters that are letters, digits or among `others`.
    /// Whatever else stands in it was written by somebody who wants more than to be asked about.
    func isToken(upTo limit: Int, _ others: String) -> Bool {
        let text = reveal().utf8
        return (1...limit).contains(text.count)
            && text.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: others.utf8.contains(byte)
                }
            }
    }
}

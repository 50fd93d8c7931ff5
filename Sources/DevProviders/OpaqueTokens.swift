import Synchronization

/// What a played provider keeps of a token that only it can read.
struct OpaqueToken: Sendable {
    let provider: DevProvider
    let app: String
    let user: String
    let flaw: DevFlaw?
    let issuedAt: Int64
    let expiresAt: Int64
    /// Twitter's second half.
    var secret = ""
}

/// The tokens that were minted, forgotten in the order in which they came once there are too many.
final class OpaqueTokens: Sendable {
    private struct State {
        var tokens: [String: OpaqueToken] = [:]
        var order: [String] = []
        var nonces: Set<String> = []
    }

    private let state = Mutex(State())
    private static let capacity = 10_000

    subscript(_ text: String) -> OpaqueToken? { state.withLock { $0.tokens[text] } }

    func insert(_ token: OpaqueToken, as text: String) {
        state.withLock { state in
            if state.order.count >= Self.capacity { state.tokens[state.order.removeFirst()] = nil }
            state.tokens[text] = token
            state.order.append(text)
        }
    }

    func remove(_ text: String) -> Bool { state.withLock { $0.tokens.removeValue(forKey: text) != nil } }

    /// Whether the nonce comes for the first time.
    func use(nonce: String) -> Bool {
        state.withLock { state in
            if state.nonces.count >= Self.capacity { state.nonces = [] }
            return state.nonces.insert(nonce).inserted
        }
    }

    static func randomText(_ bytes: Int = 24) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<bytes).map { _ in
            let byte = UInt8.random(in: .min ... .max, using: &generator)
            return String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16)
        }.joined()
    }
}

import HTTPAPI
import HTTPTypes
import Synchronization
import WebTokens

/// Google, Facebook, Twitter, Apple, Amazon and a user pool, played on this machine: their keys, the calls that tell
/// whose a token is, and a counter where tokens of all kinds can be had, good and bad.
///
/// For development only. Whoever reaches it is whoever they want to be, so it must never listen where others are.
package final class DevProviders: Door {
    package let clock: DevClock
    private let signed: [DevProvider: SignedTokens]
    private let tokens = OpaqueTokens()
    private let userPool: PlayedUserPool
    private let outages = Mutex<[DevProvider: DevOutage]>([:])

    package init(clock: DevClock = DevClock(), keys: DevKeys) throws(SigningKeyError) {
        self.clock = clock
        userPool = PlayedUserPool(clock: clock)
        var signed: [DevProvider: SignedTokens] = [:]
        for (provider, key) in keys.own {
            signed[provider] = try SignedTokens(provider, key: key, foreignKey: keys.foreign)
        }
        self.signed = signed
    }

    package func answer(_ request: WireRequest) async -> WireResponse {
        let call = DevCall(request)
        // A page in a browser reaches us by a name of its own that leads here, and must not have tokens.
        guard call.isAddressedToThisMachine else { return call.text("Only for this machine.", .misdirectedRequest) }
        guard let first = call.path.first else { return call.text(Self.help) }
        if first == "dev" { return control(call) }
        guard let provider = DevProvider(rawValue: first) else { return call.text("No such place.", .notFound) }
        if let outage = outages.withLock({ $0[provider] }) { return outage.answer(call) }
        return play(provider, call)
    }

    private func play(_ provider: DevProvider, _ call: DevCall) -> WireResponse {
        let path = call.path.dropFirst().joined(separator: "/")
        switch (provider, path) {
        case (.google, "oauth2/v3/certs"), (.apple, "auth/keys"), (.facebook, ".well-known/oauth/openid/jwks"),
            (.userPool, "\(DevProvider.userPoolID)/.well-known/jwks.json"):
            return call.json(String(decoding: signed[provider]?.keySet ?? [], as: UTF8.self))
        case (.facebook, _) where call.path.count == 3:
            return PlayedFacebook(tokens: tokens, clock: clock).answer(call, call.path[2])
        case (.amazon, _): return PlayedAmazon(tokens: tokens, clock: clock).answer(call, path)
        case (.twitter, "1.1/account/verify_credentials.json"):
            return PlayedTwitter(tokens: tokens, clock: clock).answer(call)
        case (.twitter, "oauth2/token"): return PlayedTwitter(tokens: tokens, clock: clock).appToken(call)
        case (.userPool, "") where call.request.method == .post: return userPool.answer(call)
        default: return call.json("{}", .notFound)
        }
    }

    // MARK: The counter

    /// Seconds that a clock can be set off by and a token can live: about a century.
    private static let reach: ClosedRange<Int64> = -3_155_760_000...3_155_760_000

    private func control(_ call: DevCall) -> WireResponse {
        // Browsers say where a POST comes from; no page has any business here.
        guard call.request.method != .post || call.header("origin") == nil else {
            return call.text("Not for pages in a browser.", .forbidden)
        }
        let provider = call["provider"].flatMap { DevProvider(rawValue: $0) }
        switch (call.request.method, call.path.dropFirst().joined(separator: "/")) {
        case (.get, "token"):
            guard let provider else { return call.text("provider: one of \(Self.names)", .badRequest) }
            return mint(provider, call)
        case (.get, "flaws"):
            let flaws = provider.map(DevFlaw.flaws) ?? DevFlaw.allCases
            return call.text(flaws.map(\.rawValue).joined(separator: "\n"))
        case (.post, "clock"):
            guard let offset = call["offset"].flatMap({ Int64($0) }), Self.reach.contains(offset) else {
                return call.text("offset: seconds ahead of the real time, at most a century", .badRequest)
            }
            clock.set(offset: offset)
            return call.text("\(clock.now)")
        case (.post, "outage"):
            guard let provider else { return call.text("provider: one of \(Self.names)", .badRequest) }
            let outage = call["kind"].flatMap { DevOutage(rawValue: $0) }
            outages.withLock { $0[provider] = outage }
            return call.text(outage?.rawValue ?? "in order")
        case (.post, "revoke"):
            let text = call["token"]?.split(separator: ";").first.map(String.init) ?? ""
            return tokens.remove(text) ? call.text("revoked") : call.text("no such token", .notFound)
        case (.post, "user"):
            guard let user = call["user"], let state = PlayedUserPool.State(rawValue: call["state"] ?? "") else {
                return call.text("user, and state: active, disabled, deleted or replaced", .badRequest)
            }
            userPool.set(user, to: state)
            return call.text(state.rawValue)
        default: return call.text("No such place.", .notFound)
        }
    }

    private func mint(_ provider: DevProvider, _ call: DevCall) -> WireResponse {
        var flaw: DevFlaw?
        let isLimited = provider == .facebook && call["kind"] == "limited-login"
        if let name = call["flaw"] {
            // Limited Login's tokens are signed like Google's.
            flaw = DevFlaw(rawValue: name).flatMap { $0.applies(to: isLimited ? .google : provider) ? $0 : nil }
            guard flaw != nil else { return call.text("flaw: see /dev/flaws?provider=…", .badRequest) }
        }
        guard let lifetime = Int64(call["lifetime"] ?? "3600"), Self.reach.contains(lifetime) else {
            return call.text("lifetime: seconds, at most a century", .badRequest)
        }
        let user = call["user"] ?? "ada"
        if provider.isSigning || isLimited, let signed = signed[provider] {
            let order = SignedTokens.Order(
                user: user, app: call["app"] ?? provider.appID, lifetime: lifetime,
                claims: call.parameters.filter { $0.key.hasPrefix("claim.") }
                    .map { (String($0.key.dropFirst("claim.".count)), $0.value) }, flaw: flaw)
            guard let token = try? signed.mint(order, at: clock.now) else {
                return call.text("could not sign", .internalServerError)
            }
            return call.text(token)
        }
        return call.text(
            mintOpaque(provider, user: user, app: call["app"] ?? provider.appID, lifetime: lifetime, flaw: flaw))
    }

    private func mintOpaque(
        _ provider: DevProvider, user: String, app: String, lifetime: Int64, flaw: DevFlaw?
    ) -> String {
        let now = clock.now
        var token = OpaqueToken(
            provider: provider, app: flaw == .otherApp ? DevProvider.foreignApp : app, user: user, flaw: flaw,
            issuedAt: now, expiresAt: flaw == .expired ? now - 1 : now + lifetime)
        let prefix = [.facebook: "EAA", .amazon: "Atza|"][provider] ?? ""
        let text = prefix + OpaqueTokens.randomText()
        if provider == .twitter { token.secret = OpaqueTokens.randomText() }
        if flaw != .unknown { tokens.insert(token, as: text) }
        switch flaw {
        case .injected: return text + "&access_token=another#"
        case .oneHalf: return text
        case .threeParts: return "\(text);\(token.secret);\(token.secret)"
        default: return provider == .twitter ? "\(text);\(token.secret)" : text
        }
    }

    private static let names = DevProvider.allCases.map(\.rawValue).joined(separator: ", ")
}

extension DevProvider {
    fileprivate var isSigning: Bool { [.google, .apple, .userPool].contains(self) }
}

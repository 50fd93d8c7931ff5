/// For whom a token must have been issued.
///
/// - Source: OpenID Connect Core 1.0 §3.1.3.7, rules 3 to 5.
package struct AudienceRule: Sendable, Hashable {
    package enum Mode: String, Sendable, Hashable {
        /// When `azp` is one of ours, `aud` may name only others: Google's tokens for a phone app name the server.
        case cognito
        /// One of ours must stand in `aud`, whatever `azp` says.
        case strict
        /// `aud` is exactly one of ours.
        case single
    }

    package var mode: Mode
    /// Foreign audiences that may stand beside ours.
    package var trusted: Set<String>

    package init(_ mode: Mode = .cognito, trusted: Set<String> = []) {
        self.mode = mode
        self.trusted = trusted
    }

    /// The one registered id for which the token was issued, or nil.
    func matching(_ audiences: [String], authorizedParty: String?, clientIDs: [String]) -> String? {
        func isOurs(_ id: String) -> Bool { clientIDs.contains { $0.isSameBytes(as: id) } }

        if mode == .single && audiences.count != 1 { return nil }
        guard let authorizedParty else { return audiences.allSatisfy(isOurs) ? audiences.first : nil }
        guard isOurs(authorizedParty) else { return nil }
        if audiences.count > 1 {
            guard audiences.allSatisfy({ isOurs($0) || isTrusted($0) }) else { return nil }
        }
        switch mode {
        case .cognito: return authorizedParty
        case .strict: return audiences.contains(where: isOurs) ? authorizedParty : nil
        case .single: return audiences.first(where: isOurs)
        }
    }

    private func isTrusted(_ audience: String) -> Bool { trusted.contains { $0.isSameBytes(as: audience) } }
}

import IdentityModel

extension JSONWebKeySet {
    /// What was found for a token.
    enum Selection {
        /// At most eight, in the order of the set; the first that verifies decides.
        case candidates([KeyMaterial])
        /// No key of that name. It may be new, so asking the issuer again can help.
        case unknown
        case refused(LoginError)
    }

    private static let tries = 8

    /// The keys that may have signed a token with this header. Never another key than the one that is named.
    func select(kid: String?, algorithm: SignatureAlgorithm, policy: TokenPolicy) -> Selection {
        guard let kid else { return anonymous(algorithm, policy) }
        var named = keys.filter { $0.isNamed(kid) }
        // INVARIANT: a key without a name answers to every name only when it is alone.
        if named.isEmpty, keys.count == 1, keys[0].id == nil { named = keys }
        guard !named.isEmpty else { return .unknown }

        let fitting = named.filter { $0.fits(algorithm) }
        guard fitting.count == 1, let material = fitting[0].material, material.key.isAdmitted(by: policy.rsaKeys) else {
            let isMeantForAnother = fitting.isEmpty && named.contains { $0.material?.key.fits(algorithm) ?? false }
            return .refused(isMeantForAnother ? .algorithmRejected : .keyRejected)
        }
        return .candidates([material])
    }

    private func anonymous(_ algorithm: SignatureAlgorithm, _ policy: TokenPolicy) -> Selection {
        let fitting = keys.filter { $0.fits(algorithm) }.compactMap(\.material)
            .filter { $0.key.isAdmitted(by: policy.rsaKeys) }
        guard (1...Self.tries).contains(fitting.count) else { return .refused(.keyUnknown) }
        return .candidates(fitting)
    }
}

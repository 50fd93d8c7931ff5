import IdentityModel
import OutboundHTTP
import WebTokens

/// Looks at a provider as a login would: the same descriptor, the same guards, the same reading of what it publishes.
package struct ProviderCheck: Sendable {
    private let fetch: Fetch
    private let trouble: @Sendable (FetchRequest) async -> FetchTrouble?

    /// - Parameter trouble: asks again to learn why a fetch failed.
    package init(fetch: @escaping Fetch, trouble: @escaping @Sendable (FetchRequest) async -> FetchTrouble?) {
        self.fetch = fetch
        self.trouble = trouble
    }

    package init(_ fetcher: HTTPFetcher) {
        self.init(
            fetch: { request throws(FetchError) in try await fetcher.fetch(request) },
            trouble: { await fetcher.trouble(with: $0) })
    }

    /// - Parameter issuer: as a pool would register it; nil for a provider whose descriptor says where it is.
    package func report(on descriptor: ProviderDescriptor, registeredAs issuer: OpenIDIssuer?) async -> ProviderReport {
        var report = ProviderReport(provider: descriptor.id)
        guard descriptor.kind.hasKeys else {
            report.note(
                "descriptor", "no-keys", "such tokens are proven by asking the provider: there are no keys to look at")
            return report
        }
        guard let place = place(of: descriptor, registeredAs: issuer, &report) else { return report }
        report.issuer = place.policy.issuer
        switch place.keys {
        case .url(let url): await inspectKeys(at: url, of: place, announced: nil, &report)
        case .discovery(let url):
            let url = url ?? DiscoveryInspection.url(of: place.policy.issuer)
            guard let document = await discovery(at: url, of: place, &report), let keys = document.keySetURL else {
                break
            }
            await inspectKeys(at: keys, of: place, announced: document.algorithms, &report)
        }
        return report
    }

    // MARK: Where

    private func place(
        of descriptor: ProviderDescriptor, registeredAs issuer: OpenIDIssuer?, _ report: inout ProviderReport
    ) -> IssuerPlace? {
        let key: ProviderName
        switch (descriptor.loginKey, issuer) {
        case (.exact(let name), nil): key = name
        case (.exact, .some):
            report.refuse("descriptor", "issuer-not-asked-for", "says itself where its issuer is")
            return nil
        case (.template, nil), (.registered, nil):
            report.refuse("descriptor", "issuer-missing", "serves many issuers: say which")
            return nil
        case (.template(let template), let issuer?):
            key = Self.key(of: issuer)
            guard template.poolID(in: key) != nil else {
                report.refuse("descriptor", "issuer-not-served", "serves issuers like https://\(template.text)")
                return nil
            }
        case (.registered, let issuer?): key = Self.key(of: issuer)
        }
        do throws(LoginError) {
            return try IssuerPlace(of: key, by: descriptor, registeredAs: issuer)
        } catch {
            report.refuse("descriptor", "issuer-malformed", "an issuer is a URL without a final slash")
            return nil
        }
    }

    private static func key(of issuer: OpenIDIssuer) -> ProviderName {
        ProviderName(issuer.url.firstRange(of: "://").map { String(issuer.url[$0.upperBound...]) } ?? issuer.url)
    }

    // MARK: Documents

    private func document(
        _ place: String, at url: String, limit: Int, _ rules: FetchRules, _ report: inout ProviderReport
    ) async -> FetchedDocument? {
        let request = FetchRequest(url: url, limit: limit, rules: rules)
        do throws(FetchError) {
            return try await fetch(request)
        } catch {
            switch error {
            case .refused(let refusal): report.refuse(place, refusal.code, "\(url.printable) \(refusal.reason)")
            case .throttled: report.refuse(place, "throttled", "\(url.printable) asks us to come back later")
            case .unavailable, .protocolViolation:
                let trouble = await trouble(request)
                report.refuse(place, trouble.code, "\(url.printable) \(trouble.reason)")
            }
            return nil
        }
    }

    private func discovery(
        at url: String, of place: IssuerPlace, _ report: inout ProviderReport
    ) async -> DiscoveryInspection? {
        report.discoveryURL = url
        let found = await document("discovery", at: url, limit: 65_536, place.rules, &report)
        guard let found else { return nil }
        let document = DiscoveryInspection(of: found.body, registeredAs: place.policy.issuer)
        document.findings(expecting: place.policy, in: &report)
        return document.error == nil ? document : nil
    }

    private func inspectKeys(
        at url: String, of place: IssuerPlace, announced: Set<SignatureAlgorithm>?, _ report: inout ProviderReport
    ) async {
        report.keySetURL = url
        let found = await document("keys", at: url, limit: 262_144, place.rules, &report)
        guard let found else { return }
        let set = KeySetInspection(of: found.body, policy: place.policy, announced: announced)
        report.keys = set.keys
        set.findings(in: &report)
    }
}

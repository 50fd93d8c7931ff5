import AdminAPI
import IdentityModel
import Providers
import WebTokens

extension IssuerReport {
    /// Looks at a registered issuer by the descriptor that its logins would be proven by.
    static func look(_ check: ProviderCheck, _ catalog: DescriptorCatalog) -> Look {
        { issuer in
            let name = OpenIDProviderName(issuer)
            for descriptor in catalog.descriptors where descriptor.loginKey == .exact(name.key) {
                return IssuerReport(await check.report(on: descriptor, registeredAs: nil))
            }
            let templated = catalog.descriptors.first { descriptor in
                guard case .template(let template) = descriptor.loginKey else { return false }
                return template.poolID(in: name.key) != nil
            }
            guard let descriptor = templated ?? catalog.descriptors.first(where: { $0.loginKey == .registered }) else {
                var report = IssuerReport(isSound: false)
                report.findings = [
                    Finding(
                        weight: "refused", place: "descriptor", code: "no-descriptor",
                        text: "no descriptor serves registered issuers")
                ]
                return report
            }
            return IssuerReport(await check.report(on: descriptor, registeredAs: issuer))
        }
    }

    private init(_ report: ProviderReport) {
        self.init(isSound: report.isSound)
        discoveryURL = report.discoveryURL
        keySetURL = report.keySetURL
        keys = report.keys.map { key in
            var names: [String] = []
            if case .used(let algorithms) = key.standing { names = algorithms.map(\.rawValue) }
            return Key(id: key.id, kind: key.kind, algorithms: names)
        }
        findings = report.findings.map {
            Finding(weight: $0.weight.rawValue, place: $0.place, code: $0.code, text: $0.text)
        }
    }
}

/// The key under which logins of an issuer come.
private struct OpenIDProviderName {
    let key: ProviderName

    init(_ issuer: OpenIDIssuer) {
        key = ProviderName(issuer.url.firstRange(of: "://").map { String(issuer.url[$0.upperBound...]) } ?? issuer.url)
    }
}

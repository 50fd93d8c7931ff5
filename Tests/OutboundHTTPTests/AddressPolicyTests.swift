import Testing

@testable import OutboundHTTP

@Suite struct `The address policy` {
    private static func rules(_ change: (inout FetchRules) -> Void) -> FetchRules {
        var rules = FetchRules()
        change(&rules)
        return rules
    }

    private static let loopback = rules { $0.allowsLoopbackHTTP = true }
    private static let listed = rules { $0.allowedPrivateHosts = ["idp.test:8443", "keycloak:8443", "[::1]:9443"] }
    private static let listedWithoutTLS = rules {
        $0.allowedPrivateHosts = ["idp.test:8443", "keycloak:8443"]
        $0.allowsPrivateHTTP = true
    }
    private static let port8443 = rules { $0.allowedPorts = [8443] }

    // MARK: The URL by itself

    @Test(arguments: [
        ("https://idp.example.com/keys", FetchRules()),
        ("https://idp.example.com:443/keys", FetchRules()),
        ("https://idp.example.com:8443/keys", port8443),
        ("https://idp.test:8443/keys", listed),
        ("https://IDP.test.:8443/keys", listed),
        ("https://keycloak:8443/keys", listed),
        ("https://[::1]:9443/keys", listed),
        ("http://127.0.0.1:5001/keys", loopback),
        ("http://[::1]:5001/keys", loopback),
        ("http://localhost:5001/keys", loopback),
        ("http://idp.localhost/keys", loopback),
        ("https://localhost:8443/keys", loopback),
        ("https://idp.example.com/keys", loopback),
        ("http://idp.test:8443/keys", listedWithoutTLS),
        ("http://keycloak:8443/keys", listedWithoutTLS),
    ])
    func `admits`(url: String, rules: FetchRules) throws {
        try rules.admit(url)
    }

    struct Offence: CustomTestStringConvertible {
        let url: String
        var rules = FetchRules()
        let refusal: FetchRefusal
        var testDescription: String { "\(url) \(refusal)" }
    }

    @Test(arguments: [
        Offence(url: "http://idp.example.com/", refusal: .schemeNotAdmitted),
        Offence(url: "http://127.0.0.1/", refusal: .schemeNotAdmitted),
        Offence(url: "http://idp.example.com/", rules: loopback, refusal: .schemeNotAdmitted),
        Offence(url: "http://10.0.0.1/", rules: loopback, refusal: .schemeNotAdmitted),
        Offence(url: "http://localhost.example.com/", rules: loopback, refusal: .schemeNotAdmitted),
        Offence(url: "http://idp.test:8443/", rules: listed, refusal: .schemeNotAdmitted),
        Offence(url: "http://idp.example.com:8443/", rules: listedWithoutTLS, refusal: .schemeNotAdmitted),
        Offence(url: "http://idp.test/", rules: listedWithoutTLS, refusal: .schemeNotAdmitted),
        Offence(url: "https://127.0.0.1/", refusal: .addressLiteral),
        Offence(url: "https://8.8.8.8/", refusal: .addressLiteral),
        Offence(url: "https://8.8.8.8/", rules: loopback, refusal: .addressLiteral),
        Offence(url: "https://[::1]/", refusal: .addressLiteral),
        Offence(url: "https://[2606:4700::1111]/", refusal: .addressLiteral),
        Offence(url: "https://[::ffff:127.0.0.1]/", refusal: .addressLiteral),
        Offence(url: "https://intranet/", refusal: .privateName),
        Offence(url: "https://localhost/", refusal: .privateName),
        Offence(url: "https://LOCALHOST./", refusal: .privateName),
        Offence(url: "https://idp.localhost/", refusal: .privateName),
        Offence(url: "https://printer.local/", refusal: .privateName),
        Offence(url: "https://metadata.google.internal/", refusal: .privateName),
        Offence(url: "https://metadata.google.internal./", refusal: .privateName),
        Offence(url: "https://router.home.arpa/", refusal: .privateName),
        Offence(url: "https://hidden.onion/", refusal: .privateName),
        Offence(url: "https://keycloak/", rules: listed, refusal: .privateName),
        Offence(url: "https://idp.example.com:8443/", refusal: .portNotAdmitted),
        Offence(url: "https://idp.example.com:80/", refusal: .portNotAdmitted),
        Offence(url: "https://idp.example.com:22/", rules: port8443, refusal: .portNotAdmitted),
        Offence(url: "https://idp.test:9443/", rules: listed, refusal: .portNotAdmitted),
        Offence(url: "https://good.example@evil.example/", refusal: .userInformation),
    ])
    func `refuses`(offence: Offence) {
        #expect(throws: offence.refusal) { try offence.rules.admit(offence.url) }
    }

    // MARK: What its host resolved to

    @Test(arguments: [
        ("https://idp.example.com/", ["93.184.216.34"], FetchRules()),
        ("https://idp.example.com/", ["93.184.216.34", "2606:4700::1111"], FetchRules()),
        ("https://idp.example.com/", ["127.0.0.1"], loopback),
        ("https://idp.test:8443/", ["10.0.0.7", "fd00::7"], listed),
        ("http://localhost:5001/", ["127.0.0.1", "::1"], loopback),
        ("http://idp.test:8443/", ["10.0.0.7", "fd00::7", "127.0.0.1"], listedWithoutTLS),
    ])
    func `admits addresses`(url: String, addresses: [String], rules: FetchRules) throws {
        try AddressPolicy(rules: rules).admit(addresses.compactMap { IPAddress($0) }, for: TargetURL(url))
    }

    @Test(arguments: [
        ("https://idp.example.com/", ["10.0.0.1"], FetchRules()),
        ("https://idp.example.com/", ["127.0.0.1"], FetchRules()),
        ("https://idp.example.com/", ["::1"], FetchRules()),
        ("https://idp.example.com/", ["::ffff:127.0.0.1"], FetchRules()),
        ("https://idp.example.com/", ["169.254.169.254"], FetchRules()),
        ("https://idp.example.com/", ["93.184.216.34", "10.0.0.1"], FetchRules()),
        ("https://idp.example.com/", ["10.0.0.1"], loopback),
        ("https://idp.test/", ["10.0.0.7"], listed),
        ("http://localhost:5001/", ["127.0.0.1", "10.0.0.1"], loopback),
        ("http://localhost:5001/", ["93.184.216.34"], loopback),
        ("http://idp.test:8443/", ["93.184.216.34"], listedWithoutTLS),
        ("http://idp.test:8443/", ["10.0.0.7", "93.184.216.34"], listedWithoutTLS),
    ])
    func `refuses addresses`(url: String, addresses: [String], rules: FetchRules) {
        #expect(throws: FetchRefusal.addressNotAdmitted) {
            try AddressPolicy(rules: rules).admit(addresses.compactMap { IPAddress($0) }, for: TargetURL(url))
        }
    }
}

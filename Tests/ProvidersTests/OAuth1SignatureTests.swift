import IdentityModel
import OutboundHTTP
import Testing

@testable import Providers

@Suite struct `A signature of OAuth 1_0a` {
    struct Vector: CustomTestStringConvertible, Sendable {
        let source: String
        let method: String
        let url: String
        let parameters: [(String, String)]
        let secrets: (String, String)
        let signature: String
        var testDescription: String { source }
    }

    private static let printer = [
        ("oauth_consumer_key", "dpf43f3p2l4k3l03"), ("oauth_signature_method", "HMAC-SHA1"),
    ]
    private static let tweet = [
        ("status", "Hello Ladies + Gentlemen, a signed OAuth request!"), ("include_entities", "true"),
        ("oauth_consumer_key", "xvz1evFS4wEEPTGEFPHBog"), ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"), ("oauth_timestamp", "1318622958"),
        ("oauth_token", "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"), ("oauth_version", "1.0"),
    ]
    private static let tweetSecrets = (
        "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw", "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"
    )

    private static let vectors = [
        Vector(
            source: "RFC 5849 §1.2, temporary credentials", method: "POST", url: "https://photos.example.net/initiate",
            parameters: printer + [
                ("oauth_timestamp", "137131200"), ("oauth_nonce", "wIjqoS"),
                ("oauth_callback", "http://printer.example.com/ready"),
            ], secrets: ("kd94hf93k423kf44", ""), signature: "74KNZJeDHnMBp0EMJ9ZHt/XKycU="),
        Vector(
            source: "RFC 5849 §1.2, token", method: "post", url: "https://photos.example.net:443/token",
            parameters: printer + [
                ("oauth_timestamp", "137131201"), ("oauth_nonce", "walatlh"), ("oauth_token", "hh5s93j4hdidpola"),
                ("oauth_verifier", "hfdp7dh39dks9884"),
            ], secrets: ("kd94hf93k423kf44", "hdhd0244k9j7ao03"), signature: "gKgrFCywp7rO0OXSjdot/IHF7IU="),
        Vector(
            source: "RFC 5849 §1.2, resource", method: "GET", url: "HTTP://Photos.Example.Net:80/photos?ignored",
            parameters: printer + [
                ("oauth_timestamp", "137131202"), ("oauth_nonce", "chapoH"), ("oauth_token", "nnch734d00sl2jdk"),
                ("file", "vacation.jpg"), ("size", "original"),
            ], secrets: ("kd94hf93k423kf44", "pfkkdhi9sl3r4s00"), signature: "MdpQcU8iPSUjWoN/UDMsK2sui9I="),
        Vector(
            source: "RFC 5849 §3.4.1.1, repeated and empty parameters", method: "POST",
            url: "http://example.com/request",
            parameters: [
                ("b5", "=%3D"), ("a3", "a"), ("c@", ""), ("a2", "r b"), ("c2", ""), ("a3", "2 q"),
                ("oauth_consumer_key", "9djdj82h48djs9d2"), ("oauth_token", "kkk9d7dh3k39sjv7"),
                ("oauth_signature_method", "HMAC-SHA1"), ("oauth_timestamp", "137131201"),
                ("oauth_nonce", "7d8f3e4a"),
            ], secrets: ("j49sk3j29djd", "dh893hdasih9"), signature: "r6/TJjbCOr97/+UU0NsvSne7s5g="),
        Vector(
            source: "Twitter's signing guide", method: "POST", url: "https://api.x.com/1.1/statuses/update.json",
            parameters: tweet, secrets: tweetSecrets, signature: "Ls93hJiZbQ3akF3HF3x1Bz8/zU4="),
        Vector(
            source: "Twitter's signing guide, older host", method: "POST",
            url: "https://api.twitter.com/1.1/statuses/update.json", parameters: tweet, secrets: tweetSecrets,
            signature: "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
        Vector(
            source: "Twitter's signing guide, oldest path", method: "POST",
            url: "https://api.twitter.com/1/statuses/update.json", parameters: tweet, secrets: tweetSecrets,
            signature: "tnnArxj06cWHq44gCs1OSKk/jLY="),
    ]

    @Test(arguments: vectors)
    func `is what is published`(vector: Vector) {
        let value = OAuth1Signature.value(
            method: vector.method, url: vector.url, parameters: vector.parameters,
            consumerSecret: Secret(vector.secrets.0), tokenSecret: Secret(vector.secrets.1))
        #expect(value == vector.signature)
    }

    @Test func `goes into a header with what it covers`() {
        var request = FetchRequest(
            url: "https://api.twitter.com/1.1/account/verify_credentials.json", limit: 1, rules: FetchRules())
        request.query = [
            .init("include_email", "true"), .init("include_entities", "false"), .init("skip_status", "true"),
        ]
        let credentials = OAuth1Signature.Credentials(
            consumerKey: "ck-EXAMPLE-0001", consumerSecret: Secret("consumerSecretExample"),
            token: "998877-UserTokenExample", tokenSecret: Secret("userSecretExample"))
        let signature = OAuth1Signature(
            of: request, by: credentials, nonce: "8b1f0c5d2e7a4f60", timestamp: 1_767_225_600)
        #expect(signature.value == "Uv2v9WrtMTpqcbuw3JfLEaj7aw4=")
        #expect(
            signature.header == #"OAuth oauth_consumer_key="ck-EXAMPLE-0001", oauth_nonce="8b1f0c5d2e7a4f60", "#
                + #"oauth_signature_method="HMAC-SHA1", oauth_timestamp="1767225600", "#
                + #"oauth_token="998877-UserTokenExample", oauth_version="1.0", "#
                + #"oauth_signature="Uv2v9WrtMTpqcbuw3JfLEaj7aw4%3D""#)
    }

    @Test func `has a nonce of its own`() {
        let nonces = (0..<100).map { _ in OAuth1Signature.nonce() }
        #expect(Set(nonces).count == 100)
    }

    @Test func `encodes as the RFC asks, and not as forms do`() {
        #expect(PercentEncoding.encode("Ladies + Gentlemen") == "Ladies%20%2B%20Gentlemen")
        #expect(PercentEncoding.encode("An encoded string!") == "An%20encoded%20string%21")
        #expect(PercentEncoding.encode("Dogs, Cats & Mice") == "Dogs%2C%20Cats%20%26%20Mice")
        #expect(PercentEncoding.encode("☃-._~") == "%E2%98%83-._~")
    }
}

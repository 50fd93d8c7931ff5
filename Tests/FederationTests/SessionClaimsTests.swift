import IdentityModel
import STS
import StrictJSON
import Testing

@testable import Federation

@Suite struct `What a token says of its session` {
    private func read(_ text: String) throws -> SessionClaims {
        try SessionClaims(Claims(JSONDocument(text, limits: .token)))
    }

    @Test(arguments: [
        #"{"https://aws.amazon.com/tags":{"principal_tags":{"Team":["a"],"site":[""]},"transitive_tag_keys":["team"]}}"#,
        #"{"https://aws.amazon.com/tags/principal_tags/Team":"a","https://aws.amazon.com/tags/principal_tags/site":"","#
            + #""https://aws.amazon.com/tags/transitive_tag_keys":["Team"]}"#,
    ])
    func `is tags in either form`(_ text: String) throws {
        let claims = try read(text)
        #expect(claims.tags.values == ["Team": "a", "site": ""])
        #expect(claims.tags.transitiveKeys == ["Team"])
    }

    @Test(arguments: [
        #""https://aws.amazon.com/tags":[]"#,
        #""https://aws.amazon.com/tags":{"principal_tags":["a"]}"#,
        #""https://aws.amazon.com/tags":{"principal_tags":{"a":"b"}}"#,
        #""https://aws.amazon.com/tags":{"principal_tags":{"a":["b","c"]}}"#,
        #""https://aws.amazon.com/tags":{"principal_tags":{"a":[]}}"#,
        #""https://aws.amazon.com/tags":{"principal_tags":{"aws:a":["b"]}}"#,
        #""https://aws.amazon.com/tags":{"principal_tags":{"a":["b"],"A":["b"]}}"#,
        #""https://aws.amazon.com/tags":{"principal_tags":{"a":["<"]}}"#,
        #""https://aws.amazon.com/tags/principal_tags/a":["b"]"#,
        #""https://aws.amazon.com/tags/principal_tags/":"b""#,
        #""https://aws.amazon.com/tags":{"transitive_tag_keys":["a"]}"#,
    ])
    func `is refused when its tags are none`(_ claim: String) {
        expectRefusal("{\(claim)}", "principal_tags passed in claim is not in correct format.")
    }

    @Test(arguments: [#""a""#, "[1]", "{}"])
    func `is refused when its transitive keys are none`(_ keys: String) {
        expectRefusal(
            #"{"https://aws.amazon.com/tags/transitive_tag_keys":\#(keys)}"#,
            "transitive_tag_keys passed in claim is not in correct format.")
    }

    @Test func `is a source identity`() throws {
        #expect(try read(#"{"https://aws.amazon.com/source_identity":"Ann@x"}"#).sourceIdentity == "Ann@x")
        #expect(try read("{}").sourceIdentity == nil)
        for text in [#""A""#, #""a b""#, "1", #""\#(String(repeating: "a", count: 65))""#] {
            expectRefusal(
                #"{"https://aws.amazon.com/source_identity":\#(text)}"#,
                "source_identity passed in claim is not in correct format.")
        }
    }

    static let one = "arn:aws:iam::123456789012:role/one"
    static let two = "arn:aws:iam::123456789012:role/path/two"

    @Test(arguments: [
        (#"["\#(one)","\#(two)"]"#, [one, two]), (#"" \#(one) ;\#(two);""#, [one, two]), (#"["x","\#(two)"]"#, [two]),
    ])
    func `is roles in either form`(_ text: String, _ roles: [String]) throws {
        #expect(try read(#"{"https://aws.amazon.com/roles":\#(text)}"#).roles == roles)
    }

    @Test func `may leave roles open`() throws {
        #expect(try read("{}").roles == nil)
        #expect(try read(#"{"https://aws.amazon.com/roles":null}"#).roles == nil)
    }

    @Test(arguments: [
        ("[]", "The roles claim contains no valid role ARNs"), (#""""#, "The roles claim contains no valid role ARNs"),
        (#"["x"]"#, "The roles claim contains no valid role ARNs"),
        ("[1]", "The roles claim is not in a supported format"), ("{}", "The roles claim is not in a supported format"),
    ])
    func `is refused when its roles are none`(_ text: String, _ message: String) {
        expectRefusal(#"{"https://aws.amazon.com/roles":\#(text)}"#, message)
    }

    @Test(arguments: [(#"["pwd","mfa"]"#, ["pwd", "mfa"]), (#""pwd""#, ["pwd"]), ("1", [])])
    func `is how they signed in`(_ text: String, _ methods: [String]) throws {
        #expect(try read(#"{"amr":\#(text)}"#).methods == methods)
    }

    private func expectRefusal(_ text: String, _ message: String) {
        let error = #expect(throws: SessionClaimsFlaw.self) { try read(text) }
        guard case .invalidToken(message)? = error?.refusal else {
            Issue.record("\(text): \(String(describing: error))")
            return
        }
    }
}

import IAMPolicy
import IdentityModel
import StrictJSON
import Testing

@testable import AdminAPI

@Suite struct PolicyReadingTests {
    private func node(_ text: String) throws -> JSONNode { try JSONDocument(text, limits: .request).root }

    private func mistakes(_ reading: PolicyReading) -> [String] {
        do throws(Problem) {
            try reading.refuse()
            return []
        } catch {
            return error.mistakes.map { mistake in
                guard case .body(let pointer) = mistake.place else { return "" }
                return "\(pointer): \(mistake.detail)"
            }
        }
    }

    private static let good = #"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#

    @Test func keepsDocumentsWithoutWhiteSpace() throws {
        var reading = PolicyReading()
        let kept = reading.managedPolicy(
            try node(#"{ "Version" : "2012-10-17", "Statement":[ \#(Self.good) ], "Id": "a \u0041 \" é" }"#),
            at: "/document")
        #expect(kept == #"{"Version":"2012-10-17","Statement":[\#(Self.good)],"Id":"a A \" é"}"#)
        #expect(mistakes(reading).isEmpty)
    }

    @Test func namesTheStatementThatIsAtFaultAlone() throws {
        var reading = PolicyReading()
        _ = reading.managedPolicy(
            try node(
                #"{"Version":"2012-10-17","Statement":[\#(Self.good),{"Effect":"Allow","Action":"s3:x","Resource":"s3"}]}"#
            ), at: "/document")
        #expect(mistakes(reading) == [#"/document/Statement/1: Resource s3 must be in ARN format or "*"."#])
    }

    @Test func namesTheDocumentWhenNoStatementIsAtFaultAlone() throws {
        var reading = PolicyReading()
        let twice = #"{"Sid":"same","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#
        _ = reading.managedPolicy(
            try node(#"{"Version":"2012-10-17","Statement":[\#(twice),\#(twice)]}"#), at: "/document")
        #expect(mistakes(reading) == ["/document: Statement IDs (SID) in a single policy must be unique."])
    }

    @Test func countsInlinePoliciesTogether() throws {
        let large = String(repeating: "x", count: 1_000)
        let policy = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:\#(large)","Resource":"*"}}"#
        var reading = PolicyReading()
        let held = reading.held(
            try node(#"{"inlinePolicies":{"a":\#(policy),"b":\#(policy)}}"#), within: .inlineOfUser("ada"))
        #expect(mistakes(reading) == ["/inlinePolicies: Maximum policy size of 2048 bytes exceeded for user ada"])
        #expect(Set(held.inline.keys) == ["a", "b"])
    }

    @Test func countsAnAttachedPolicyOnce() throws {
        let arn = "arn:aws:iam::aws:policy/AdministratorAccess"
        var reading = PolicyReading()
        let held = reading.held(
            try node(#"{"attachedPolicies":["\#(arn)","\#(arn)","nothing"]}"#), within: .inlineOfRole("r"))
        #expect(held.attached.map(\.description) == [arn])
        #expect(mistakes(reading) == ["/attachedPolicies/2: must be the ARN of a policy"])
    }
}

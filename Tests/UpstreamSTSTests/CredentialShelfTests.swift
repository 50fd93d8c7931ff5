import Foundation
import IdentityModel
import Testing

@testable import UpstreamSTS

@Suite struct `The shelf of credentials` {
    private let start = SampleAnswer.beginning
    private let wanted = UpstreamAssumption.sample()

    private func credentials(_ id: String = "KEY", lasting seconds: TimeInterval = 3_600) -> TemporaryCredentials {
        TemporaryCredentials(
            accessKeyID: AccessKeyID(foreign: id), secretAccessKey: Secret("s"), sessionToken: Secret("t"),
            expiration: start + seconds)
    }

    /// A shelf that got these at the start.
    private func shelf(_ credentials: TemporaryCredentials, chance: Double = 0) -> CredentialShelf {
        var shelf = CredentialShelf(capacity: 100)
        _ = shelf.step(for: wanted, at: start)
        shelf.land(
            .init(result: .success(.init(credentials: credentials, began: start)), attempts: 1), for: wanted,
            chance: chance, at: start)
        return shelf
    }

    private func name(_ step: CredentialShelf.Step) -> String {
        switch step {
        case .use: "use"
        case .useAndLaunch: "renew"
        case .join: "join"
        case .launch: "launch"
        case .refuse: "refuse"
        }
    }

    @Test func `has one call made for all who want the same`() {
        var shelf = CredentialShelf(capacity: 100)
        #expect(name(shelf.step(for: wanted, at: start)) == "launch")
        #expect(name(shelf.step(for: wanted, at: start)) == "join")
    }

    struct Other: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let wanted: UpstreamAssumption
    }

    static let others: [Other] = {
        var backEnd = STSBackEnd.sample()
        backEnd.endpoint = "https://other.example"
        return [
            Other(testDescription: "identity", wanted: .sample("eu-west-1:eve")),
            Other(testDescription: "back end", wanted: .sample(at: backEnd)),
            Other(testDescription: "role", wanted: .sample(roleARN: "arn:aws:iam:::role/other")),
            Other(testDescription: "duration", wanted: .sample(duration: 900)),
            Other(testDescription: "session policy", wanted: .sample(policy: "{}")),
            Other(
                testDescription: "managed session policies", wanted: .sample(policyARNs: ["arn:aws:iam::aws:policy/A"])),
            Other(testDescription: "tags", wanted: .sample(tags: ["department": "art"])),
        ]
    }()

    @Test(arguments: others) func `never gives one session's credentials for another`(other: Other) {
        var shelf = shelf(credentials())
        #expect(name(shelf.step(for: wanted, at: start)) == "use")
        #expect(name(shelf.step(for: other.wanted, at: start)) == "launch")
    }

    @Test(arguments: [(0.0, 1_440.0), (0.5, 1_800), (0.999, 2_159)])
    func `has them renewed in the background before anybody must wait`(chance: Double, due: TimeInterval) {
        var shelf = shelf(credentials(), chance: chance)
        #expect(name(shelf.step(for: wanted, at: start + due - 1)) == "use")
        #expect(name(shelf.step(for: wanted, at: start + due + 1)) == "renew")
        // One call is enough.
        #expect(name(shelf.step(for: wanted, at: start + due + 1)) == "use")
    }

    @Test func `lets people wait for new ones when a third of their life is left`() {
        var shelf = shelf(credentials())
        #expect(name(shelf.step(for: wanted, at: start + 2_400)) == "launch")
    }

    @Test func `keeps old ones for bad times, until a twelfth of their life is left`() {
        var shelf = shelf(credentials())
        #expect(shelf.kept(for: wanted, at: start + 3_299) != nil)
        #expect(shelf.kept(for: wanted, at: start + 3_300) == nil)
    }

    @Test func `believes the other clock no further than the session was to last`() {
        var shelf = shelf(credentials(lasting: 86_400))
        #expect(name(shelf.step(for: wanted, at: start + 2_400)) == "launch")
    }

    @Test func `keeps nothing that ends within a minute`() {
        var shelf = shelf(credentials(lasting: 59))
        #expect(name(shelf.step(for: wanted, at: start)) == "launch")
    }

    @Test func `takes a refusal for everybody's, for five seconds`() {
        var shelf = shelf(credentials())
        let refusal = UpstreamError.refused(.init(status: 403, code: "AccessDenied", message: ""))
        shelf.land(.init(result: .failure(refusal), attempts: 1), for: wanted, chance: 0, at: start + 1_500)
        #expect(name(shelf.step(for: wanted, at: start + 1_504)) == "refuse")
        #expect(name(shelf.step(for: wanted, at: start + 1_505)) == "launch")
        // Whoever may not any more does not live on what is left.
        #expect(shelf.kept(for: wanted, at: start + 1_505) == nil)
    }

    @Test func `keeps what it has when a call fails`() {
        var shelf = shelf(credentials())
        shelf.land(.init(result: .failure(.unavailable(nil)), attempts: 3), for: wanted, chance: 0, at: start + 1_500)
        #expect(name(shelf.step(for: wanted, at: start + 1_501)) == "renew")
    }

    @Test func `forgets what is good no more, and nothing that took its place`() {
        var shelf = shelf(credentials("NEW"))
        shelf.drop(.init(credentials: credentials("OLD"), began: start), of: wanted)
        #expect(name(shelf.step(for: wanted, at: start)) == "use")
        shelf.drop(.init(credentials: credentials("NEW"), began: start), of: wanted)
        #expect(shelf.kept(for: wanted, at: start) == nil)
        #expect(name(shelf.step(for: wanted, at: start)) == "launch")
    }

    @Test func `is bounded`() {
        var shelf = CredentialShelf(capacity: 10)
        for number in 0..<100 {
            let wanted = UpstreamAssumption.sample("eu-west-1:\(number)")
            _ = shelf.step(for: wanted, at: start)
            let made = CredentialShelf.Made(credentials: credentials(), began: start)
            shelf.land(.init(result: .success(made), attempts: 1), for: wanted, chance: 0, at: start)
        }
        let held = (0..<100).filter { shelf.kept(for: .sample("eu-west-1:\($0)"), at: start) != nil }
        #expect(held.count <= 10)
        #expect(held.contains(99))
    }

    @Test func `has so many calls under way and no more`() {
        var shelf = CredentialShelf(capacity: 10)
        for number in 0..<CredentialShelf.mostCalls {
            #expect(name(shelf.step(for: .sample("eu-west-1:\(number)"), at: start)) == "launch")
        }
        #expect(name(shelf.step(for: .sample("eu-west-1:more"), at: start)) == "refuse")
    }
}

import AccessManagement
import HTTPTypes
import IAMPolicy
import IdentityModel
import InMemoryLogging
import Logging
import NIOCore
import STS
import SigV4
import Synchronization
import TestSupport
import Testing

@testable import HTTPAPI

/// An action that writes down how far it came.
private struct Probe: IAMAction {
    static let action = "Probe"
    let steps: Steps

    func resource(_ members: IAMMembers) -> ManagedResource {
        steps.note("resource")
        return .relative("probe/\(members.text("Name") ?? "")")
    }

    func read(_ members: inout IAMMembers) throws(WireError) -> String {
        steps.note("read")
        _ = members.required("Path", .path)
        return members.required("Name", .roleName)
    }

    func run(_ name: String) async throws(AccessManagementError) {
        steps.note("run")
        if name == "full" { throw .limitExceeded(.accessKeys, limit: 2) }
    }
}

private final class Steps: Sendable {
    private let names = Mutex<[String]>([])

    func note(_ name: String) { names.withLock { $0.append(name) } }
    var all: [String] { names.withLock { $0 } }
}

@Suite struct `The door of IAM` {
    private static let namespace = "https://iam.amazonaws.com/doc/2010-05-08/"

    private func answer(
        _ form: String, _ steps: Steps, signature: STSError? = nil, permission: STSError? = nil,
        account: String = "123456789012", logger: Logger = .silent
    ) async -> (status: Int, text: String) {
        let gate = IAMGate(
            account: AccountID(account)!,
            recognise: { _, service throws(STSError) in
                steps.note("signature for \(service)")
                if let signature { throw signature }
                return Sample.caller
            },
            require: { action, resource, _, _ throws(STSError) in
                steps.note("permission for \(action) on \(resource)")
                if let permission { throw permission }
            },
            locate: { resource in
                guard case .relative(let text) = resource else { return LocatedResource(arn: "*", tags: []) }
                return LocatedResource(arn: "arn:aws:iam::123456789012:\(text)", tags: [])
            },
            onChange: { steps.note("change") })
        let door = QueryDoor(sts: [], iam: [GatedAction(inner: Probe(steps: steps), gate: gate)], logger: logger)
        let request = WireRequest(
            method: .post, target: "/", headers: [.contentType: "application/x-www-form-urlencoded"],
            body: .bytes(Array("Version=2010-05-08&\(form)".utf8)))
        let response = await door.answer(request)
        let text = String(decoding: response.body.readableBytesView, as: UTF8.self)
        return (response.status.code, text.replacing(request.id.description, with: "ID"))
    }

    private func refusal(_ code: String, _ message: String) -> String {
        #"<ErrorResponse xmlns="\#(Self.namespace)"><Error><Type>Sender</Type><Code>\#(code)</Code>"#
            + "<Message>\(message)</Message></Error><RequestId>ID</RequestId></ErrorResponse>"
    }

    @Test func `asks for signature, permission and constraints, in this order`() async {
        let steps = Steps()
        let answer = await answer("Action=Probe&Name=n&Path=/", steps)
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"<ProbeResponse xmlns="\#(Self.namespace)"><ResponseMetadata><RequestId>ID</RequestId>"#
                + "</ResponseMetadata></ProbeResponse>")
        #expect(
            steps.all == [
                "signature for iam", "resource",
                "permission for iam:Probe on arn:aws:iam::123456789012:probe/n", "read", "run",
                "change",
            ])
    }

    @Test func `writes down who called`() async throws {
        let log = InMemoryLogHandler()
        _ = await answer("Action=Probe&Name=n&Path=/", Steps(), logger: Logger(label: "door") { _ in log })
        let line = try #require(log.entries.first)
        #expect(line.metadata["action"] == "Probe")
        #expect(line.metadata["caller.arn"] == "\(Sample.caller.arn)")
    }

    @Test func `lets nobody in without a signature`() async {
        let steps = Steps()
        let answer = await answer("Action=Probe&Name=n&Path=/", steps, signature: .signatureRefused(.noSignature))
        #expect(answer.status == 403)
        #expect(
            answer.text == refusal("MissingAuthenticationToken", "Request is missing Authentication Token"))
        #expect(steps.all == ["signature for iam"])
    }

    @Test func `lets nobody of another account in, whatever they may do there`() async {
        let steps = Steps()
        let answer = await answer("Action=Probe&Name=n&Path=/", steps, account: "999999999999")
        #expect(answer.status == 403)
        #expect(answer.text.contains("<Code>AccessDenied</Code>"))
        #expect(answer.text.contains("is not authorized to perform: iam:Probe on resource: arn:aws:iam::"))
        #expect(steps.all == ["signature for iam", "resource"])
    }

    @Test func `reads nothing for somebody without permission`() async {
        let steps = Steps()
        let answer = await answer("Action=Probe", steps, permission: .accessDenied("User: a <b>"))
        #expect(answer.status == 403)
        #expect(answer.text == refusal("AccessDenied", "User: a &lt;b&gt;"))
        #expect(!steps.all.contains("read"))
    }

    @Test func `runs nothing that violates a constraint, and tells all violations`() async {
        let steps = Steps()
        let answer = await answer("Action=Probe&Path=x", steps)
        #expect(answer.status == 400)
        #expect(
            answer.text
                == refusal(
                    "ValidationError",
                    #"2 validation errors detected: Value 'x' at 'path' failed to satisfy constraint: Member must satisfy regular expression pattern: (\u002F)|(\u002F[\u0021-\u007E]+\u002F); Value null at 'name' failed to satisfy constraint: Member must not be null"#
                ))
        #expect(steps.all.last == "read")
    }

    @Test func `tells what the room refused`() async {
        let answer = await answer("Action=Probe&Name=full&Path=/", Steps())
        #expect(answer.status == 409)
        #expect(answer.text == refusal("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2"))
    }

    @Test(arguments: ["GetCallerIdentity", "CreateGroup"])
    func `knows its own actions only`(_ action: String) async {
        let answer = await answer("Action=\(action)", Steps())
        #expect(answer.status == 400)
        #expect(
            answer.text == refusal("InvalidAction", "Could not find operation \(action) for version 2010-05-08"))
    }
}

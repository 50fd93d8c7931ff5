import IdentityModel
import OutboundHTTP
import Synchronization

import struct Foundation.Date

@testable import AdminClient

/// Answers what a test wants, one answer after the other, and keeps what it was asked.
final class PlayedBroker: Sendable {
    private let state:
        Mutex<(answers: [Result<DirectAnswer, DirectFailure>], heard: [DirectRequest], pauses: [Duration])>

    init(_ answers: Result<DirectAnswer, DirectFailure>...) {
        state = Mutex((answers, [], []))
    }

    var heard: [DirectRequest] { state.withLock { $0.heard } }
    var pauses: [Duration] { state.withLock { $0.pauses } }

    func client(
        _ address: String = "http://localhost:8080", as credentials: AdminCredentials = .bearer(Secret("slt_x"))
    ) throws -> AdminClient {
        AdminClient(
            try ServerAddress(address), as: credentials, region: "eu-west-1",
            send: { request, take throws(DirectFailure) in
                let answer = self.state.withLock { state in
                    state.heard.append(request)
                    return state.answers.isEmpty ? nil : state.answers.removeFirst()
                }
                guard let answer else { throw DirectFailure(.connection, mayHaveArrived: false) }
                return try answer.get()
            }, now: { Date(timeIntervalSince1970: 1_795_850_000) },
            pause: { wait in self.state.withLock { $0.pauses.append(wait) } })
    }
}

extension Result<DirectAnswer, DirectFailure> {
    static func json(_ status: Int, _ body: String, _ headers: [FetchRequest.Field] = []) -> Self {
        .success(
            DirectAnswer(
                status: status, headers: [.init("Content-Type", "application/json")] + headers, body: Array(body.utf8)))
    }

    static func problem(
        _ status: Int, _ code: String, _ more: String = "", _ headers: [FetchRequest.Field] = []
    ) -> Self {
        .success(
            DirectAnswer(
                status: status, headers: [.init("content-type", "application/problem+json")] + headers,
                body: Array(#"{"code":"\#(code)","detail":"why","instance":"urn:uuid:r1"\#(more)}"#.utf8)))
    }

    static func failure(_ trouble: FetchTrouble, arrived: Bool) -> Self {
        .failure(DirectFailure(trouble, mayHaveArrived: arrived))
    }
}

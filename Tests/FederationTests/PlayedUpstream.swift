import Foundation
import OutboundHTTP
import Synchronization

/// An STS elsewhere that makes credentials for whoever asks, or says what a test wants it to say.
final class PlayedUpstream: Sendable {
    private struct State {
        var forms: [[String: String]] = []
        var status = 200
        var code = ""
    }

    private let state = Mutex(State())

    /// What it was asked, in order.
    var forms: [[String: String]] { state.withLock { $0.forms } }

    func refuse(with code: String, status: Int) {
        state.withLock {
            $0.code = code
            $0.status = status
        }
    }

    var fetch: Fetch {
        { request throws(FetchError) in
            let form = String(decoding: request.body, as: UTF8.self).split(separator: "&").map { member in
                let parts = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), parts[1].removingPercentEncoding ?? "")
            }
            let (status, code, number) = self.state.withLock { state in
                state.forms.append(Dictionary(form) { first, _ in first })
                return (state.status, state.code, state.forms.count)
            }
            let text =
                status == 200
                ? """
                <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>\
                <AccessKeyId>UPSTREAM\(number)</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>\
                <SessionToken>token</SessionToken>\
                <Expiration>\((Date() + 3_600).formatted(.iso8601))</Expiration></Credentials>\
                </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
                """ : "<ErrorResponse><Error><Code>\(code)</Code></Error></ErrorResponse>"
            return FetchedDocument(status: status, body: Array(text.utf8))
        }
    }
}

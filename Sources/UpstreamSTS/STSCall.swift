import IdentityModel
import OutboundHTTP

/// One call to another STS, unsigned: the token says who asks.
///
/// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`; AWS Query protocol.
struct STSCall: Sendable {
    let fetch: Fetch
    /// Whether the deployment admits plain HTTP on this machine, for development.
    let allowsLoopbackHTTP: Bool

    func assume(
        _ wanted: UpstreamAssumption, with token: Secret<String>
    ) async throws(UpstreamError) -> TemporaryCredentials {
        let document = try await document(for: wanted, with: token)
        if document.status == 429 {
            let words = UpstreamWords(status: 429, code: "TooManyRequests", message: "")
            throw .throttled(retryAfter: document.retryAfter ?? 0, words)
        }
        let answer: STSAnswer
        do throws(STSAnswerError) {
            answer = try STSAnswer(document.body)
        } catch {
            // A proxy in front that fails speaks for itself, and in no form of ours.
            guard document.status < 500 else { throw .unavailable(nil) }
            throw .unintelligible("\(error), status \(document.status)")
        }
        switch answer {
        case .credentials(let credentials) where document.status == 200: return credentials
        case .error(let code, let message) where document.status != 200:
            let words = UpstreamWords(
                status: document.status, code: Self.line(code, atMost: 64, hiding: token),
                message: Self.line(message, atMost: 256, hiding: token))
            throw words.error(retryAfter: document.retryAfter)
        default: throw .unintelligible("the answer belies its status \(document.status)")
        }
    }

    private func document(
        for wanted: UpstreamAssumption, with token: Secret<String>
    ) async throws(UpstreamError) -> FetchedDocument {
        let backEnd = wanted.backEnd
        let rules: FetchRules
        do throws(FetchRefusal) {
            rules = try backEnd.fetchRules(allowsLoopbackHTTP: allowsLoopbackHTTP)
        } catch {
            throw .misconfigured("its endpoint: \(error)")
        }
        var request = FetchRequest(
            url: backEnd.endpoint, limit: STSAnswer.limit, timeout: .seconds(backEnd.timeoutSeconds), rules: rules)
        request.method = .post
        request.headers = [
            .init("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
            .init("accept", "text/xml, application/xml"),
        ]
        request.body = Array(
            try wanted.form(with: token)
                .map { "\($0.name)=\(PercentEncoding.encode($0.value))" }.joined(separator: "&").utf8)
        request.readsRefusals = true
        request.readsFailures = true
        do throws(FetchError) {
            return try await fetch(request)
        } catch {
            switch error {
            case .refused(let refusal): throw .misconfigured("its endpoint: \(refusal)")
            case .unavailable: throw .unavailable(nil)
            case .throttled(let seconds): throw .throttled(retryAfter: seconds ?? 0, nil)
            case .protocolViolation:
                throw .unintelligible("a redirect, HTML, a compressed or too long body, or no HTTP")
            }
        }
    }

    /// A text of somebody else's that goes into a log: one line, bounded, and without anything that could be a token of
    /// ours or of theirs.
    static func line(_ text: String, atMost limit: Int, hiding token: Secret<String>) -> String {
        let plain = text.replacing(token.reveal(), with: hidden)
        let words = plain.split(separator: " ").map { word in
            longestRun(in: word) >= 40 ? hidden : String(word)
        }
        let line = words.joined(separator: " ").unicodeScalars.prefix(limit).map { (" "..."~").contains($0) ? $0 : "?" }
        return String(String.UnicodeScalarView(line))
    }

    private static let hidden = "<hidden>"

    /// How many letters and digits of base64 follow one another.
    private static func longestRun(in word: Substring) -> Int {
        var longest = 0
        var run = 0
        for byte in word.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"):
                run += 1
            default: run = 0
            }
            longest = max(longest, run)
        }
        return longest
    }
}

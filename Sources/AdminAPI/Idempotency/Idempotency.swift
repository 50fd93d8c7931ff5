import Crypto
import HTTPAPI
import HTTPTypes
import STS
import Storage
import StrictJSON

/// Runs a POST once for each key of a caller, and gives the first answer again to whoever repeats it.
///
/// What failed is forgotten, since it changed nothing. A request of which nobody knows how it ended, because the broker
/// died over it, may be made again after `IdempotencyStore.patience`.
package struct Idempotency: Sendable {
    private let store: IdempotencyStore

    package init(_ store: IdempotencyStore) {
        self.store = store
    }

    func once(
        _ key: IdempotencyKey, by caller: RecognisedCaller, _ request: WireRequest, _ body: [UInt8],
        _ work: () async throws(Problem) -> AdminAnswer
    ) async throws(Problem) -> AdminAnswer {
        let entry = IdempotencyStore.Entry(
            account: caller.account, caller: caller.userID, key: key.text,
            fingerprint: Self.fingerprint(request, body))
        let attempt: IdempotencyStore.Attempt
        switch try await Problem.storing({ () throws(StorageError) in try await store.begin(entry) }) {
        case .begun(let begun): attempt = begun
        case .underWay:
            throw Problem(
                .conflict, "request-under-way", "The first request with this Idempotency-Key is not answered yet.",
                retryAfter: 1)
        case .otherRequest:
            throw Problem(
                .unprocessableContent, "idempotency-key-reused",
                "This Idempotency-Key belongs to another request.")
        case .answered(let kept):
            guard let answer = AdminAnswer(kept: kept) else {
                throw .unavailable(because: "a kept answer cannot be read")
            }
            return answer
        }
        let answer: AdminAnswer
        do throws(Problem) {
            answer = try await work()
        } catch {
            // A refusal changed nothing. After a failure nobody knows, and the key stays taken for a while.
            if error.status.kind == .clientError { try? await store.abandon(entry, attempt) }
            throw error
        }
        try await Problem.storing { () throws(StorageError) in
            try await store.finish(entry, attempt, with: answer.kept)
        }
        return answer
    }

    private static func fingerprint(_ request: WireRequest, _ body: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Array("\(request.path)?\(request.query)\n".utf8))
        hash.update(data: body)
        return Array(hash.finalize())
    }
}

extension AdminAnswer {
    /// `[status, content type, tag, location, body]`
    fileprivate var kept: [UInt8] {
        var json = JSONWriter()
        json.beginArray()
        json.integer(Int64(status.code))
        json.strings([contentType])
        json.strings(entityTag.map { [$0.description] } ?? [])
        json.strings(location.map { [$0] } ?? [])
        json.string(String(decoding: body, as: UTF8.self))
        json.endArray()
        return json.bytes
    }

    fileprivate init?(kept: [UInt8]) {
        let limits = JSONLimits(depth: 4, members: 8, stringBytes: 8_388_608, totalBytes: 16_777_216)
        guard let root = try? JSONDocument(kept, limits: limits).root else { return nil }
        let fields = Array(root.elements)
        guard fields.count == 5, let code = fields[0].number?.integer, let body = fields[4].string else { return nil }
        self.init(status: .init(code: Int(code)), body: Array(body.utf8))
        contentType = fields[1].elements.compactMap(\.string).first ?? contentType
        entityTag = fields[2].elements.compactMap(\.string).first.map(EntityTag.init(text:))
        location = fields[3].elements.compactMap(\.string).first
    }
}

import Audit

import struct Foundation.Date

/// Keeps the decision of every exchange: of those that end well, and above all of those that do not.
package struct DecisionRecorder: Sendable {
    /// Nil keeps nothing.
    private let recorder: Recorder?

    package init(_ recorder: Recorder?) {
        self.recorder = recorder
    }

    package static let none = DecisionRecorder(nil)

    /// Room for the record is taken before anything is done, so that nothing is done that could not be recorded.
    func callAsFunction<Value, Failure: ExchangeFailure>(
        _ operation: ExchangeOperation, _ context: ExchangeContext, at now: Date,
        _ body: (inout DecisionDraft) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        var draft = DecisionDraft(operation, context, at: now)
        guard let recorder else { return try await body(&draft) }
        guard let room = await recorder.reserve() else { throw .notRecordable }
        do throws(Failure) {
            let value = try await body(&draft)
            recorder.record(draft, in: room)
            return value
        } catch {
            if error.isThrottled {
                recorder.giveBack(room)
            } else {
                draft.fail(error)
                recorder.record(draft, in: room)
            }
            throw error
        }
    }
}

import Audit

/// Has every change by an administrator in the audit: before it is made, and before what came of it is answered.
package struct ChangeLedger: Sendable {
    /// Nil keeps nothing.
    private let recorder: Recorder?

    package init(_ recorder: Recorder?) {
        self.recorder = recorder
    }

    package static let none = ChangeLedger(nil)

    func make<Answer>(
        _ change: @autoclosure () -> AdminChange, unavailable: (_ cause: String) -> WireError,
        _ run: () async throws(WireError) -> Answer
    ) async throws(WireError) -> Answer {
        try await make(change(), unavailable: unavailable, code: \.code, run)
    }

    /// - Parameters:
    ///   - unavailable: what is answered when the audit cannot be written: instead of making the change, or instead of
    ///     acknowledging it.
    ///   - code: of a refusal, for its record.
    package func make<Answer, Failure: Error>(
        _ change: @autoclosure () -> AdminChange, unavailable: (_ cause: String) -> Failure,
        code: (Failure) -> String, _ run: () async throws(Failure) -> Answer
    ) async throws(Failure) -> Answer {
        guard let recorder else { return try await run() }
        let change = change()
        do throws(RecorderError) {
            try await recorder.begin(change)
        } catch {
            throw unavailable("the change was not made, because the audit cannot be written: \(error)")
        }
        let outcome: Result<Answer, Failure>
        do throws(Failure) { outcome = .success(try await run()) } catch { outcome = .failure(error) }
        var refusal: String?
        if case .failure(let error) = outcome { refusal = code(error) }
        do throws(RecorderError) {
            try await recorder.end(change, refusal: refusal)
        } catch {
            // A refusal changed nothing, and its record follows.
            if case .success = outcome {
                throw unavailable("the change was made, and the audit cannot be written: \(error)")
            }
        }
        return try outcome.get()
    }

    /// A change that the caller may not make.
    package func refuse(_ change: @autoclosure () -> AdminChange, because code: String) {
        recorder?.refuse(change(), because: code)
    }
}

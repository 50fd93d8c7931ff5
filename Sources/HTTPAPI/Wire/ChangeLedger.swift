import Audit

/// Has every change by an administrator in the audit: before it is made, and before what came of it is answered.
struct ChangeLedger: Sendable {
    /// Nil keeps nothing.
    private let recorder: Recorder?

    init(_ recorder: Recorder?) {
        self.recorder = recorder
    }

    static let none = ChangeLedger(nil)

    /// - Parameter unavailable: what is answered when the audit cannot be written: instead of making the change, or
    ///   instead of acknowledging it.
    func make<Answer>(
        _ change: @autoclosure () -> AdminChange, unavailable: (_ cause: String) -> WireError,
        _ run: () async throws(WireError) -> Answer
    ) async throws(WireError) -> Answer {
        guard let recorder else { return try await run() }
        let change = change()
        do throws(RecorderError) {
            try await recorder.begin(change)
        } catch {
            throw unavailable("the change was not made, because the audit cannot be written: \(error)")
        }
        let outcome: Result<Answer, WireError>
        do throws(WireError) { outcome = .success(try await run()) } catch { outcome = .failure(error) }
        do throws(RecorderError) {
            try await recorder.end(change, refusal: outcome.refusal?.code)
        } catch {
            // A refusal changed nothing, and its record follows.
            if case .success = outcome {
                throw unavailable("the change was made, and the audit cannot be written: \(error)")
            }
        }
        return try outcome.get()
    }

    /// A change that the caller may not make.
    func refuse(_ change: @autoclosure () -> AdminChange, because refusal: WireError) {
        recorder?.refuse(change(), because: refusal.code)
    }
}

extension Result where Failure == WireError {
    fileprivate var refusal: WireError? { if case .failure(let error) = self { error } else { nil } }
}

import Synchronization

/// One piece of work for which several callers wait. Each may leave early by being cancelled; the work goes on for the
/// others.
package final class Flight<Value: Sendable>: Sendable {
    private struct State {
        var result: Value?
        var seats: [Int: CheckedContinuation<Value?, Never>] = [:]
        var nextSeat = 0
    }

    private let state = Mutex(State())

    package init() {}

    /// Ends the work and lets everybody go on with its result.
    package func land(_ result: Value) {
        let waiting = state.withLock { state in
            state.result = result
            defer { state.seats = [:] }
            return Array(state.seats.values)
        }
        for continuation in waiting { continuation.resume(returning: result) }
    }

    /// The result, or nil when the caller was cancelled before there was one.
    package func arrival() async -> Value? {
        let seat = state.withLock { state in
            defer { state.nextSeat += 1 }
            return state.nextSeat
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { board($0, at: seat) }
        } onCancel: {
            leave(seat)
        }
    }

    /// Who was cancelled before boarding must not sit down: `leave` found the seat empty and will not come again.
    private func board(_ continuation: CheckedContinuation<Value?, Never>, at seat: Int) {
        let (isSeated, result) = state.withLock { state -> (Bool, Value?) in
            let isSeated = state.result == nil && !Task.isCancelled
            if isSeated { state.seats[seat] = continuation }
            return (isSeated, state.result)
        }
        if !isSeated { continuation.resume(returning: result) }
    }

    private func leave(_ seat: Int) {
        state.withLock { $0.seats.removeValue(forKey: seat) }?.resume(returning: nil)
    }
}

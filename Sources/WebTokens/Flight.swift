import Synchronization

/// One piece of work for which several callers wait. Each may leave early by being cancelled; the work goes on for the
/// others.
final class Flight<Value: Sendable>: Sendable {
    private enum Progress {
        case airborne([Int: CheckedContinuation<Value?, Never>])
        case landed(Value)
    }

    private struct State {
        var progress = Progress.airborne([:])
        var nextSeat = 0
    }

    private let state = Mutex(State())

    /// Ends the work and lets everybody go on with its result.
    func land(_ value: Value) {
        let waiting: [CheckedContinuation<Value?, Never>] = state.withLock { state in
            guard case .airborne(let seats) = state.progress else { return [] }
            state.progress = .landed(value)
            return Array(seats.values)
        }
        for continuation in waiting { continuation.resume(returning: value) }
    }

    /// The result, or nil when the caller was cancelled before there was one.
    func arrival() async -> Value? {
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

    private func board(_ continuation: CheckedContinuation<Value?, Never>, at seat: Int) {
        let result: Value?? = state.withLock { state in
            switch state.progress {
            case .landed(let value): return .some(value)
            // Cancelled before boarding: `leave` found an empty seat and will not come again.
            case .airborne where Task.isCancelled: return .some(nil)
            case .airborne(var seats):
                seats[seat] = continuation
                state.progress = .airborne(seats)
                return .none
            }
        }
        if let result { continuation.resume(returning: result) }
    }

    private func leave(_ seat: Int) {
        let continuation: CheckedContinuation<Value?, Never>? = state.withLock { state in
            guard case .airborne(var seats) = state.progress else { return nil }
            defer { state.progress = .airborne(seats) }
            return seats.removeValue(forKey: seat)
        }
        continuation?.resume(returning: nil)
    }
}

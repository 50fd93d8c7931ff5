import Synchronization

/// The one place where callers and the I/O thread meet. Orders are taken in batches; the bell is rung only when the
/// thread is about to sleep, so a busy pipeline costs few system calls.
final class Mailbox: Sendable {
    enum Order: Sendable {
        case call(Call)
        case cancel(Call.ID)
        case release(Call.ID, isReusable: Bool)
    }

    fileprivate enum Phase {
        case open, closing, ended
    }

    fileprivate struct Contents {
        var orders: [Order] = []
        /// Calls taken in and not yet answered.
        var calls = 0
        var isAsleep = false
        var phase = Phase.open
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let bell = Bell()
    private let maximumCalls: Int
    private let contents = Mutex(Contents())
    private let lastID = Atomic<Call.ID>(0)

    init(maximumCalls: Int) {
        self.maximumCalls = maximumCalls
    }

    // MARK: Callers

    func newID() -> Call.ID {
        lastID.wrappingAdd(1, ordering: .relaxed).newValue
    }

    func perform(
        _ command: Call.Command, on place: Call.Place, until deadline: ContinuousClock.Instant, id: Call.ID? = nil,
        isCancellable: Bool = true
    ) async throws(PostgresError) -> PostgresRows {
        let id = id ?? newID()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let call = Call(id: id, command: command, place: place, deadline: deadline, waiter: waiter)
                if let refusal = submit(call, isCancellable: isCancellable) {
                    waiter.resume(returning: .failure(refusal))
                }
            }
        } onCancel: {
            if isCancellable { post(.cancel(id)) }
        }
        return try outcome.get()
    }

    func release(_ lease: Call.ID, isReusable: Bool) {
        post(.release(lease, isReusable: isReusable))
    }

    func close() {
        let mustRing = contents.withLock { contents in
            if contents.phase == .open { contents.phase = .closing }
            return contents.wake()
        }
        if mustRing { bell.ring() }
    }

    func closeAndWait() async {
        await withCheckedContinuation { closer in
            let hasEnded = contents.withLock { contents in
                guard contents.phase != .ended else { return true }
                contents.closers.append(closer)
                return false
            }
            if hasEnded { closer.resume() } else { close() }
        }
    }

    /// INVARIANT: asks for cancellation inside the lock. A task cancelled before that is refused here; one cancelled
    /// later posts its `.cancel` behind the call, where the I/O thread finds it.
    private func submit(_ call: Call, isCancellable: Bool) -> PostgresError? {
        let refusal: PostgresError?
        let mustRing: Bool
        (refusal, mustRing) = contents.withLock { contents in
            if isCancellable, Task.isCancelled { return (.cancelled(mayHaveExecuted: false), false) }
            if let refusal = contents.refusal(of: call, maximumCalls: maximumCalls) { return (refusal, false) }
            contents.calls += 1
            contents.orders.append(.call(call))
            return (nil, contents.wake())
        }
        if mustRing { bell.ring() }
        return refusal
    }

    private func post(_ order: Order) {
        let mustRing = contents.withLock { contents in
            guard contents.phase != .ended else { return false }
            contents.orders.append(order)
            return contents.wake()
        }
        if mustRing { bell.ring() }
    }

    // MARK: The I/O thread

    /// Everything that has arrived, and whether the client is to close.
    func take() -> (orders: [Order], isClosing: Bool) {
        contents.withLock { contents in
            contents.isAsleep = false
            let orders = contents.orders
            contents.orders = []
            return (orders, contents.phase == .closing)
        }
    }

    /// False when something arrived in the meantime: then the thread must not sleep.
    func prepareToSleep() -> Bool {
        contents.withLock { contents in
            contents.isAsleep = contents.orders.isEmpty
            return contents.isAsleep
        }
    }

    /// Resumes callers, a burst at a time.
    func answer(_ answers: [(waiter: Call.Waiter, outcome: Call.Outcome)]) {
        contents.withLock { $0.calls -= answers.count }
        for (waiter, outcome) in answers { waiter.resume(returning: outcome) }
    }

    /// The last word of the I/O thread: from here on nothing is taken in.
    func end() {
        let (orders, closers) = contents.withLock { contents in
            contents.phase = .ended
            defer { contents.orders = [] }
            return (contents.orders, contents.closers)
        }
        for case .call(let call) in orders { call.waiter?.resume(returning: .failure(.closed)) }
        for closer in closers { closer.resume() }
    }
}

extension Mailbox.Contents {
    /// Whether the bell must be rung: once per sleep.
    fileprivate mutating func wake() -> Bool {
        defer { isAsleep = false }
        return isAsleep
    }

    /// A lease may finish what it has begun, also while the client is closing or overloaded.
    fileprivate func refusal(of call: Call, maximumCalls: Int) -> PostgresError? {
        switch (phase, call.place) {
        case (.ended, _): .closed
        case (_, .lease): nil
        case (.closing, _): .closed
        case (.open, _): calls < maximumCalls ? nil : .overloaded
        }
    }
}

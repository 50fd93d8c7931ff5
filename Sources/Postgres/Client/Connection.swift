import DequeModule

/// One connection in pipeline mode: which calls are on their way there, in order, and what their results mean.
///
/// Confined to the I/O thread. A call is one unit `[PREPARE] EXECUTE SYNC`; the sync ends the unit's transaction, so a
/// failure harms no other call, and nothing is committed – or acknowledged – before it.
final class Connection {
    /// What became of a call.
    enum Finding {
        case answered(Call, Result<PostgresRows, ServerFailure>)
        /// The connection ended first.
        case lost(Call)
    }

    /// One call on its way.
    private struct Exchange {
        enum Stage {
            case preparing, executing, syncing, script
        }

        var call: Call
        var stage: Stage
        var result: Result<PostgresRows, ServerFailure> = .success(.none)
    }

    /// The call at the head that nobody waits for.
    private struct Stall {
        let call: Call.ID
        let since: ContinuousClock.Instant
        var isCancelled = false
    }

    private let handle: ConnectionHandle
    private var exchanges: Deque<Exchange> = []
    private var prepared: Set<Statement> = []
    private var stall: Stall?
    private var cancelRequest: CancelRequest?
    private(set) var isBlocked = false
    /// False once the connection has ended.
    private(set) var isAlive = true
    /// True when it is to be closed as soon as nothing is on its way.
    var isRetired = false
    /// Whether a statement of this connection was ever cancelled: another one may have been hit.
    private(set) var wasCancelled = false

    init(_ handle: consuming ConnectionHandle) {
        self.handle = handle
    }

    var socket: Int32 { handle.socket }
    var count: Int { exchanges.count }
    /// Nothing is on its way, and no late cancellation can hit what is sent next.
    var isQuiet: Bool { exchanges.isEmpty && cancelRequest?.isFinished != false }
    var isInTransaction: Bool { !handle.isIdle }

    // MARK: Sending

    /// Hands a call to libpq. A connection that cannot take it has ended; the call counts as on its way all the same.
    func send(_ call: Call) {
        var call = call
        call.sends += 1
        call.mayHaveExecuted = true
        switch call.command {
        case .statement(let statement, let parameters):
            let isNew = prepared.insert(statement).inserted
            exchanges.append(Exchange(call: call, stage: isNew ? .preparing : .executing))
            let isSent =
                (!isNew || handle.sendPrepare(statement)) && handle.sendExecute(statement, parameters)
                && handle.sendSync()
            isAlive = isAlive && isSent
        case .script(let sql):
            // Only the simple protocol takes several statements, and it does not pipeline. A lease sends one call
            // after the other, so there is nothing to wait for.
            exchanges.append(Exchange(call: call, stage: .script))
            let isSent = exchanges.count == 1 && handle.exitPipelineMode() && handle.sendScript(sql)
            isAlive = isAlive && isSent
        }
    }

    func flush() {
        guard isAlive else { return }
        switch handle.flush() {
        case .done: isBlocked = false
        case .blocked: isBlocked = true
        case .failed: isAlive = false
        }
    }

    // MARK: Receiving

    /// Reads what has arrived. When the connection turns out to have ended, everything that was on its way is lost.
    func receive(_ found: (Finding) -> Void) {
        // What was read before the end of the stream still counts.
        let isOpen = handle.receive()
        readAnswers(found)
        isAlive = isAlive && isOpen && handle.isAlive
        if !isAlive { giveUp(found) }
    }

    /// Declares the connection ended.
    func giveUp(_ found: (Finding) -> Void) {
        isAlive = false
        while let exchange = exchanges.popFirst() { found(.lost(exchange.call)) }
    }

    private func readAnswers(_ found: (Finding) -> Void) {
        var silences = 0
        while isAlive, !exchanges.isEmpty, silences < 2, !handle.isBusy {
            guard let answer = handle.nextAnswer() else {
                silences += 1
                if exchanges[0].stage == .script, isAlive { finishScript(found) }
                continue
            }
            silences = 0
            switch answer {
            case .rows(let rows): accept(rows)
            case .failure(let failure): accept(failure)
            case .skipped: exchanges[0].stage = .syncing
            case .synced: finish(found)
            }
        }
    }

    private func accept(_ rows: PostgresRows) {
        switch exchanges[0].stage {
        case .preparing: exchanges[0].stage = .executing
        case .executing:
            exchanges[0].stage = .syncing
            exchanges[0].result = .success(rows)
        case .script, .syncing: break
        }
    }

    private func accept(_ failure: ServerFailure) {
        if failure.sqlState == nil || failure.isFatal {
            loseSession(because: failure)
        } else {
            if exchanges[0].stage == .preparing { forgetStatement(of: exchanges[0].call) }
            if exchanges[0].stage != .script { exchanges[0].stage = .syncing }
            exchanges[0].result = .failure(failure)
        }
    }

    /// The session is over. When the server itself says so, it tells where it stopped: calls are executed in order, so
    /// whatever has not been executed by now never will be. Only a call that may have come to a commit stays uncertain,
    /// which on a lease may be a `COMMIT`.
    private func loseSession(because failure: ServerFailure) {
        isAlive = false
        guard failure.isFatal, failure.sqlState != nil else { return }
        for index in exchanges.indices {
            let mayHaveCommitted = index == 0 && (exchanges[0].stage == .syncing || exchanges[0].call.isLeased)
            if !mayHaveCommitted { exchanges[index].call.mayHaveExecuted = false }
        }
    }

    private func finish(_ found: (Finding) -> Void) {
        guard let exchange = exchanges.popFirst() else { return }
        if case .failure(let failure) = exchange.result, failure.isUnknownStatement {
            forgetStatement(of: exchange.call)
        }
        found(.answered(exchange.call, exchange.result))
    }

    private func finishScript(_ found: (Finding) -> Void) {
        finish(found)
        isAlive = handle.enterPipelineMode()
    }

    private func forgetStatement(of call: Call) {
        if case .statement(let statement, _) = call.command { prepared.remove(statement) }
    }

    // MARK: Calls that nobody waits for

    /// Takes the waiters of those calls that match, for the caller to answer.
    func abandon(where isOver: (Call) -> Bool, _ answer: (Call.Waiter, Call) -> Void) {
        for index in exchanges.indices where isOver(exchanges[index].call) {
            guard let waiter = exchanges[index].call.waiter else { continue }
            answer(waiter, exchanges[index].call)
            exchanges[index].call.waiter = nil
        }
    }

    /// Sees to it that an abandoned call does not hold up the others for long: first it is cancelled on the server,
    /// and if that does not help the connection is given up.
    ///
    /// - Returns: when to look again; nil when nothing stalls.
    func relieve(
        _ configuration: PostgresConfiguration, at now: ContinuousClock.Instant,
        cancel: (consuming CancelHandle) -> CancelRequest?
    ) -> ContinuousClock.Instant? {
        guard isAlive, let head = exchanges.first, head.call.waiter == nil else {
            stall = nil
            return nil
        }
        if stall?.call != head.call.id { stall = Stall(call: head.call.id, since: now) }
        guard let stall else { return nil }
        let cancelAt = stall.since + configuration.cancelGrace
        let dropAt = cancelAt + configuration.dropGrace
        if now >= dropAt {
            isAlive = false
            return nil
        }
        if now >= cancelAt, !stall.isCancelled, cancelRequest?.isFinished != false {
            self.stall?.isCancelled = true
            if let handle = handle.makeCancelHandle(), let request = cancel(handle) {
                cancelRequest = request
                wasCancelled = true
            }
        }
        return now >= cancelAt ? dropAt : cancelAt
    }
}

extension PostgresRows {
    fileprivate static let none = PostgresRows(affected: 0, isRollback: false, table: .empty)
}

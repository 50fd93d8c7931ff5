import DequeModule
import Logging

/// Making connections, handing calls to them, and what follows from their answers.
extension Driver {
    // MARK: Connecting

    func connectSlots() {
        for slot in slots {
            if case .connecting(let attempt) = slot.state { finish(attempt, of: slot) }
            if case .open(let connection) = slot.state, !connection.isAlive { lose(slot, connection) }
        }
        for slot in shared where slot.isEmpty && now >= slot.nextAttempt { connect(slot) }
        connectForLeases()
    }

    /// Opens as many connections as there are leases waited for, beyond those that are free or on their way.
    private func connectForLeases() {
        let available = exclusive.count { $0.lease == nil && !$0.isEmpty }
        let wanted = exclusive.lazy.filter { $0.isEmpty && $0.lease == nil && self.now >= $0.nextAttempt }
        for slot in wanted.prefix(max(0, waitingForLease.count - available)) { connect(slot) }
    }

    private func connect(_ slot: Slot) {
        slot.state = .connecting(.start(configuration) { [mailbox] in mailbox.bell.ring() })
    }

    private func finish(_ attempt: ConnectAttempt, of slot: Slot) {
        switch attempt.take() {
        case nil: break
        case .connected(let handle):
            connectFailure = nil
            slot.state = .open(Connection(handle))
        case .failed(let error):
            if connectFailure != error {
                logger.warning("no connection to the database", metadata: ["reason": "\(error)"])
            }
            connectFailure = error
            slot.backOff(configuration, at: now)
        }
    }

    // MARK: Sending

    /// Hands waiting calls to connections: the least busy one first, and never so many that a lost connection would
    /// leave many calls uncertain.
    func dispatch() {
        grantLeases()
        while let connection = leastBusy, let call = waitingForShared.popFirst() { connection.send(call) }
        for slot in slots { slot.connection?.flush() }
    }

    private var leastBusy: Connection? {
        var best: Connection?
        for slot in shared {
            guard let connection = slot.connection, !connection.isRetired else { continue }
            if connection.count < best?.count ?? Self.maximumOnTheWay { best = connection }
        }
        return best
    }

    // MARK: Receiving

    func receive(_ slot: Slot, _ connection: Connection) {
        connection.receive { settle($0, slot, connection) }
        if !connection.isAlive || connection.isRetired && connection.isQuiet { lose(slot, connection) }
    }

    private func lose(_ slot: Slot, _ connection: Connection) {
        connection.giveUp { settle($0, slot, connection) }
        slot.backOff(configuration, at: now)
        logger.info("a connection to the database has ended", metadata: ["deliberately": "\(connection.isRetired)"])
    }

    private func settle(_ finding: Connection.Finding, _ slot: Slot, _ connection: Connection) {
        switch finding {
        case .answered(let call, .success(let rows)):
            slot.recover()
            answer(call, .success(rows))
        case .answered(let call, .failure(let failure)):
            if failure.isReadOnly || failure.isStalePlan { connection.isRetired = true }
            if mustSendAgain(call, after: failure, on: connection) {
                var call = call
                call.mayHaveExecuted = false  // it has been rolled back
                sendAgain(call, from: slot)
            } else {
                report(failure, of: call)
                answer(call, .failure(failure.error))
            }
        case .lost(let call):
            let isSafe = !call.mayHaveExecuted || (call.isRepeatable && call.sends == 1)
            if isSafe, canBeSentAgain(call) {
                sendAgain(call, from: slot)
            } else {
                answer(call, .failure(.connectionLost(mayHaveExecuted: call.mayHaveExecuted)))
            }
        }
    }

    /// Failures that say nothing about the call itself.
    private func mustSendAgain(_ call: Call, after failure: ServerFailure, on connection: Connection) -> Bool {
        let isBystander =
            failure.isUnknownStatement || failure.isStalePlan || failure.isCancellation && connection.wasCancelled
        return isBystander && canBeSentAgain(call)
    }

    private func canBeSentAgain(_ call: Call) -> Bool {
        !call.isLeased && call.waiter != nil && call.sends < Self.maximumSends && call.deadline > now
    }

    /// Goes to the front: it has waited once already.
    private func sendAgain(_ call: Call, from slot: Slot) {
        if case .newLease = call.place {
            slot.lease = nil
            waitingForLease.prepend(call)
        } else {
            waitingForShared.prepend(call)
        }
    }

    /// A statement that the server does not understand is a mistake of ours, and nothing but the log can tell it.
    private func report(_ failure: ServerFailure, of call: Call) {
        guard let mistake = failure.mistake else { return }
        logger.error(
            "the database refuses a statement",
            metadata: ["statement": "\(call.name)", "sqlstate": "\(failure.sqlState ?? "")", "reason": "\(mistake)"])
    }

    // MARK: Stalled connections

    /// - Returns: when the next connection needs care.
    func relieveConnections() -> ContinuousClock.Instant? {
        cancelRequests.removeAll(where: \.isFinished)
        var wakeUp: ContinuousClock.Instant?
        for slot in slots {
            if case .open(let connection) = slot.state {
                let next = connection.relieve(configuration, at: now, cancel: startCancelling)
                if !connection.isAlive { lose(slot, connection) }
                if let next { wakeUp = min(wakeUp ?? next, next) }
            }
            if slot.isEmpty, slot.nextAttempt > now { wakeUp = min(wakeUp ?? slot.nextAttempt, slot.nextAttempt) }
        }
        return wakeUp
    }

    private func startCancelling(_ handle: consuming CancelHandle) -> CancelRequest? {
        guard cancelRequests.count < Self.maximumCancelRequests else { return nil }
        let request = CancelRequest.start(handle) { [mailbox] in mailbox.bell.ring() }
        cancelRequests.append(request)
        return request
    }
}

import DequeModule
import Foundation
import Logging

/// The I/O thread of one client: owns every connection and does one thing after the other, so that nothing here needs
/// a lock. A turn takes the batch of orders that has arrived, reads and writes what can be read and written without
/// waiting, answers callers in a burst, and sleeps until something happens or the next deadline.
final class Driver {
    /// Calls per connection on their way at once; the rest stays here, where it is known not to have been executed.
    static let maximumOnTheWay = 256
    /// How often one call is handed to a connection in all.
    static let maximumSends = 4
    /// Threads that cancel statements at the same time.
    static let maximumCancelRequests = 4

    let configuration: PostgresConfiguration
    let mailbox: Mailbox
    let logger: Logger
    var now = ContinuousClock.now
    /// For single statements; always connected when possible.
    let shared: [Slot]
    /// For leases; connected when needed.
    let exclusive: [Slot]
    /// Both kinds.
    let slots: [Slot]
    var waitingForShared: Deque<Call> = []
    var waitingForLease: Deque<Call> = []
    var answers: [(waiter: Call.Waiter, outcome: Call.Outcome)] = []
    var cancelRequests: [CancelRequest] = []
    /// Why the last attempt to connect failed; nil after one that worked.
    var connectFailure: PostgresError?
    /// INVARIANT: no later than the earliest deadline of the calls that somebody waits for.
    private var nextDeadline: ContinuousClock.Instant?
    private var closeBy: ContinuousClock.Instant?

    static func start(_ configuration: PostgresConfiguration, _ mailbox: Mailbox, _ logger: Logger) {
        let thread = Thread { Driver(configuration, mailbox, logger).run() }
        thread.name = "postgres"
        thread.start()
    }

    private init(_ configuration: PostgresConfiguration, _ mailbox: Mailbox, _ logger: Logger) {
        self.configuration = configuration
        self.mailbox = mailbox
        self.logger = logger
        shared = (0..<configuration.connections).map { [now] _ in Slot(at: now) }
        exclusive = (0..<configuration.transactionConnections).map { [now] _ in Slot(at: now) }
        slots = shared + exclusive
    }

    private func run() {
        while true {
            let (orders, isClosing) = mailbox.take()
            now = .now
            for order in orders { obey(order) }
            if isClosing, closeBy == nil { closeBy = now + configuration.drainTimeout }
            cleanReleased()
            connectSlots()
            dispatch()
            expire()
            let wakeUp = relieveConnections()
            answerCallers()
            if let closeBy, now >= closeBy || isDrained { break }
            sleep(until: wakeUp)
        }
        abandonEverything()
        mailbox.end()
    }

    // MARK: Orders

    private func obey(_ order: Mailbox.Order) {
        switch order {
        case .call(let call): accept(call)
        case .cancel(let id):
            abandon {
                $0.id == id
            } because: {
                .cancelled(mayHaveExecuted: $0.mayHaveExecuted)
            }
        case .release(let lease, let isReusable): release(lease, isReusable: isReusable)
        }
    }

    private func accept(_ call: Call) {
        nextDeadline = min(nextDeadline ?? call.deadline, call.deadline)
        switch call.place {
        case .shared: waitingForShared.append(call)
        case .newLease: waitingForLease.append(call)
        case .lease(let id): send(call, onLease: id)
        }
    }

    // MARK: Waiters

    func answer(_ call: Call, _ outcome: Call.Outcome) {
        if let waiter = call.waiter { answers.append((waiter, outcome)) }
    }

    private func answerCallers() {
        guard !answers.isEmpty else { return }
        mailbox.answer(answers)
        answers.removeAll(keepingCapacity: true)
    }

    /// Releases the waiters of those calls that match. A call that has not been sent is forgotten; the others stay on
    /// their way, without a waiter.
    private func abandon(where isOver: (Call) -> Bool, because reason: (Call) -> PostgresError) {
        for call in waitingForShared where isOver(call) { answer(call, .failure(reason(call))) }
        waitingForShared.removeAll(where: isOver)
        for call in waitingForLease where isOver(call) { answer(call, .failure(reason(call))) }
        waitingForLease.removeAll(where: isOver)
        for slot in slots {
            slot.connection?.abandon(where: isOver) { waiter, call in
                answers.append((waiter, .failure(reason(call))))
            }
        }
    }

    private func expire() {
        guard let due = nextDeadline, now >= due else { return }
        var next: ContinuousClock.Instant?
        abandon { call in
            guard call.waiter != nil, call.deadline > now else { return true }
            next = min(next ?? call.deadline, call.deadline)
            return false
        } because: { call in
            if call.sends == 0, let connectFailure { return connectFailure }
            return .deadlineExceeded(mayHaveExecuted: call.mayHaveExecuted)
        }
        nextDeadline = next
    }

    // MARK: The end of a turn

    /// Waits for orders, for the connections, or for the time that something is due; then reads what has arrived.
    private func sleep(until wakeUp: ContinuousClock.Instant?) {
        let open = slots.compactMap { slot in slot.connection.map { (slot, $0) } }
        var interests = open.map { Bell.Interest(descriptor: $1.socket, alsoWritable: $1.isBlocked) }
        var due = [wakeUp, nextDeadline, closeBy].compactMap(\.self).min()
        if !mailbox.prepareToSleep() { due = now }
        mailbox.bell.wait(&interests, milliseconds: due.map(milliseconds) ?? -1)
        for (interest, (slot, connection)) in zip(interests, open) where interest.happened != 0 {
            connection.flush()
            receive(slot, connection)
        }
    }

    /// Rounded up: waking too early would only mean to sleep again.
    private func milliseconds(until due: ContinuousClock.Instant) -> Int32 {
        let left = max(.zero, due - .now)
        return Int32(
            clamping: left.components.seconds * 1000 + (left.components.attoseconds + 999_999_999_999_999)
                / 1_000_000_000_000_000)
    }

    private var isDrained: Bool {
        answers.isEmpty && waitingForShared.isEmpty && waitingForLease.isEmpty
            && slots.allSatisfy { $0.lease == nil && $0.connection?.count ?? 0 == 0 }
    }

    private func abandonEverything() {
        abandon { _ in
            true
        } because: {
            $0.mayHaveExecuted ? .connectionLost(mayHaveExecuted: true) : .closed
        }
        for slot in slots { slot.close() }
        answerCallers()
    }
}

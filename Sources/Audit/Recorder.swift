import Logging
import Storage
import Synchronization

import struct Foundation.Date

/// The queue in front of the writer: bounded, and never silent about what it could not hold.
///
/// Whoever is about to do something reserves room for its record first. When there is none, it waits for the writer, for as
/// long as the database takes records. When it takes none, the settings say whether the thing is refused, or done and
/// counted; the count is written as a record of its own when there is room again.
package final class Recorder: Sendable {
    package enum WhenFull: String, Sendable, CaseIterable {
        case refuse, count
    }

    /// Room for one event.
    package struct Room: Sendable {
        fileprivate let isThere: Bool
    }

    final class Item: Sendable {
        let event: any Recordable
        /// Told whether the record is in the database.
        let answer: (@Sendable (Result<Void, RecorderError>) -> Void)?

        init(_ event: any Recordable, answer: (@Sendable (Result<Void, RecorderError>) -> Void)? = nil) {
            self.event = event
            self.answer = answer
        }
    }

    private struct Waiter {
        let number: UInt64
        let answer: CheckedContinuation<Room?, Never>
    }

    /// How many events found no room, and when the first of them did, in microseconds since 1970.
    struct Losses: Sendable, Equatable {
        var count: Int64 = 0
        var since: Int64 = 0
    }

    private struct State {
        var queue: [Item] = []
        /// Room that is reserved and not filled yet.
        var promised = 0
        /// Those who wait for room.
        var inLine: [Waiter] = []
        var lastInLine: UInt64 = 0
        /// The database took nothing when it was tried last.
        var isStuck = false
        var losses = Losses()
        var isClosed = false
    }

    private let capacity: Int
    private let whenFull: WhenFull
    private let patience: Duration
    private let logger: Logger
    private let state = Mutex(State())
    private let filled = AlarmBell()
    private let urgent = AlarmBell()

    /// Events written at once, at most.
    static let batch = 1_024
    /// So many are written without waiting for more. A short queue is full before it has a batch.
    private var enough: Int { min(Self.batch, max(1, (capacity - headroom) / 2)) }
    /// How long an event may wait for company. A crash loses that much, and a write.
    static let linger = Duration.milliseconds(50)

    /// How many may wait for room: fewer than there are connections, so that others are heard meanwhile.
    static let longestLine = 1_024

    /// - Parameters:
    ///   - capacity: in events.
    ///   - patience: how long one may wait for room.
    package init(
        capacity: Int = 8_192, whenFull: WhenFull = .refuse, patience: Duration = .seconds(2), logger: Logger
    ) {
        self.capacity = capacity
        self.whenFull = whenFull
        self.patience = patience
        self.logger = logger
    }

    /// The last places are for changes by administrators: a flood of exchanges must not shut out those who could end it.
    private var headroom: Int { capacity >= 1_024 ? 256 : 0 }

    // MARK: For those who record

    /// Takes room for the record of something that is about to happen. Nil when it must not happen. What was taken must
    /// be filled, whatever comes of it.
    package func reserve() async -> Room? {
        if case .settled(let room) = state.withLock({ reserve(in: &$0) }) { return room }
        let number = state.withLock { state in
            state.lastInLine += 1
            return state.lastInLine
        }
        let alarm = Task {
            // Again, because it may ring before the line is joined.
            while true {
                try await Task.sleep(for: patience)
                leave(number)
            }
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { answer in
                let reservation = state.withLock { state in
                    // There may be room by now, or nobody who waits for it.
                    let reservation = Task.isCancelled ? .settled(noRoom) : reserve(in: &state)
                    if case .mustWait = reservation { state.inLine.append(Waiter(number: number, answer: answer)) }
                    return reservation
                }
                if case .settled(let room) = reservation { answer.resume(returning: room) }
            }
        } onCancel: {
            leave(number)
        }
    }

    /// Whoever has waited for long enough gets nothing.
    private func leave(_ number: UInt64) {
        let waiter = state.withLock { state in
            state.inLine.firstIndex { $0.number == number }.map { state.inLine.remove(at: $0) }
        }
        waiter?.answer.resume(returning: noRoom)
    }

    private enum Reservation {
        case settled(Room?)
        case mustWait
    }

    private func reserve(in state: inout State) -> Reservation {
        if state.isClosed { return .settled(nil) }
        if state.inLine.isEmpty, hasRoom(state) {
            state.promised += 1
            return .settled(Room(isThere: true))
        }
        guard state.isStuck || state.inLine.count >= Self.longestLine else { return .mustWait }
        return .settled(noRoom)
    }

    /// What those get for whom there is none.
    private var noRoom: Room? { whenFull == .count ? Room(isThere: false) : nil }

    private func hasRoom(_ state: State) -> Bool { state.queue.count + state.promised < capacity - headroom }

    package func record(_ event: some Recordable, in room: Room) {
        guard room.isThere else { return lose() }
        let count = state.withLock { state in
            state.promised -= 1
            state.queue.append(Item(event))
            return state.queue.count
        }
        if count == 1 { filled.ring() }
        if count == enough { urgent.ring() }
    }

    /// Nothing happened that is to be recorded.
    package func giveBack(_ room: Room) {
        guard room.isThere else { return }
        admit { $0.promised -= 1 }
    }

    /// Records something of which nobody waits to hear, and which nobody could refuse any more.
    package func record(_ event: some Recordable) {
        let isThere = state.withLock { state in
            guard !state.isClosed, hasRoom(state) else { return false }
            state.promised += 1
            return true
        }
        record(event, in: Room(isThere: isThere))
    }

    /// Records something and returns when it is in the database.
    ///
    /// - Throws: `RecorderError`. After `.notWritten` the record is written as soon as the database is back, if the process
    ///   lives to see it.
    package func write(_ event: some Recordable) async throws(RecorderError) {
        let outcome: Result<Void, RecorderError> = await withCheckedContinuation { waiter in
            let refusal: RecorderError? = state.withLock { state in
                guard !state.isClosed else { return .closed }
                guard state.queue.count + state.promised < capacity else { return .full }
                state.queue.append(Item(event) { waiter.resume(returning: $0) })
                return nil
            }
            guard let refusal else {
                filled.ring()
                return urgent.ring()
            }
            waiter.resume(returning: .failure(refusal))
        }
        return try outcome.get()
    }

    private func lose() {
        let isFirst = state.withLock { state in
            state.losses.count += 1
            if state.losses.count == 1 { state.losses.since = Date().microseconds }
            return state.losses.count == 1
        }
        if isFirst { logger.error("the audit queue is full: events are counted and not recorded") }
    }

    /// Makes room, and lets in as many of those who wait as there is room for.
    private func admit<Value: Sendable>(_ makeRoom: (inout State) -> Value) -> Value {
        let (value, admitted) = state.withLock { state in
            let value = makeRoom(&state)
            let room = state.isClosed ? 0 : capacity - headroom - state.queue.count - state.promised
            let admitted = Array(state.inLine.prefix(max(0, room)))
            state.inLine.removeFirst(admitted.count)
            state.promised += admitted.count
            return (value, admitted)
        }
        for waiter in admitted { waiter.answer.resume(returning: Room(isThere: true)) }
        return value
    }

    /// Turns away those who wait for room.
    private func turnAway(with room: Room?, _ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            defer { state.inLine = [] }
            return state.inLine
        }
        for waiter in waiters { waiter.answer.resume(returning: room) }
    }

    // MARK: For the writer

    /// The next events, when there are some; nil when there will be none any more.
    func next() async -> [Item]? {
        await filled.wait()
        // Nobody tells a cancelled task anything any more.
        if Task.isCancelled { close() }
        if !hasSomeoneWaiting { await urgent.wait(atMost: Self.linger) }
        return admit { state in
            if state.queue.isEmpty, state.isClosed { return nil }
            let taken = Array(state.queue.prefix(Self.batch))
            state.queue.removeFirst(taken.count)
            // What is left is heard by the next wait.
            if !state.queue.isEmpty || state.isClosed { filled.ring() }
            return taken
        }
    }

    private var hasSomeoneWaiting: Bool {
        state.withLock { $0.isClosed || $0.queue.count >= enough || $0.queue.contains { $0.answer != nil } }
    }

    /// Tells everybody who waits that the database takes nothing. Their events stay in the queue.
    func failWaiters() {
        let waiters = state.withLock { state in
            let waiters = state.queue.compactMap(\.answer)
            if !waiters.isEmpty { state.queue = state.queue.map { Item($0.event) } }
            return waiters
        }
        for waiter in waiters { waiter(.failure(.notWritten)) }
        turnAway(with: noRoom) { $0.isStuck = true }
    }

    /// The database takes records.
    func noteWritten() {
        state.withLock { $0.isStuck = false }
    }

    /// What was lost since it was asked last.
    func takeLosses() -> Losses? {
        state.withLock { state in
            guard state.losses.count > 0 else { return nil }
            defer { state.losses = Losses() }
            return state.losses
        }
    }

    /// What could not be written at all.
    func addLosses(_ count: Int) {
        guard count > 0 else { return }
        state.withLock { state in
            if state.losses.count == 0 { state.losses.since = Date().microseconds }
            state.losses.count += Int64(count)
        }
    }

    /// No more events; those that are here are still written.
    func close() {
        turnAway(with: nil) { $0.isClosed = true }
        filled.ring()
        urgent.ring()
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }
    /// How many wait for room.
    var line: Int { state.withLock { $0.inLine.count } }
    package var waiting: Int { state.withLock { $0.queue.count } }
}

import DequeModule

/// Lending connections to one caller at a time, and cleaning them afterwards.
extension Driver {
    func grantLeases() {
        for slot in exclusive where slot.lease == nil {
            guard let connection = slot.connection else { continue }
            guard let call = waitingForLease.popFirst() else { return }
            slot.lease = call.id
            connection.send(call)
        }
    }

    func send(_ call: Call, onLease id: Call.ID) {
        guard let slot = exclusive.first(where: { $0.lease == id && !$0.isReleasing }) else {
            return answer(call, .failure(.transactionEnded))
        }
        guard let connection = slot.connection else {
            return answer(call, .failure(.connectionLost(mayHaveExecuted: false)))
        }
        guard connection.count < Self.maximumOnTheWay else { return answer(call, .failure(.overloaded)) }
        connection.send(call)
    }

    func release(_ id: Call.ID, isReusable: Bool) {
        guard let slot = exclusive.first(where: { $0.lease == id }) else { return }
        if !isReusable { slot.connection?.isRetired = true }
        slot.isReleasing = true
    }

    /// Makes released connections fit for the next lease: what is still on its way ends (or is cancelled), and an open
    /// transaction is rolled back.
    func cleanReleased() {
        for slot in exclusive where slot.isReleasing {
            if let connection = slot.connection {
                guard connection.isQuiet else { continue }
                if connection.isRetired {
                    slot.close()
                } else if connection.isInTransaction {
                    connection.send(rollback)
                    continue
                }
            }
            slot.lease = nil
            slot.isReleasing = false
        }
    }

    private var rollback: Call {
        let command = Call.Command.statement(.rollback, Parameters([]))
        return Call(id: mailbox.newID(), command: command, place: .shared, deadline: now, waiter: nil)
    }
}

extension Statement {
    fileprivate static let rollback = Statement("rollback", "ROLLBACK", repeatable: false)
}

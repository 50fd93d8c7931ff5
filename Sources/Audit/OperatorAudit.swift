import Storage

/// The audit of changes that are made on the machine itself, by commands: each has a short chain of its own.
package struct OperatorAudit: Sendable {
    private var chain: ChainWriter
    private let actor: String

    /// - Parameter actor: who runs the command, as this machine knows them.
    package init(_ stores: AuditStores, actor: String) {
        chain = ChainWriter(stores)
        self.actor = actor
    }

    /// Makes a change between the record that it begins and the record of what came of it.
    package mutating func change<Value>(
        _ action: String, of resource: String?, _ work: () async throws -> Value
    ) async throws -> Value {
        let change = AdminChange(action: action, actor: actor, resource: resource, context: .unknown)
        try await write(change.entry(.changeBegun, nil))
        do {
            let value = try await work()
            try await write(change.entry(.changeMade, nil))
            return value
        } catch {
            // The reason why the change failed is what the operator must hear, whatever becomes of the record.
            try? await write(change.entry(.changeRefused, because: "command-failed", nil))
            throw error
        }
    }

    /// A change that was made already, because only then it was known that there was one to make.
    package mutating func note(_ action: String, of resource: String?) async throws {
        let change = AdminChange(action: action, actor: actor, resource: resource, context: .unknown)
        try await write(change.entry(.changeMade, nil))
    }

    /// Ends the chain in an orderly way.
    package mutating func close() async throws {
        if chain.isOpen { try await write(AuditEntry(.chainClosed)) }
    }

    private mutating func write(_ entry: AuditEntry) async throws(StorageError) {
        var batch = ChainWriter.Batch(entries: [entry])
        try await chain.write(&batch)
    }
}

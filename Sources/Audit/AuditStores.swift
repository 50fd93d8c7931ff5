import Postgres
import Storage

/// What this room keeps its things in.
package struct AuditStores: Sendable {
    package let decisions: DecisionStore
    package let audit: AuditStore
    package let partitions: PartitionStore
    let seal: ChainSeal

    package init(_ database: PostgresClient, masterKey: MasterKey) {
        decisions = DecisionStore(database)
        audit = AuditStore(database)
        partitions = PartitionStore(database)
        seal = ChainSeal(masterKey)
    }
}

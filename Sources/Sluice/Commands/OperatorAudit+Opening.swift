import Audit
import Foundation
import Postgres
import Storage

extension OperatorAudit {
    /// The audit of what is changed on this machine.
    ///
    /// Records are sealed under the master key, and one that another key sealed looks forged to whoever verifies. So the
    /// key has to open what the deployment has sealed already.
    static func open(_ client: PostgresClient, _ masterKey: MasterKey) async throws -> OperatorAudit {
        do throws(StorageError) {
            _ = try await SealingKeyStore(client, masterKey: masterKey).list(at: Date())
        } catch .sealBroken {
            throw Failure(
                "The master key is not the one of this database: give SLUICE_MASTER_KEY, or the data directory of a server "
                    + "that runs on it.")
        }
        return OperatorAudit(AuditStores(client, masterKey: masterKey), actor: LocalUser.name)
    }
}

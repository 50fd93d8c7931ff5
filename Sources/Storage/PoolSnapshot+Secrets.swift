import IdentityModel

extension PoolSnapshot {
    /// The same pool, its registrations joined with what is kept of its apps.
    package func joined(with secrets: ProviderSecretStore) async throws(StorageError) -> PoolSnapshot {
        // Most pools have none, and need not be asked.
        guard !pool.socialProviders.isEmpty else { return self }
        var joined = self
        joined.registrations.adopt(try await secrets.list(in: pool.id.uuid))
        return joined
    }
}

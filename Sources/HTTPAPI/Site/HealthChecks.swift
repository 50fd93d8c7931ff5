/// What has to work before requests should come here. Each check says what is wrong, or nil, and limits its own wait.
package struct HealthChecks: Sendable {
    package var database: @Sendable () async -> String?
    package var keys: @Sendable () async -> String?

    package init(database: @escaping @Sendable () async -> String?, keys: @escaping @Sendable () async -> String?) {
        self.database = database
        self.keys = keys
    }
}

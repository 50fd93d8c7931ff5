import Foundation
import Logging
import Postgres

/// Lends each test a database of its own, on one PostgreSQL server that the whole test process shares.
///
///     try await LentDatabase.lend(from: .migrated) { uri in … }
package enum LentDatabase {
    /// What a lent database contains at first. Prepared once per process, then copied.
    package struct Template: Sendable {
        let name: String
        let prepare: @Sendable (_ uri: String) async throws -> Void

        /// - Parameters:
        ///   - name: lower-case letters, digits and underscores; the same name means the same contents.
        ///   - prepare: fills an empty database and closes every connection to it.
        package init(_ name: String, prepare: @escaping @Sendable (_ uri: String) async throws -> Void) {
            self.name = name
            self.prepare = prepare
        }

        package static let empty = Template("template1") { _ in }
    }

    /// Calls `body` with the URI of a new database, which is dropped afterwards.
    package static func lend<Result: Sendable>(
        from template: Template = .empty, _ body: (_ uri: String) async throws -> Result
    ) async throws -> Result {
        let lender = try await Lender.shared.value
        let name = try await lender.create(from: template)
        do {
            let result = try await body(lender.uri(of: name))
            try await lender.drop(name)
            return result
        } catch {
            try? await lender.drop(name)
            throw error
        }
    }
}

/// The server and who makes databases on it.
private actor Lender {
    /// One for all tests of the process, whoever comes first.
    static let shared = Task { try await Lender() }

    private let server: LentServer
    private let client: PostgresClient
    private var templates: [String: Task<Void, any Error>] = [:]
    private var count = 0

    private init() async throws {
        server = try await LentServer()
        client = PostgresClient(
            try PostgresConfiguration(uri: server.uri), logger: Logger(label: "lender"))
    }

    nonisolated func uri(of database: String) -> String {
        server.uri.replacing("/sluice?", with: "/\(database)?")
    }

    func create(from template: LentDatabase.Template) async throws -> String {
        if template.name != "template1" { try await prepared(template).value }
        count += 1
        let name = "lent_\(count)"
        try await create(name, from: template.name)
        return name
    }

    func drop(_ name: String) async throws {
        _ = try await client.query(
            Statement("drop_\(name)", "DROP DATABASE \(name) WITH (FORCE)", repeatable: false), timeout: .seconds(60))
    }

    private func prepared(_ template: LentDatabase.Template) -> Task<Void, any Error> {
        if let task = templates[template.name] { return task }
        let task = Task {  // shared: the tests that need the template wait for the same one
            try await create(template.name, from: "template1")
            try await template.prepare(uri(of: template.name))
        }
        templates[template.name] = task
        return task
    }

    private func create(_ name: String, from template: String) async throws {
        let sql = "CREATE DATABASE \(name) TEMPLATE \(template)"
        _ = try await client.query(Statement("create_\(name)", sql, repeatable: false), timeout: .seconds(60))
    }
}

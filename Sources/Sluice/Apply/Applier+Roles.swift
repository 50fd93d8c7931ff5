import Foundation
import IdentityModel
import RoleRules
import Storage

/// Role mappings and their test cases.
extension Applier {
    /// Gives the pool the mappings that the file declares. Test cases bind it, whether they are the file's or those that
    /// somebody else wrote.
    ///
    /// - Returns: the test cases, as they are kept.
    func plan(
        rolesOf wanted: PoolDeclaration, _ pool: inout IdentityPool, over active: RoleSettings?,
        _ declaration: Declaration
    ) async throws -> String {
        var names: [String: String] = [:]
        let named = (wanted.roleMappings?.values.flatMap(\.roleARNs) ?? []) + (wanted.roleTests?.flatMap(\.roles) ?? [])
        for name in named where names[name] == nil {
            names[name] = try await roleARN(name, for: wanted, in: declaration)
        }
        let arns = names
        let arn: (String) -> String = { arns[$0] ?? $0 }
        if let mappings = wanted.roleMappings {
            let documents = mappings.mapValues { $0.replacingRoles(arn) }
            let mistakes = RoleConfiguration(mappings: documents).mistakes(in: pool)
            guard mistakes.isEmpty else { throw ApplyError.badRoleMappings(mistakes, pool: wanted.name) }
            pool.roleMappings = documents.mapValues(\.roleMapping)
        }
        let tests =
            wanted.roleTests.map { RoleConfiguration.text(of: $0.map { $0.replacingRoles(arn) }) }
            ?? active?.tests ?? RoleSettings.noTests
        let settings = pool.roleSettings(tests: tests)
        guard settings != active, tests != RoleSettings.noTests else { return tests }
        let failures: [RoleTestFailure]
        do throws(MappingMistakes) {
            failures = try RoleConfiguration(settings).failures(in: pool, at: Date())
        } catch {
            throw ApplyError.badRoleMappings(error.mistakes, pool: wanted.name)
        }
        guard failures.isEmpty else { throw ApplyError.roleTestsFail(failures, pool: wanted.name) }
        return tests
    }
}

extension RoleTestFailure {
    var explanation: String { "'\(name)' expects \(expected.explanation) and gets \(actual.explanation)" }
}

extension RoleOutcome {
    fileprivate var explanation: String {
        switch self {
        case .role(let arn): arn
        case .refusal(let code): "the refusal \(code)"
        }
    }
}

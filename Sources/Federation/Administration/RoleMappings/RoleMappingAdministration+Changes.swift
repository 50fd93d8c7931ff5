import IdentityModel
import RoleRules
import STS
import Storage

/// Drafts, and which version is in force.
extension RoleMappingAdministration {
    /// Keeps a new version that changes nothing yet.
    ///
    /// - Throws: `RoleMappingRefusal.mistakes` with everything that is wrong.
    package func createDraft(
        _ configuration: RoleConfiguration, in pool: String, comment: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> ReadVersion {
        let found = try await find(pool, for: caller)
        let change = try Self.change(by: caller, comment)
        try await admit(configuration, to: found.pool, by: caller)
        let settings = configuration.settings
        let outcome = try await refusedStorage { () throws(StorageError) in
            try await versions.insertDraft(settings, in: found.pool.id.uuid, by: change)
        }
        switch outcome {
        case .kept(let number): return try await read(number, in: found)
        case .tooMany(let limit): throw .tooManyDrafts(limit: limit)
        case .noSuchPool: throw .federation(.poolNotFound(pool))
        }
    }

    package func deleteDraft(
        _ number: Int64, of pool: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) {
        let id = try await find(pool, for: caller).pool.id.uuid
        let outcome = try await refusedStorage { () throws(StorageError) in
            try await versions.deleteDraft(number, of: id)
        }
        switch outcome {
        case .deleted: return
        case .noSuchVersion: throw .versionNotFound(number)
        case .notADraft: throw .notADraft(number)
        case .inTheShadow: throw .inTheShadow(number)
        }
    }

    /// Puts a version in force, when its test cases hold.
    ///
    /// - Parameter current: the version in force that the caller has seen; nil for whichever.
    /// - Returns: the version as it is now.
    package func activate(
        _ number: Int64, of pool: String, expecting current: Int64?, comment: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> ReadVersion {
        let found = try await find(pool, for: caller)
        return try await activate(number, in: found, expecting: current, comment, by: caller)
    }

    /// Puts the version in force again that was in force before the present one, or one of those before it.
    ///
    /// - Parameter number: nil for the one before.
    package func rollBack(
        to number: Int64?, of pool: String, expecting current: Int64?, comment: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> ReadVersion {
        let found = try await find(pool, for: caller)
        var target = number
        if target == nil {
            let last = try await refusedStorage { () throws(StorageError) in
                try await versions.activations(of: found.pool.id.uuid, below: nil, limit: 1)
            }.first?.activation
            guard let last, let previous = last.previous else { throw .noFormerVersion }
            target = previous
        }
        guard let target else { throw .noFormerVersion }
        let version = try await read(target, in: found)
        // A draft never was in force: nobody goes back to it.
        guard version.summary.state != .draft else { throw .versionNotFound(target) }
        return try await activate(target, in: found, expecting: current, comment, by: caller)
    }

    private func activate(
        _ number: Int64, in found: PoolSnapshot, expecting current: Int64?, _ comment: String,
        by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) -> ReadVersion {
        let change = try Self.change(by: caller, comment)
        if let current, current != found.roleVersion { throw .overtaken(by: found.roleVersion) }
        let version = try await read(number, in: found)
        try await admit(version.configuration, to: found.pool, by: caller)
        let failures = version.configuration.failures(in: found.pool, at: now())
        guard failures.isEmpty else { throw .testsFail(failures) }
        let outcome = try await refusedStorage { () throws(StorageError) in
            try await versions.activate(number, of: found.pool.id.uuid, expecting: current, by: change)
        }
        pools.directory.forget(found.pool.id.uuid)
        switch outcome {
        case .activated, .unchanged: return try await read(number, in: found)
        case .overtaken(let active): throw .overtaken(by: active)
        case .noSuchVersion: throw .versionNotFound(number)
        }
    }

    /// Tries a version beside the one in force from now on; nil ends it.
    package func setShadow(
        _ number: Int64?, of pool: String, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) {
        let found = try await find(pool, for: caller)
        // What cannot be read cannot be tried.
        if let number { _ = try await read(number, in: found) }
        let outcome = try await refusedStorage { () throws(StorageError) in
            try await versions.setShadow(number, of: found.pool.id.uuid)
        }
        pools.directory.forget(found.pool.id.uuid)
        switch outcome {
        case .set: return
        case .noSuchVersion: throw .versionNotFound(number ?? 0)
        case .isActive: throw .isActive(number ?? 0)
        }
    }

    // MARK: Steps

    private static func change(by caller: RecognisedCaller, _ comment: String) throws(RoleMappingRefusal) -> RoleChange
    {
        guard comment.unicodeScalars.count <= RoleChange.longestComment else {
            throw .commentTooLong(limit: RoleChange.longestComment)
        }
        return RoleChange(by: caller.arn, .admin, comment: comment)
    }

    /// Whoever sets a role lets others wear it; the permission for that is asked first, and only then whether the role is
    /// there.
    private func admit(
        _ configuration: RoleConfiguration, to pool: IdentityPool, by caller: RecognisedCaller
    ) async throws(RoleMappingRefusal) {
        var mistakes = configuration.mistakes(in: pool)
        var known: [String: Bool] = [:]
        for (place, arn) in configuration.roles {
            if known[arn] == nil {
                known[arn] = try await refused { () throws(FederationError) in
                    try await pools.mayPass(arn, by: caller)
                }
            }
            if known[arn] == false { mistakes.append(MappingMistake(place, .roleNotFound)) }
        }
        guard mistakes.isEmpty else { throw .mistakes(Array(mistakes.prefix(MappingMistakes.most))) }
    }
}

import IdentityModel
import Storage
import UpstreamSTS

/// The STS elsewhere that make credentials for an account's roles, and which roles go to them.
///
/// What cannot be used is refused before it is stored, with every reason.
package struct BackEnds: Sendable {
    let stores: AccountStores
    let account: AccountID
    var allowsLoopbackHTTP = false

    /// By name.
    package func list(_ request: PageRequest) async throws(AccessManagementError) -> Page<STSBackEnd> {
        try await stores.markers.page(request, of: "backends", position: \.name) {
            name, limit async throws(AccessManagementError) in
            try await stored { () throws(StorageError) in
                try await stores.backEnds.list(account: account, after: name, limit: limit)
            }
        }
    }

    package func find(_ name: String) async throws(AccessManagementError) -> STSBackEnd {
        let found = try await stored { () throws(StorageError) in
            try await stores.backEnds.find(named: name, account: account)
        }
        guard let found else { throw .noSuchEntity(.backEnd(name)) }
        return found
    }

    /// Makes the back end of that name, or puts this in its place. Roles that go to it go on doing so.
    package func put(_ backEnd: STSBackEnd) async throws(AccessManagementError) {
        var backEnd = backEnd
        backEnd.account = account
        let problems = backEnd.problems(allowsLoopbackHTTP: allowsLoopbackHTTP)
        guard problems.isEmpty else {
            throw .invalidInput(problems.map { "\($0.field.rawValue) \($0.reason)." }.joined(separator: " "))
        }
        let kept = backEnd
        try await stored { () throws(StorageError) in try await stores.backEnds.save(kept) }
    }

    /// Deletes a back end that no role goes to.
    package func delete(_ name: String) async throws(AccessManagementError) {
        let refusal = try await stored { () throws(StorageError) in
            try await stores.backEnds.delete(named: name, account: account)
        }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(.backEnd(name))
        case .hasRoles?: throw .deleteConflict(.backEndHasRoles)
        case let other?: throw AccessManagementError(unexpected: other)
        }
    }

    // MARK: Roles

    /// The back end that a role goes to; nil when its credentials are made here.
    package func route(of roleName: String) async throws(AccessManagementError) -> BackEndRoute? {
        let id = try await id(of: roleName)
        return try await stored { () throws(StorageError) in try await stores.backEnds.route(of: id, account: account) }
    }

    /// The roles that go to a back end, by their ids.
    package func roles(
        of backEnd: String, _ request: PageRequest
    ) async throws(AccessManagementError) -> Page<RoleBackEnd> {
        try await stores.markers.page(request, of: "roles of backend \(backEnd)", position: \.role.rawValue) {
            role, limit async throws(AccessManagementError) in
            try await stored { () throws(StorageError) in
                try await stores.backEnds.roles(of: backEnd, account: account, after: role, limit: limit)
            }
        }
    }

    /// Sends a role to a back end, wherever it went before.
    package func assign(
        _ roleName: String, to backEndName: String, as upstreamRoleARN: String?, policyClaim: String? = nil
    ) async throws(AccessManagementError) {
        let backEnd = try await find(backEndName)
        let assignment = RoleBackEnd(
            account: account, role: try await id(of: roleName), backEnd: backEnd.name,
            upstreamRoleARN: upstreamRoleARN, policyClaim: policyClaim)
        if let problem = assignment.problem(at: backEnd.kind) {
            throw .invalidInput("The role at \(backEndName) \(problem).")
        }
        let refusal = try await stored { () throws(StorageError) in try await stores.backEnds.assign(assignment) }
        // Both were there a moment ago.
        if refusal != nil { throw .noSuchEntity(.backEnd(backEndName)) }
    }

    /// Takes a role back: its credentials are made here again.
    package func unassign(_ roleName: String) async throws(AccessManagementError) {
        let id = try await id(of: roleName)
        _ = try await stored { () throws(StorageError) in try await stores.backEnds.unassign(id, account: account) }
    }

    private func id(of roleName: String) async throws(AccessManagementError) -> UniqueID {
        let role = try await stored { () throws(StorageError) in
            try await stores.roles.find(named: roleName, account: account)
        }
        guard let role else { throw .noSuchEntity(.role(roleName)) }
        return role.id
    }
}

import IdentityModel
import Storage
import UpstreamSTS

/// STS back ends, and the roles that go to them.
extension Applier {
    func plan(_ declared: STSBackEnd) async throws -> Step {
        var wanted = declared
        wanted.account = account
        let backEnd = wanted
        let existing = try await backEnds.find(named: backEnd.name, account: account)
        return step(.init("sts_backend", backEnd.name), from: existing, to: backEnd) {
            try await backEnds.save(backEnd)
        }
    }

    /// Nil when there is nothing to say: the file does not mention it, or the role is where it shall be and always was.
    func planBackEnd(
        of role: RoleDeclaration, _ roleIDs: [String: UniqueID], _ declaration: Declaration
    ) async throws -> Step? {
        let arn = RoleARN(account: account, path: role.path, name: role.name).description
        guard let id = roleIDs[arn], let choice = role.backEnd else { return nil }
        let existing = try await backEnds.route(of: id, account: account)?.role
        switch choice {
        case .embedded:
            guard let existing else { return nil }
            return Step(change: Change(subject: .init("role_backend", "\(arn) \(existing.backEnd)"), kind: .removed)) {
                _ = try await backEnds.unassign(id, account: account)
            }
        case .elsewhere(let name, let roleARN, let policyClaim):
            guard let kind = try await kind(of: name, declaration) else {
                throw ApplyError.unknownBackEnd(name, role: role.name)
            }
            let wanted = RoleBackEnd(
                account: account, role: id, backEnd: name, upstreamRoleARN: roleARN, policyClaim: policyClaim)
            if let problem = wanted.problem(at: kind) {
                throw ApplyError.badBackEnd(role: role.name, reason: problem)
            }
            return step(.init("role_backend", "\(arn) \(name)"), from: existing, to: wanted) {
                guard try await backEnds.assign(wanted) == nil else {
                    throw ApplyError.unknownBackEnd(name, role: role.name)
                }
            }
        }
    }

    private func kind(of name: String, _ declaration: Declaration) async throws -> STSBackEnd.Kind? {
        if let declared = declaration.backEnds.first(where: { $0.name == name }) { return declared.kind }
        return try await backEnds.find(named: name, account: account)?.kind
    }
}

import IAMPolicy
import IdentityModel
import Storage

import struct Foundation.Date

/// The roles of an account, without their policies.
///
/// - Source: IAM API Reference; names are unique whatever their case, and shown as they were given.
package struct Roles: Sendable {
    let stores: AccountStores
    let account: AccountID

    /// What a role is made of.
    package struct New: Sendable {
        package let name: String
        package let path: String
        package let trustPolicy: String
        package let description: String?
        package let maxSessionSeconds: Int
        package let tags: [Tag]
        /// The ARN of a managed policy.
        package let boundary: String?

        package init(
            name: String, path: String, trustPolicy: String, description: String?, maxSessionSeconds: Int, tags: [Tag],
            boundary: String? = nil
        ) {
            self.name = name
            self.path = path
            self.trustPolicy = trustPolicy
            self.description = description
            self.maxSessionSeconds = maxSessionSeconds
            self.tags = tags
            self.boundary = boundary
        }
    }

    package func create(_ new: New) async throws(AccessManagementError) -> RoleDetails {
        try Tagging.check(new.tags, of: .role(new.name))
        let principals = try Self.principals(of: new.trustPolicy)
        let boundary = try new.boundary.map { text throws(AccessManagementError) in
            try Boundaries.read(text, account: account)
        }
        let role = fresh(new)
        let outcome = try await stored { () throws(StorageError) in
            try await stores.roles.insert(role, naming: principals, boundary: boundary)
        }
        switch outcome {
        case .success(let made): return made
        case .failure(.exists): throw .entityExists(.role(new.name))
        case .failure(.policyNotFound): throw .noSuchEntity(.boundary(arn: new.boundary ?? ""))
        case .failure(.principalNotFound(let arn)): throw .malformedPolicy(PolicyAdmission.missingPrincipal(arn))
        case .failure(let refusal): throw AccessManagementError(unexpected: refusal)
        }
    }

    package func find(_ name: String) async throws(AccessManagementError) -> RoleDetails {
        let found = try await stored { () throws(StorageError) in
            try await stores.roles.details(named: name, account: account)
        }
        guard let found else { throw .noSuchEntity(.role(name)) }
        return found
    }

    package func list(
        pathPrefix: String, _ page: PageRequest
    ) async throws(AccessManagementError) -> Page<RoleDetails> {
        try await stores.markers.page(page, of: "ListRoles\(pathPrefix)", position: \.name) {
            (after, limit) throws(AccessManagementError) in
            try await stored { () throws(StorageError) in
                try await stores.roles.list(account: account, pathPrefix: pathPrefix, after: after, limit: limit)
            }
        }
    }

    /// Changes what is not nil.
    package func update(
        _ name: String, description: String?, maxSessionSeconds: Int?
    ) async throws(AccessManagementError) -> RoleDetails {
        let updated = try await stored { () throws(StorageError) in
            try await stores.roles.update(
                name, account: account, description: description, maxSessionSeconds: maxSessionSeconds)
        }
        guard let updated else { throw .noSuchEntity(.role(name)) }
        return updated
    }

    package func setTrustPolicy(_ text: String, of name: String) async throws(AccessManagementError) {
        let principals = try Self.principals(of: text)
        let refusal = try await stored { () throws(StorageError) in
            try await stores.roles.setTrustPolicy(text, naming: principals, of: name, account: account)
        }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(.role(name))
        case .principalNotFound(let arn)?: throw .malformedPolicy(PolicyAdmission.missingPrincipal(arn))
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    /// A role that a pool uses can be deleted, as on AWS: whoever asks the pool for credentials is refused from then on.
    package func delete(_ name: String) async throws(AccessManagementError) {
        let refusal = try await stored { () throws(StorageError) in
            try await stores.roles.delete(named: name, account: account)
        }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(.role(name))
        case .hasAttachments?: throw .deleteConflict(.hasAttachments)
        case .hasPolicies?: throw .deleteConflict(.hasPolicies)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    /// The role under a new id. When it was made is for the database to say.
    func fresh(_ new: New) -> RoleDetails {
        var generator = SystemRandomNumberGenerator()
        return RoleDetails(
            account: account, id: UniqueID(.role, account: account, using: &generator), path: new.path, name: new.name,
            trustPolicy: new.trustPolicy, maxSessionSeconds: new.maxSessionSeconds, description: new.description,
            createdAt: Date(timeIntervalSince1970: 0), tags: new.tags)
    }

    static func principals(of trustPolicy: String) throws(AccessManagementError) -> [String] {
        do throws(PolicyError) {
            return try PolicyAdmission.trustPolicy(trustPolicy).namedPrincipals
        } catch {
            throw .malformedPolicy(error)
        }
    }
}

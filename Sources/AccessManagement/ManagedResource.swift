import IAMPolicy
import IdentityModel
import Storage

/// What a call of the IAM API is about, as its caller wrote it; nothing of it has been checked.
package enum ManagedResource: Sendable, Equatable {
    case user(String)
    /// What a user would be under another name or path.
    case renamedUser(String, name: String?, path: String?)
    case role(String)
    case policy(arn: String)
    /// One of the account's own by its name alone.
    case policyNamed(String)
    case openIDProvider(arn: String)
    /// Something that is to be made, or a list: what stands behind `arn:aws:iam::ACCOUNT:`.
    case relative(String)
}

/// What permission is asked for: an ARN with the path that is stored, and the tags and boundary of what is there.
package struct LocatedResource: Sendable, Equatable {
    package let arn: String
    package let tags: [Tag]
    /// The ARN of the policy that bounds the user or role.
    package let boundary: String?

    package init(arn: String, tags: [Tag], boundary: String? = nil) {
        self.arn = arn
        self.tags = tags
        self.boundary = boundary
    }
}

/// Finds the ARNs that permissions are asked on. Policies speak of paths, and calls of names.
package struct ResourceLookup: Sendable {
    let stores: AccountStores
    let account: AccountID

    /// Nothing that could not be a name reaches the database, and nothing very long the policies.
    package func locate(_ resource: ManagedResource) async throws(AccessManagementError) -> LocatedResource {
        let relative: String
        switch resource {
        case .user(let name):
            if let user = try await user(name) {
                return LocatedResource(arn: user.user.arn, tags: user.tags, boundary: user.boundary)
            }
            relative = "user/\(name)"
        case .renamedUser(let name, let newName, let newPath):
            let user = try await user(name)
            let arn = "user\(newPath ?? user?.user.path ?? "/")\(newName ?? user?.user.name ?? name)"
            return LocatedResource(arn: bounded(arn), tags: user?.tags ?? [])
        case .role(let name):
            if EntityName.isValid(name, longest: EntityName.longestRole),
                let role = try await stored({ () throws(StorageError) in
                    try await stores.roles.details(named: name, account: account)
                })
            {
                return LocatedResource(arn: role.arn, tags: role.tags, boundary: role.boundary)
            }
            relative = "role/\(name)"
        case .policy(let text):
            if let arn = PolicyARN(text), arn.account == account,
                let policy = try await stored({ () throws(StorageError) in
                    try await stores.managedPolicies.find(arn)
                })
            {
                return LocatedResource(arn: policy.arn, tags: policy.tags)
            }
            return LocatedResource(arn: bounded(ARN: text), tags: [])
        case .policyNamed(let name):
            if EntityName.isValid(name, longest: EntityName.longestPolicy),
                let arn = try await stored({ () throws(StorageError) in
                    try await stores.managedPolicies.arn(named: name, account: account)
                })
            {
                return try await locate(.policy(arn: arn.description))
            }
            relative = "policy/\(name)"
        case .openIDProvider(let text):
            if let urls = ProviderURL.candidates(arn: text, account: account),
                let provider = try await stored({ () throws(StorageError) in
                    try await stores.openIDProviders.details(urls: urls, account: account)
                })
            {
                return LocatedResource(arn: provider.provider.arn, tags: provider.tags)
            }
            return LocatedResource(arn: bounded(ARN: text), tags: [])
        case .relative(let text): relative = text
        }
        return LocatedResource(arn: bounded(relative), tags: [])
    }

    private func user(_ name: String) async throws(AccessManagementError) -> UserDetails? {
        guard EntityName.isValid(name, longest: EntityName.longestUser) else { return nil }
        return try await stored { () throws(StorageError) in
            try await stores.users.details(named: name, account: account)
        }
    }

    /// - Source: IAM API Reference, `arnType`.
    private static let longest = 2_048

    private func bounded(_ relative: String) -> String { bounded(ARN: "arn:aws:iam::\(account):\(relative)") }

    private func bounded(ARN text: String) -> String {
        text.utf8.count <= Self.longest ? text : ARN.none.description
    }
}

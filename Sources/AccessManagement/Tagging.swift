import IdentityModel
import Storage

/// Tags of users, roles, policies and OpenID providers.
///
/// - Source: IAM User Guide, "Tags for IAM resources"; keys that differ in their case only are one key, except on
///   OpenID providers.
package struct Tagging: Sendable {
    let stores: AccountStores
    let account: AccountID

    package func add(_ tags: [Tag], to owner: TagOwner) async throws(AccessManagementError) {
        let kept = try kept(owner)
        try Self.check(tags, of: kept)
        try await change(owner) { () throws(StorageError) in
            try await stores.tags.add(tags, to: kept, account: account)
        }
    }

    package func remove(_ keys: [String], from owner: TagOwner) async throws(AccessManagementError) {
        let kept = try kept(owner)
        try await change(owner) { () throws(StorageError) in
            try await stores.tags.remove(keys, from: kept, account: account)
        }
    }

    /// Sorted by key.
    package func list(of owner: TagOwner, _ page: PageRequest) async throws(AccessManagementError) -> Page<Tag> {
        let tags: [Tag]
        switch owner {
        case .user(let name): tags = try await Users(stores: stores, account: account).find(name).tags
        case .role(let name): tags = try await Roles(stores: stores, account: account).find(name).tags
        case .policy(let arn): tags = try await ManagedPolicies(stores: stores, account: account).find(arn).tags
        case .openIDProvider(let arn):
            tags = try await OpenIDProviders(stores: stores, account: account).find(arn).tags
        }
        return try stores.markers.page(page, of: "Tags/\(owner)", in: tags)
    }

    /// What a set of tags must be before it is asked whether they fit with those that are there.
    static func check(_ tags: [Tag], of owner: TagStore.Owner) throws(AccessManagementError) {
        var ignoresCase = true
        if case .openIDProvider = owner { ignoresCase = false }
        guard Set(tags.map { Tag.comparable($0.key, ignoringCase: ignoresCase) }).count == tags.count else {
            throw .invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
        }
        guard !tags.contains(where: { $0.key.lowercased().hasPrefix("aws:") }) else {
            throw .invalidInput("Tag keys that begin with aws: are reserved.")
        }
    }

    private func change(
        _ owner: TagOwner, _ work: () async throws(StorageError) -> EntityRefusal?
    ) async throws(AccessManagementError) {
        switch try await stored(work) {
        case nil: return
        case .notFound?: throw .noSuchEntity(owner.entity)
        case .limit(let limit)?: throw .limitExceeded(owner.quota, limit: limit)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    private func kept(_ owner: TagOwner) throws(AccessManagementError) -> TagStore.Owner {
        switch owner {
        case .user(let name): .user(name)
        case .role(let name): .role(name)
        case .policy(let text): .policy(try ManagedPolicies(stores: stores, account: account).own(text))
        case .openIDProvider(let text):
            .openIDProvider(try OpenIDProviders(stores: stores, account: account).urls(text))
        }
    }
}

/// Whose tags they are: names of users and roles, ARNs of policies and providers.
package enum TagOwner: Sendable, Hashable {
    case user(String)
    case role(String)
    case policy(String)
    case openIDProvider(String)

    fileprivate var entity: AccessManagementError.Entity {
        switch self {
        case .user(let name): .user(name)
        case .role(let name): .role(name)
        case .policy(let arn): .policy(arn: arn)
        case .openIDProvider(let arn): .openIDProvider(arn: arn)
        }
    }

    fileprivate var quota: AccessManagementError.Quota {
        switch self {
        case .user: .tagsOfUser
        case .role: .tagsOfRole
        case .policy: .tagsOfPolicy
        case .openIDProvider: .tagsOfOpenIDProvider
        }
    }
}

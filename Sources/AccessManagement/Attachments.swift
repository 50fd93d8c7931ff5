import IAMPolicy
import IdentityModel
import Storage

/// Which managed policies, the account's own and the built-in ones, are attached to whom.
package struct Attachments: Sendable {
    let stores: AccountStores
    let account: AccountID

    package func attach(_ text: String, to holder: PolicyHolder) async throws(AccessManagementError) {
        let arn = try PolicyARN.read(text)
        guard isKnown(arn) else { throw .noSuchEntity(.attachablePolicy(arn: text)) }
        let refusal = try await stored { () throws(StorageError) in
            try await stores.attachments.attach(arn, to: holder, limit: ManagedPolicy.attachmentLimit)
        }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(holder.entity)
        case .policyNotFound?: throw .noSuchEntity(.attachablePolicy(arn: text))
        case .limit(let limit)?:
            throw .limitExceeded(holder.kind == .user ? .policiesOfUser : .policiesOfRole, limit: limit)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    package func detach(_ text: String, from holder: PolicyHolder) async throws(AccessManagementError) {
        let arn = try PolicyARN.read(text)
        guard isKnown(arn) else { throw .noSuchEntity(.policy(arn: text)) }
        let refusal = try await stored { () throws(StorageError) in
            try await stores.attachments.detach(arn, from: holder)
        }
        switch refusal {
        case nil: return
        case .notFound?: throw .noSuchEntity(holder.entity)
        case .policyNotFound?: throw .noSuchEntity(.policy(arn: text))
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    package func policies(
        of holder: PolicyHolder, pathPrefix: String, _ page: PageRequest
    ) async throws(AccessManagementError) -> Page<PolicyARN> {
        let found = try await stored { () throws(StorageError) in try await stores.attachments.policies(of: holder) }
        guard let found else { throw .noSuchEntity(holder.entity) }
        let wanted = found.filter { $0.path.hasPrefix(pathPrefix) }
        return try stores.markers.page(page, of: holder.list("Attachments\(pathPrefix)"), in: wanted)
    }

    /// The roles and then the users that a policy is attached to, or is the boundary of.
    ///
    /// - Parameters:
    ///   - kind: only these; nil for both.
    ///   - usage: only in this use; nil for both.
    package func entities(
        with text: String, kind: PolicyHolder.Kind?, usage: PolicyUsage? = nil, pathPrefix: String,
        _ page: PageRequest
    ) async throws(AccessManagementError) -> Page<AttachedEntity> {
        let arn = try PolicyARN.read(text)
        guard isKnown(arn) else { throw .noSuchEntity(.policy(arn: text)) }
        let list = "Entities/\(kind?.rawValue ?? "")/\(usage?.rawValue ?? "")\(pathPrefix)/\(arn)"
        return try await stores.markers.page(
            page, of: list, position: { "\($0.kind.rawValue)/\($0.name)" }
        ) { (after, limit) throws(AccessManagementError) in
            let last = after.split(separator: "/", maxSplits: 1).map(String.init)
            let found = try await stored { () throws(StorageError) in
                try await stores.attachments.entities(
                    with: arn, account: account, kind: kind, usage: usage, pathPrefix: pathPrefix,
                    after: (last.first ?? "", last.count == 2 ? last[1] : ""), limit: limit)
            }
            guard let found else { throw .noSuchEntity(.policy(arn: text)) }
            return found
        }
    }

    /// Nobody else's policies are here.
    private func isKnown(_ arn: PolicyARN) -> Bool {
        arn.account.map { $0 == account } ?? (BuiltInPolicy.find(arn.description) != nil)
    }
}

extension PolicyARN {
    static func read(_ text: String) throws(AccessManagementError) -> PolicyARN {
        guard let arn = PolicyARN(text) else { throw .malformedARN(text) }
        return arn
    }
}

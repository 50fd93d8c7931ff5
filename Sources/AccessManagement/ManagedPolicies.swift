import IAMPolicy
import IdentityModel
import Storage

import struct Foundation.Date

/// The managed policies of an account, and the built-in ones, which can be read and stay as they are.
package struct ManagedPolicies: Sendable {
    let stores: AccountStores
    let account: AccountID

    package enum Scope: String, Sendable, CaseIterable {
        case all = "All"
        case builtIn = "AWS"
        case local = "Local"
    }

    package func create(
        _ name: String, path: String, document: String, description: String?, tags: [Tag]
    ) async throws(AccessManagementError) -> ManagedPolicy {
        let arn = PolicyARN(account: account, path: path, name: name)
        try Tagging.check(tags, of: .policy(arn))
        try admit(document)
        var generator = SystemRandomNumberGenerator()
        let id = UniqueID(.managedPolicy, account: account, using: &generator)
        let made = try await stored { () throws(StorageError) in
            try await stores.managedPolicies.insert(
                arn, id: id, account: account, description: description, document: document, tags: tags)
        }
        guard let made else { throw .entityExists(.policyName(name)) }
        return made
    }

    package func find(_ text: String) async throws(AccessManagementError) -> ManagedPolicy {
        let arn = try PolicyARN.read(text)
        if arn.account == nil {
            guard let builtIn = BuiltInPolicy.find(text) else { throw .noSuchEntity(.policy(arn: text)) }
            return ManagedPolicy(builtIn, try await builtInUses()[text])
        }
        let found = try await stored { () throws(StorageError) in
            arn.account == account ? try await stores.managedPolicies.find(arn) : nil
        }
        guard let found else { throw .noSuchEntity(.policy(arn: text)) }
        return found
    }

    /// The account's own by name, and then the built-in ones.
    package func list(
        _ scope: Scope, onlyAttached: Bool, usage: PolicyUsage? = nil, pathPrefix: String, _ page: PageRequest
    ) async throws(AccessManagementError) -> Page<ManagedPolicy> {
        let list = "ListPolicies/\(scope.rawValue)/\(onlyAttached)/\(usage?.rawValue ?? "")\(pathPrefix)"
        return try await stores.markers.page(page, of: list, position: { $0.listPosition }) {
            (after, limit) throws(AccessManagementError) in
            let seen = after.split(separator: "/", maxSplits: 1).map(String.init)
            let (part, name) = seen.count == 2 ? (seen[0], seen[1]) : ("own", "")
            var policies: [ManagedPolicy] = []
            if scope != .builtIn, part == "own" {
                policies = try await stored { () throws(StorageError) in
                    try await stores.managedPolicies.list(
                        account: account, pathPrefix: pathPrefix, onlyAttached: onlyAttached, usage: usage, after: name,
                        limit: limit)
                }
            }
            guard scope != .local, policies.count < limit else { return policies }
            let uses = try await builtInUses()
            let builtIn = BuiltInPolicy.all.sorted { $0.name < $1.name }
                .filter { "/".hasPrefix(pathPrefix) && (part == "own" || $0.name > name) }
                .map { ManagedPolicy($0, uses[$0.arn]) }
                .filter { $0.attachmentCount > 0 || !onlyAttached && usage != .permissions }
                .filter { $0.boundaryCount > 0 || usage != .boundary }
            return policies + builtIn.prefix(limit - policies.count)
        }
    }

    /// - Parameters:
    ///   - withVersions: whether versions that do not count go with it; otherwise they stand in its way.
    ///   - isExpected: asked for the state that is deleted, when nobody can change it any more; nil for any.
    package func delete(
        _ text: String, withVersions: Bool = false, onlyOn isExpected: ManagedPolicyStore.Expectation? = nil
    ) async throws(AccessManagementError) {
        let arn = try own(text)
        let refusal = try await stored { () throws(StorageError) in
            try await stores.managedPolicies.delete(arn, withVersions: withVersions, onlyOn: isExpected)
        }
        switch refusal {
        case nil: return
        case .overtaken?: throw .overtaken
        case .notFound?: throw .noSuchEntity(.policy(arn: text))
        case .hasAttachments?: throw .deleteConflict(.policyIsAttached)
        case .hasVersions?: throw .deleteConflict(.policyHasVersions)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    func admit(_ document: String) throws(AccessManagementError) {
        do throws(PolicyError) {
            try PolicyAdmission.managedPolicy(document)
        } catch {
            throw .malformedPolicy(error)
        }
    }

    /// The ARN of a policy that may be changed.
    func own(_ text: String) throws(AccessManagementError) -> PolicyARN {
        let arn = try PolicyARN.read(text)
        guard let owner = arn.account else {
            throw BuiltInPolicy.find(text) == nil ? .noSuchEntity(.policy(arn: text)) : .policyIsBuiltIn(arn: text)
        }
        guard owner == account else { throw .noSuchEntity(.policy(arn: text)) }
        return arn
    }

    private func builtInUses() async throws(AccessManagementError) -> [String: BuiltInPolicy.Uses] {
        try await stored { () throws(StorageError) in
            try await stores.managedPolicies.builtInUses(account: account)
        }
    }
}

extension ManagedPolicy {
    init(_ policy: BuiltInPolicy, _ uses: BuiltInPolicy.Uses?) {
        self.init(
            arn: policy.arn, id: policy.id, name: policy.name, attachmentCount: uses?.attachments ?? 0,
            boundaryCount: uses?.boundaries ?? 0,
            createdAt: BuiltInPolicy.date, modifiedAt: BuiltInPolicy.date)
    }

    /// Where it stands in a list of all policies.
    fileprivate var listPosition: String { PolicyARN(arn)?.account == nil ? "aws/\(name)" : "own/\(name)" }
}

extension BuiltInPolicy {
    typealias Uses = (attachments: Int, boundaries: Int)

    /// They came with the program; clients want a date.
    static let date = Date(timeIntervalSince1970: 1_767_225_600)

    /// The same on every deployment, so it is made of the name: `ANPA` and 17 characters of base 32.
    fileprivate var id: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        // FNV-1a, twice, for 85 bits.
        var characters: [UInt8] = []
        for seed in [UInt64(0xCBF2_9CE4_8422_2325), 0x8422_2325_CBF2_9CE4] {
            var hash = name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
            for _ in 0..<9 {
                characters.append(alphabet[Int(hash & 31)])
                hash >>= 5
            }
        }
        return "ANPA" + String(decoding: characters.prefix(17), as: UTF8.self)
    }
}

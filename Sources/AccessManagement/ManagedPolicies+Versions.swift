import IAMPolicy
import IdentityModel
import Storage

/// The texts that a managed policy has had; one of them counts.
///
/// - Parameter isExpected: asked for the state that a change is made on, when nobody can change it any more; nil for any.
extension ManagedPolicies {
    package func createVersion(
        of text: String, document: String, asDefault: Bool, onlyOn isExpected: ManagedPolicyStore.Expectation? = nil
    ) async throws(AccessManagementError) -> PolicyVersion {
        let arn = try own(text)
        try admit(document)
        let outcome = try await stored { () throws(StorageError) in
            try await stores.managedPolicies.insertVersion(
                document, of: arn, asDefault: asDefault, limit: ManagedPolicy.versionLimit, onlyOn: isExpected)
        }
        switch outcome {
        case .success(let version): return version
        case .failure(.notFound): throw .noSuchEntity(.policy(arn: text))
        case .failure(.overtaken): throw .overtaken
        case .failure(.limit(let limit)): throw .limitExceeded(.policyVersions, limit: limit)
        case .failure(let refusal): throw AccessManagementError(unexpected: refusal)
        }
    }

    package func version(_ id: String, of text: String) async throws(AccessManagementError) -> PolicyVersion {
        let versions = try await all(of: text)
        guard let number = Self.number(id), let version = versions.first(where: { $0.number == number }) else {
            throw .noSuchEntity(.policyVersion(arn: text, id: id))
        }
        return version
    }

    /// Newest first.
    package func versions(
        of text: String, _ page: PageRequest
    ) async throws(AccessManagementError) -> Page<PolicyVersion> {
        try stores.markers.page(page, of: "PolicyVersions/\(text)", in: try await all(of: text))
    }

    package func deleteVersion(
        _ id: String, of text: String, onlyOn isExpected: ManagedPolicyStore.Expectation? = nil
    ) async throws(AccessManagementError) {
        let arn = try own(text)
        guard let number = Self.number(id) else { throw .noSuchEntity(.policyVersion(arn: text, id: id)) }
        let refusal = try await stored { () throws(StorageError) in
            try await stores.managedPolicies.deleteVersion(number, of: arn, onlyOn: isExpected)
        }
        try check(refusal, id, text)
    }

    package func setDefaultVersion(
        _ id: String, of text: String, onlyOn isExpected: ManagedPolicyStore.Expectation? = nil
    ) async throws(AccessManagementError) {
        let arn = try own(text)
        guard let number = Self.number(id) else { throw .noSuchEntity(.policyVersion(arn: text, id: id)) }
        let refusal = try await stored { () throws(StorageError) in
            try await stores.managedPolicies.setDefaultVersion(number, of: arn, onlyOn: isExpected)
        }
        try check(refusal, id, text)
    }

    private func check(_ refusal: EntityRefusal?, _ id: String, _ arn: String) throws(AccessManagementError) {
        switch refusal {
        case nil: return
        case .overtaken?: throw .overtaken
        case .notFound?: throw .noSuchEntity(.policy(arn: arn))
        case .policyNotFound?: throw .noSuchEntity(.policyVersion(arn: arn, id: id))
        case .isDefaultVersion?: throw .deleteConflict(.versionIsDefault)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    /// The policy with its versions, as one state.
    package func whole(_ text: String) async throws(AccessManagementError) -> WholePolicy {
        let arn = try PolicyARN.read(text)
        if arn.account == nil {
            return WholePolicy(policy: try await find(text), versions: try await all(of: text))
        }
        let found = try await stored { () throws(StorageError) in
            arn.account == account ? try await stores.managedPolicies.whole(arn) : nil
        }
        guard let found else { throw .noSuchEntity(.policy(arn: text)) }
        return found
    }

    /// The ARN of the account's policy of that name, whatever the case it is written in.
    package func arn(named name: String) async throws(AccessManagementError) -> String {
        let found = try await stored { () throws(StorageError) in
            try await stores.managedPolicies.arn(named: name, account: account)
        }
        guard let found else { throw .noSuchEntity(.policyName(name)) }
        return found.description
    }

    private func all(of text: String) async throws(AccessManagementError) -> [PolicyVersion] {
        let arn = try PolicyARN.read(text)
        if arn.account == nil {
            guard let builtIn = BuiltInPolicy.find(text) else { throw .noSuchEntity(.policy(arn: text)) }
            return [
                PolicyVersion(number: 1, document: builtIn.text, isDefault: true, createdAt: BuiltInPolicy.date)
            ]
        }
        let versions = try await stored { () throws(StorageError) in
            arn.account == account ? try await stores.managedPolicies.versions(of: arn) : nil
        }
        guard let versions else { throw .noSuchEntity(.policy(arn: text)) }
        return versions
    }

    /// `v12`; nil for what no version is called.
    private static func number(_ id: String) -> Int32? {
        guard id.hasPrefix("v") else { return nil }
        return Int32(id.dropFirst()).flatMap { $0 > 0 ? $0 : nil }
    }
}

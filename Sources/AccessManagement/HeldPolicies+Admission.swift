import IAMPolicy
import IdentityModel
import Storage

extension HeldPolicies {
    /// Judges all policies of one owner as IAM judges them one by one.
    ///
    /// - Throws: the first mistake; whether what is attached is there is for the store to say.
    func admit(to holder: PolicyHolder) throws(AccessManagementError) {
        for (name, document) in inline.sorted(by: { $0.key < $1.key }) {
            guard EntityName.isValid(name, longest: EntityName.longestPolicy) else { throw .invalidName(name) }
            do throws(PolicyError) {
                try PolicyAdmission.inlinePolicy(document)
            } catch {
                throw .malformedPolicy(error)
            }
        }
        guard Set(inline.keys.map { $0.lowercased() }).count == inline.count else {
            throw .invalidInput("Names of policies must differ in more than case.")
        }
        do throws(PolicyError) {
            try PolicyAdmission.inlinePolicies(inline.values, within: holder.quota)
        } catch {
            throw .malformedPolicy(error)
        }
        guard attached.count <= ManagedPolicy.attachmentLimit else {
            throw .limitExceeded(
                holder.kind == .user ? .policiesOfUser : .policiesOfRole, limit: ManagedPolicy.attachmentLimit)
        }
        for arn in attached {
            let isKnown = arn.account.map { $0 == holder.account } ?? (BuiltInPolicy.find(arn.description) != nil)
            guard isKnown else { throw .noSuchEntity(.attachablePolicy(arn: arn.description)) }
        }
        if let boundary { _ = try Boundaries.read(boundary.description, account: holder.account) }
    }
}

extension AccessManagementError {
    /// Why something whole was not written or deleted.
    ///
    /// - Parameter boundary: the one that was to be set.
    init(_ refusal: EntityRefusal, of entity: Entity, boundary: PolicyARN? = nil) {
        switch refusal {
        case .notFound: self = .noSuchEntity(entity)
        case .exists: self = .entityExists(entity)
        case .overtaken: self = .overtaken
        case .policyNotFound: self = .noSuchEntity(.boundary(arn: boundary?.description ?? ""))
        case .attachableNotFound(let arn): self = .noSuchEntity(.attachablePolicy(arn: arn))
        case .principalNotFound(let arn): self = .malformedPolicy(PolicyAdmission.missingPrincipal(arn))
        default: self = AccessManagementError(unexpected: refusal)
        }
    }
}

/// Why a policy document, or a value offered to a context, was refused.
package enum PolicyError: Error, Equatable {
    // In the order in which documents are checked.
    case syntax
    case versionTooOld
    case legacyParsing
    case sidRepeated
    case sidNotAlphanumeric
    case actionsMissing
    case resourceNotARN(String)
    /// The second text is the ARN as it was understood, missing parts as `*`.
    case partitionInvalid(String, arn: String)
    case resourceVendorMissing
    case iamResourceWithRegion(String)
    case s3ResourceWithRegion(String)
    case iamResourcePath
    case actionWithoutVendor
    case actionWithSeveralColons
    case actionVendorInvalid(String)
    case principalProhibited
    case principalMissing
    /// As JSON: `"AWS":"arn:…"`.
    case principalInvalid(String)
    case resourcesMissing
    case trustAction
    case fieldProhibited(String)
    case conditionMissing
    case audienceUnscoped
    case applicationUnscoped(issuer: String)
    // Sizes.
    case tooLarge(PolicyQuota)
    // Contexts.
    case keyNotOffered(String)
    case valueTooLong(String)
}

/// How much text a place for policies holds. White space does not count.
///
/// - Source: IAM User Guide, "IAM and AWS STS quotas".
package enum PolicyQuota: Equatable, Sendable {
    case inlineOfRole(String)
    case inlineOfUser(String)
    case inlineOfGroup(String)
    case managed
    /// AWS raises it on request, up to 8,192.
    case trust(limit: Int)

    package static let trust = PolicyQuota.trust(limit: 2_048)

    package var limit: Int {
        switch self {
        case .inlineOfRole: 10_240
        case .inlineOfUser: 2_048
        case .inlineOfGroup: 5_120
        case .managed: 6_144
        case .trust(let limit): limit
        }
    }

    /// - Parameter sizes: `PolicyDocument.size` of everything that shares the place.
    /// - Throws: `PolicyError.tooLarge`.
    package func admit(_ sizes: Int...) throws(PolicyError) {
        try admit(sizes)
    }

    package func admit(_ sizes: [Int]) throws(PolicyError) {
        guard sizes.reduce(0, +) <= limit else { throw .tooLarge(self) }
    }
}

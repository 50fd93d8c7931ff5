import IAMPolicy

/// Which documents are let into the account: the one place that says so, for every way by which they come.
///
/// - Source: recorded answers of IAM: a document is judged first, its size after.
package enum PolicyAdmission {
    /// A role's trust policy. Whether the users and roles that it names are there is for the store to say.
    package static func trustPolicy(_ text: String) throws(PolicyError) -> PolicyDocument {
        let document = try PolicyDocument(parsing: text, as: .trust)
        try PolicyQuota.trust.admit([document.size])
        return document
    }

    package static func managedPolicy(_ text: String) throws(PolicyError) {
        try PolicyQuota.managed.admit([try PolicyDocument(parsing: text, as: .managed).size])
    }

    /// One inline policy, whatever its size: that is counted together with the others.
    package static func inlinePolicy(_ text: String) throws(PolicyError) {
        _ = try PolicyDocument(parsing: text, as: .inline)
    }

    /// All inline policies of one owner.
    package static func inlinePolicies(_ texts: some Sequence<String>, within quota: PolicyQuota) throws(PolicyError) {
        try quota.admit(texts.map(PolicyDocument.size(of:)))
    }

    /// What a trust policy says of a principal that is not there.
    package static func missingPrincipal(_ arn: String) -> PolicyError {
        .principalInvalid("\"AWS\":\"\(arn)\"")
    }
}

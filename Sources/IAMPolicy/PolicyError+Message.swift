/// What AWS calls each refusal: the only table of these texts.
///
/// - Source: recorded answers of IAM. `sidNotAlphanumeric`, the principal texts and the quotas other than inline ones
///   are remembered rather than recorded.
extension PolicyError {
    package var code: String {
        switch self {
        case .tooLarge: "LimitExceeded"
        case .keyNotOffered, .valueTooLong: "ValidationError"
        default: "MalformedPolicyDocument"
        }
    }

    package var message: String {
        switch self {
        case .syntax: "Syntax errors in policy."
        case .versionTooOld: "Policy document must be version 2012-10-17 or greater."
        case .legacyParsing: "The policy failed legacy parsing"
        case .sidRepeated: "Statement IDs (SID) in a single policy must be unique."
        case .sidNotAlphanumeric:
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
        case .actionsMissing: "Policy statement must contain actions."
        case .resourceNotARN(let text): "Resource \(text) must be in ARN format or \"*\"."
        case .partitionInvalid(let partition, let arn):
            "Partition \"\(partition)\" is not valid for resource \"\(arn)\"."
        case .resourceVendorMissing: "Resource vendor must be fully qualified and cannot contain regexes."
        case .iamResourceWithRegion(let text): "IAM resource \(text) cannot contain region information."
        case .s3ResourceWithRegion(let text): "Resource \(text) can not contain region information."
        case .iamResourcePath:
            "IAM resource path must either be \"*\" or start with \(ResourceShape.iamPaths.joined(separator: ", "))."
        case .actionWithoutVendor: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
        case .actionWithSeveralColons: "Actions/Condition can contain only one colon."
        case .actionVendorInvalid(let vendor): "Vendor \(vendor) is not valid"
        case .principalProhibited: "Policy document should not specify a principal."
        case .principalMissing: "Missing required field Principal"
        case .principalInvalid(let principal): "Invalid principal in policy: \(principal)"
        case .resourcesMissing: "Policy statement must contain resources."
        case .trustAction:
            "Trust Policy statement actions can only be sts:AssumeRole, sts:AssumeRoleWithSAML,  and sts:AssumeRoleWithWebIdentity"
        case .fieldProhibited(let field): "Has prohibited field \(field)"
        case .conditionMissing: "A condition block must be present for the Cognito provider"
        case .audienceUnscoped:
            "Trust policy with trusted principal cognito-identity.amazonaws.com must evaluate, using StringEquals, "
                + "StringLike or StringEqualsIgnoreCase, cognito-identity.amazonaws.com:aud which is not scoped to all."
        case .applicationUnscoped(let issuer):
            "Policy trusting \(issuer) requires a StringEquals condition on an application id"
        case .tooLarge(let quota): quota.message
        case .keyNotOffered(let key): "Condition key \(key) is set by the verifier."
        case .valueTooLong(let key): "Value of condition key \(key) is too long."
        }
    }
}

extension PolicyQuota {
    fileprivate var message: String {
        switch self {
        case .inlineOfRole(let name): "Maximum policy size of \(limit) bytes exceeded for role \(name)"
        case .inlineOfUser(let name): "Maximum policy size of \(limit) bytes exceeded for user \(name)"
        case .inlineOfGroup(let name): "Maximum policy size of \(limit) bytes exceeded for group \(name)"
        case .managed: "Cannot exceed quota for PolicySize: \(limit)"
        case .trust: "Cannot exceed quota for ACLSizePerRole: \(limit)"
        }
    }
}

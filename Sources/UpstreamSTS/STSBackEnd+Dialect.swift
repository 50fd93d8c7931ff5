import IdentityModel

/// Where the three kinds differ in what they take.
///
/// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`; MinIO, `docs/sts`; Ceph 16.2, "STS in Ceph", and what
///   that release was seen to answer.
extension STSBackEnd.Kind {
    /// The services whose actions it knows; nil for all. Ceph refuses a policy that names an action of another service,
    /// and what it does not know it does not have, so leaving those out takes nothing away.
    package var policyServices: Set<String>? {
        switch self {
        case .aws: nil
        case .ceph, .minio: ["s3"]
        }
    }

    /// Whether `PolicyArns` counts. The others pass over it in silence.
    var takesPolicyARNs: Bool { self == .aws }

    /// Whether the token alone can say what its bearer may do.
    var takesPoliciesFromToken: Bool { self == .minio }
}

extension UpstreamAssumption {
    /// The members of the call, in order. All of them go into the body and none into the URL: MinIO tells by an empty
    /// query which of its two ways is meant, and URLs are logged.
    func form(with token: Secret<String>) throws(UpstreamError) -> [(name: String, value: String)] {
        var form = [("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15")]
        if let arn = role.upstreamRoleARN {
            form.append(("RoleArn", arn))
        } else if !backEnd.kind.takesPoliciesFromToken {
            throw .misconfigured("a role there is not named")
        }
        form.append(("RoleSessionName", sessionName))
        form.append(("DurationSeconds", "\(duration)"))
        if let policy { form.append(("Policy", policy)) }
        if backEnd.kind.takesPolicyARNs {
            for (index, arn) in policyARNs.enumerated() { form.append(("PolicyArns.member.\(index + 1).arn", arn)) }
        } else if policy == nil, !policyARNs.isEmpty {
            // With a policy beside them they only widen what it allows, so they may be left out. Alone they may not.
            throw .misconfigured("it takes no managed session policies")
        }
        form.append(("WebIdentityToken", token.reveal()))
        return form
    }
}

extension UpstreamWords {
    /// What the code means, whoever says it.
    ///
    /// - Source: AWS STS API Reference, errors; MinIO, `cmd/sts-errors.go`; Ceph, `src/rgw/rgw_common.cc`.
    /// - Parameter retryAfter: seconds, when it said so.
    func error(retryAfter: Int?) -> UpstreamError {
        switch code {
        case "Throttling", "ThrottlingException", "RequestThrottled", "RequestLimitExceeded",
            "TooManyRequestsException",
            "SlowDown", "Busy":
            .throttled(retryAfter: retryAfter ?? 0, self)
        case "IDPCommunicationError": .issuerUnreachable(self)
        case "ExpiredToken", "ExpiredTokenException", "InvalidIdentityToken", "InvalidClientGrantsToken",
            "IDPRejectedClaim":
            .tokenRefused(self)
        default:
            status == 429
                ? .throttled(retryAfter: retryAfter ?? 0, self) : status >= 500 ? .unavailable(self) : .refused(self)
        }
    }
}

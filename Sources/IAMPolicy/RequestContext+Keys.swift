/// The keys that the broker sets.
///
/// - Source: IAM User Guide, "AWS global condition context keys" and "IAM and STS condition context keys".
extension ConditionKey {
    package static let currentTime: ConditionKey = "aws:CurrentTime"
    package static let epochTime: ConditionKey = "aws:EpochTime"
    package static let tokenIssueTime: ConditionKey = "aws:TokenIssueTime"
    package static let multiFactorAuthPresent: ConditionKey = "aws:MultiFactorAuthPresent"
    package static let multiFactorAuthAge: ConditionKey = "aws:MultiFactorAuthAge"
    package static let principalARN: ConditionKey = "aws:PrincipalArn"
    package static let principalAccount: ConditionKey = "aws:PrincipalAccount"
    package static let principalType: ConditionKey = "aws:PrincipalType"
    package static let userID: ConditionKey = "aws:userid"
    package static let userName: ConditionKey = "aws:username"
    package static let federatedProvider: ConditionKey = "aws:FederatedProvider"
    package static let sourceIdentity: ConditionKey = "aws:SourceIdentity"
    package static let requestedRegion: ConditionKey = "aws:RequestedRegion"
    package static let secureTransport: ConditionKey = "aws:SecureTransport"
    package static let sourceIP: ConditionKey = "aws:SourceIp"
    package static let userAgent: ConditionKey = "aws:UserAgent"
    package static let referer: ConditionKey = "aws:Referer"
    package static let resourceAccount: ConditionKey = "aws:ResourceAccount"
    package static let tagKeys: ConditionKey = "aws:TagKeys"
    package static let viaAWSService: ConditionKey = "aws:ViaAWSService"
    package static let principalIsAWSService: ConditionKey = "aws:PrincipalIsAWSService"

    package static let externalID: ConditionKey = "sts:ExternalId"
    package static let roleSessionName: ConditionKey = "sts:RoleSessionName"
    package static let requestedSourceIdentity: ConditionKey = "sts:SourceIdentity"
    package static let transitiveTagKeys: ConditionKey = "sts:TransitiveTagKeys"
    package static let roleAuthorizedByIdP: ConditionKey = "sts:RoleAuthorizedByIdp"
    package static let passedToService: ConditionKey = "iam:PassedToService"

    package static func principalTag(_ key: String) -> ConditionKey { ConditionKey("aws:PrincipalTag/" + key) }
    package static func requestTag(_ key: String) -> ConditionKey { ConditionKey("aws:RequestTag/" + key) }
    package static func resourceTag(_ key: String) -> ConditionKey { ConditionKey("aws:ResourceTag/" + key) }
}

/// The keys that an issuer's tokens bring, made once per issuer.
package struct IssuerKeys: Sendable {
    package let audience: ConditionKey
    package let originalAudience: ConditionKey
    package let subject: ConditionKey
    package let methods: ConditionKey

    /// - Parameter issuer: without its scheme, path included, or the name of a built-in provider.
    package init(issuer: String) {
        audience = ConditionKey(issuer + ":aud")
        originalAudience = ConditionKey(issuer + ":oaud")
        subject = ConditionKey(issuer + ":sub")
        methods = ConditionKey(issuer + ":amr")
    }

    package static let cognito = IssuerKeys(issuer: CognitoTrust.provider)
}

extension RequestContext {
    /// - Parameter seconds: since 1970; the context is the only clock of this room.
    package mutating func setTime(_ seconds: Int64) {
        set(.currentTime, to: PolicyInstant(seconds: seconds).text)
        set(.epochTime, to: String(seconds))
    }

    package mutating func setTokenIssueTime(_ seconds: Int64) {
        set(.tokenIssueTime, to: PolicyInstant(seconds: seconds).text)
    }

    /// What a proven token says: pool and identity for our own, client and subject for other issuers.
    package mutating func setToken(
        _ keys: IssuerKeys, audience: String, subject: String, methods: [String]? = nil,
        originalAudience: [String]? = nil
    ) {
        set(keys.audience, to: audience)
        set(keys.subject, to: subject)
        if let methods { set(keys.methods, toEach: methods) }
        if let originalAudience { set(keys.originalAudience, toEach: originalAudience) }
    }

    /// The tags that a session asks for. Without any, the keys stay missing.
    package mutating func setRequestTags(_ tags: some Collection<(key: String, value: String)>, transitive: [String]) {
        guard !tags.isEmpty else { return }
        for tag in tags { set(.requestTag(tag.key), to: tag.value) }
        set(.tagKeys, toEach: tags.map(\.key))
        if !transitive.isEmpty { set(.transitiveTagKeys, toEach: transitive) }
    }

    /// The caller's tags; set the role's first and the session's after them, which win.
    package mutating func setPrincipalTags(_ tags: some Sequence<(key: String, value: String)>) {
        for tag in tags { set(.principalTag(tag.key), to: tag.value) }
    }

    package mutating func setResourceTags(_ tags: some Sequence<(key: String, value: String)>) {
        for tag in tags { set(.resourceTag(tag.key), to: tag.value) }
    }

    /// The keys of whoever shows nothing.
    ///
    /// - Source: IAM User Guide, "AWS global condition context keys": the three are there for everybody.
    package mutating func setAnonymousCaller() {
        set(.principalAccount, to: "anonymous")
        set(.principalType, to: "Anonymous")
        set(.userID, to: "anonymous")
    }

    /// No service of AWS asks us, for itself or for anybody.
    package mutating func setNoService() {
        set(.viaAWSService, to: false)
        set(.principalIsAWSService, to: false)
    }

    /// The keys of somebody who has no AWS identity yet, while a role is assumed with a token.
    ///
    /// - Source: recorded answers: the type reads `User`, the user id is the provider, and there is no ARN.
    package mutating func setFederatedCaller(provider: String, providerAccount: String) {
        set(.principalAccount, to: providerAccount)
        set(.principalType, to: "User")
        set(.userID, to: provider)
    }
}

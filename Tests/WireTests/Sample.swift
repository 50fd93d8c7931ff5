import Foundation
import IdentityModel
import SigV4

@testable import Federation
@testable import STS

/// Values that stand in for what the rooms behind the doors would say.
enum Sample {
    static let poolID = "eu-west-1:1f6d3e1e-0b0a-4a39-9d6e-0b2c7f4f9a11"
    static let identity = "eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d"
    static let identityID = IdentityID(identity)!

    static let credentials = TemporaryCredentials(
        accessKeyID: AccessKeyID("ASIAQAAAAAAABBBBBBBB")!,
        secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        sessionToken: Secret("FwoGZXIvYXdzEXAMPLE//token=="), expiration: Date(timeIntervalSince1970: 1_538_497_905.7))

    static let issuedCredentials = IssuedCredentials(identity: identityID, credentials: credentials)
    static let issuedToken = IssuedToken(identity: identityID, token: Secret("our.openid.token"))

    static let caller = RecognisedCaller(
        SealedSession(
            kind: .assumedRole, account: AccountID("123456789012")!, principalID: UniqueID("AROAQAAAAAAABBBBBBBBB")!,
            principalPath: "/", principalName: "guest", sessionName: "Cognito & <friends>",
            issuedAt: Date(timeIntervalSince1970: 1_538_494_305), expiresAt: Date(timeIntervalSince1970: 1_538_497_905),
            id: UUID()),
        accessKeyID: AccessKeyID("ASIAQAAAAAAABBBBBBBB")!, region: "eu-west-1")

    static let webIdentityAnswer = WebIdentityAnswer(
        role: AssumedRole(
            credentials: credentials, arn: "arn:aws:sts::123456789012:assumed-role/app/session",
            id: "AROAQAAAAAAABBBBBBBBB:session", packedPolicySize: 6),
        subject: identity, provider: "cognito-identity.amazonaws.com", audience: poolID, sourceIdentity: nil)
}

/// Managed policies that every account has without making them, under the ARNs that AWS gave them, so that scripts and
/// declarations written for AWS attach them here as they do there.
///
/// - Source: AWS Managed Policy Reference Guide; those that speak of services that are here.
package struct BuiltInPolicy: Sendable, Hashable {
    package let name: String
    package let text: String

    package var arn: String { Self.prefix + name }

    private static let prefix = "arn:aws:iam::aws:policy/"

    package static let administratorAccess = BuiltInPolicy(name: "AdministratorAccess", actions: ["*"])

    package static let all: [BuiltInPolicy] = [
        administratorAccess,
        BuiltInPolicy(
            name: "AmazonCognitoDeveloperAuthenticatedIdentities",
            actions: [
                "cognito-identity:GetOpenIdTokenForDeveloperIdentity", "cognito-identity:LookupDeveloperIdentity",
                "cognito-identity:MergeDeveloperIdentities", "cognito-identity:UnlinkDeveloperIdentity",
            ]),
        BuiltInPolicy(
            name: "AmazonCognitoPowerUser",
            actions: [
                "cognito-identity:*", "cognito-idp:*", "cognito-sync:*", "iam:ListRoles",
                "iam:ListOpenIDConnectProviders", "iam:GetRole", "iam:ListSAMLProviders", "iam:GetSAMLProvider",
            ]),
        BuiltInPolicy(
            name: "AmazonCognitoReadOnly",
            actions: [
                "cognito-identity:Describe*", "cognito-identity:Get*", "cognito-identity:List*",
                "cognito-idp:Describe*", "cognito-idp:AdminGet*", "cognito-idp:AdminList*", "cognito-idp:List*",
                "cognito-idp:Get*", "cognito-sync:Describe*", "cognito-sync:Get*", "cognito-sync:List*",
                "iam:ListOpenIDConnectProviders", "iam:ListRoles",
            ]),
        BuiltInPolicy(name: "IAMFullAccess", actions: ["iam:*"]),
        BuiltInPolicy(
            name: "IAMReadOnlyAccess",
            actions: ["iam:GenerateCredentialReport", "iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy"]),
    ]

    /// The one of that ARN, compared byte by byte.
    package static func find(_ arn: String) -> BuiltInPolicy? {
        all.first { $0.arn.isSame(as: arn) }
    }

    private init(name: String, actions: [String]) {
        self.name = name
        text = PolicyText.allowing(actions)
    }
}

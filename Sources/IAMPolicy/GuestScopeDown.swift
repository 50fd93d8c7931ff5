/// The session policies that bound what guests may do in the enhanced flow, whatever their role allows: an inline one
/// and a managed one, whose union is cut with the role's policies. People who logged in get none.
///
/// The lists are data and change with time, hence the version. Operators may put their own in place, for services with
/// prefixes of their own.
///
/// - Source: Amazon Cognito Developer Guide, "Services that unauthenticated identities can access"; the AWS managed
///   policy `AmazonCognitoUnAuthedIdentitiesSessionPolicy`.
package struct GuestScopeDown: Sendable {
    /// Names the lists in sealed sessions and traces: the day of their publication, as a number.
    package let version: UInt32
    package let inline: AttachedPolicy
    package let managed: AttachedPolicy

    package static let managedARN = "arn:aws:iam::aws:policy/AmazonCognitoUnAuthedIdentitiesSessionPolicy"

    /// - Throws: the first check that a list fails.
    package init(version: UInt32, inlineActions: [String], managedActions: [String]) throws(PolicyError) {
        self.version = version
        inline = AttachedPolicy(name: "GuestScopeDown", document: try Self.document(inlineActions, as: .session))
        managed = AttachedPolicy(name: Self.managedARN, document: try Self.document(managedActions, as: .managed))
    }

    /// What goes into `PolicyLayers.session`.
    package var session: [AttachedPolicy] { [inline, managed] }

    /// What Cognito itself uses. INVARIANT: the lists below are well formed; a test reads them.
    package static let standard = try! GuestScopeDown(
        version: 20_260_501, inlineActions: standardInlineActions, managedActions: standardManagedActions)

    /// The inline policy of the standard lists for an STS that knows only some services, as a document.
    ///
    /// - Parameter services: prefixes of actions; nil for all.
    package static func standardInlineText(knowing services: Set<String>?) -> String {
        PolicyText.allowing(
            standardInlineActions.filter { action in
                services?.contains(String(action.prefix { $0 != ":" })) ?? true
            })
    }

    private static func document(_ actions: [String], as kind: PolicyKind) throws(PolicyError) -> PolicyDocument {
        try PolicyDocument(parsing: PolicyText.allowing(actions), as: kind)
    }

    private static let standardInlineActions = [
        "cloudwatch:*", "logs:*", "dynamodb:*", "kinesis:*", "mobileanalytics:*", "s3:*", "ses:*", "sns:*", "sqs:*",
        "lambda:*", "machinelearning:*", "execute-api:*", "iot:*", "gamelift:*", "cognito-identity:*", "cognito-idp:*",
        "lex:*", "polly:*", "comprehend:*", "translate:*", "transcribe:*", "rekognition:*", "mobiletargeting:*",
        "firehose:*", "appsync:*", "personalize:*", "sagemaker:InvokeEndpoint", "cognito-sync:*", "codewhisperer:*",
        "textract:DetectDocumentText", "textract:AnalyzeDocument", "sdb:*",
    ]

    private static let standardManagedActions = [
        "rum:PutRumEvents", "sagemaker:InvokeEndpoint", "polly:*", "comprehend:*", "translate:*", "transcribe:*",
        "rekognition:*", "mobiletargeting:*", "firehose:*", "personalize:*", "geo:GetMap*", "geo:SearchPlaceIndex*",
        "geo:GetPlace", "geo:CalculateRoute*", "geo:*Geofence", "geo:*Geofences", "geo:*DevicePosition*",
        "geo:ListMaps",
        "kms:Encrypt", "kms:Decrypt", "kms:ReEncryptTo", "kms:ReEncryptFrom", "kms:GenerateDataKey",
        "kms:GenerateDataKeyPair", "kms:GenerateDataKeyPairWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext",
    ]
}

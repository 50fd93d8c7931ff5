/// Shapes of the Cognito Identity model.
///
/// - Source: Amazon Cognito Identity API Reference, data types and parameters of the actions.
extension TextShape {
    static let identityPoolID = TextShape(length: 1...55, pattern: .regionalID)
    static let identityID = TextShape(length: 1...55, pattern: .regionalID)
    static let accountID = TextShape(length: 1...15, pattern: .digits)
    static let providerName = TextShape(length: 1...128)
    static let providerToken = TextShape(length: 1...50_000, isSensitive: true)
    static let poolName = TextShape(length: 1...128, pattern: .poolName)
    static let developerProviderName = TextShape(length: 1...128, pattern: .developerProviderName)
    static let developerUser = TextShape(length: 1...1_024, isSensitive: true)
    /// Sensitive because Twitter's holds a secret.
    static let providerID = TextShape(length: 1...128, pattern: .providerID, isSensitive: true)
    static let userPoolName = TextShape(length: 1...128, pattern: .userPoolName)
    static let userPoolClientID = TextShape(length: 1...128, pattern: .userPoolClientID)
    static let pageToken = TextShape(length: 1...65_535, pattern: .noSpace)
    static let roleType = TextShape(length: 1...128, pattern: .roleType)
    static let claimName = TextShape(length: 1...64, pattern: .claimName)
    static let claimValue = TextShape(length: 1...128)
    static let principalTagKey = TextShape(length: 1...128)
    static let principalTagValue = TextShape(length: 1...256)
    static let poolTagKey = TextShape(length: 1...128)
    static let poolTagValue = TextShape(length: 0...256)
}

/// Shapes that several services share.
extension TextShape {
    static let arn = TextShape(length: 20...2048)
}

/// How many rows of a list one answer holds.
enum PageSize {
    static let range = 1...60
}

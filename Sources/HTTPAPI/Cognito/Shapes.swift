/// Shapes of the Cognito Identity model.
///
/// - Source: Amazon Cognito Identity API Reference, data types and parameters of the actions.
extension TextShape {
    static let identityPoolID = TextShape(length: 1...55, pattern: .regionalID)
    static let identityID = TextShape(length: 1...55, pattern: .regionalID)
    static let accountID = TextShape(length: 1...15, pattern: .digits)
    static let providerName = TextShape(length: 1...128)
    static let providerToken = TextShape(length: 1...50_000, isSensitive: true)
}

/// Shapes that several services share.
extension TextShape {
    static let arn = TextShape(length: 20...2048)
}

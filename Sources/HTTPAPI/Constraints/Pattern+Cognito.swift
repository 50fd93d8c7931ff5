/// Patterns of the Cognito Identity model. Classes are of ASCII, but for names of claims.
extension Pattern {
    static let poolName = ascii(#"[\w\s+=,.@-]+"#) { isWord($0) || isSpace($0) || "+=,.@-".utf8.contains($0) }
    static let developerProviderName = ascii(#"[\w._-]+"#) { isWord($0) || ".-".utf8.contains($0) }
    static let providerID = ascii(#"[\w.;_/-]+"#) { isWord($0) || ".;/-".utf8.contains($0) }
    static let userPoolName = ascii(#"[\w._:/-]+"#) { isWord($0) || ".:/-".utf8.contains($0) }
    static let userPoolClientID = ascii(#"[\w_]+"#) { isWord($0) }
    /// Anything but white space, which is of ASCII.
    static let noSpace = ascii(#"[\S]+"#) { !isSpace($0) }

    static let roleType = Pattern(text: "(un)?authenticated") { $0 == "authenticated" || $0 == "unauthenticated" }

    static let claimName = Pattern(text: #"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"#) { text in
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                    .nonspacingMark, .spacingMark, .enclosingMark, .mathSymbol, .currencySymbol, .modifierSymbol,
                    .otherSymbol, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
                    .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
                    .otherPunctuation:
                    true
                default: false
                }
            }
    }

    /// One byte or more, all of one class.
    private static func ascii(_ text: String, _ admits: @escaping @Sendable (UInt8) -> Bool) -> Pattern {
        Pattern(text: text) { !$0.isEmpty && $0.utf8.allSatisfy(admits) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

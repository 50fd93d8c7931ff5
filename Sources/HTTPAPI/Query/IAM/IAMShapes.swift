import AccessManagement

/// Shapes of the IAM model.
///
/// - Source: IAM API Reference; the service model.
extension TextShape {
    static let userName = TextShape(length: 1...64, pattern: .entityName)
    static let existingUserName = TextShape(length: 1...128, pattern: .entityName)
    static let roleName = TextShape(length: 1...64, pattern: .entityName)
    static let policyName = TextShape(length: 1...128, pattern: .entityName)
    static let path = TextShape(length: 1...512, pattern: .path)
    static let pathPrefix = TextShape(length: 1...512, pattern: .pathPrefix)
    static let policyPath = TextShape(length: 1...512, pattern: .policyPath)
    static let policyDocument = TextShape(length: 1...131_072, pattern: .policyText)
    static let roleDescription = TextShape(length: 0...1000, pattern: .description)
    /// The model has no pattern; what no database keeps is refused by that of roles.
    static let policyDescription = TextShape(length: 0...1000, pattern: .description)
    static let policyVersion = TextShape(length: 0...128, pattern: .policyVersion)
    static let accessKeyID = TextShape(length: 16...128, pattern: .word)
    static let marker = TextShape(length: 1...320, pattern: .latin1)
    static let tagKey = TextShape(length: 1...128, pattern: .tag(atLeast: 1))
    static let tagValue = TextShape(length: 0...256, pattern: .tag(atLeast: 0))
    static let providerURL = TextShape(length: 1...255)
    static let clientID = TextShape(length: 1...255)
    static let thumbprint = TextShape(length: 40...40)
}

extension Pattern {
    fileprivate static let entityName = Pattern(text: #"[\w+=,.@-]+"#) { text in
        !text.isEmpty && text.utf8.allSatisfy { isWord($0) || "+=,.@-".utf8.contains($0) }
    }

    fileprivate static let word = Pattern(text: #"[\w]+"#) { !$0.isEmpty && $0.utf8.allSatisfy(isWord) }

    fileprivate static let path = Pattern(
        text: #"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"#, matches: EntityName.isValidPath)

    fileprivate static let pathPrefix = Pattern(text: #"\u002F[\u0021-\u007F]*"#) { text in
        text.hasPrefix("/") && text.utf8.allSatisfy { (0x21...0x7F).contains($0) }
    }

    fileprivate static let policyPath = Pattern(text: #"((/[A-Za-z0-9\.,\+@=_-]+)*)/"#) { text in
        text.hasPrefix("/") && text.hasSuffix("/") && !text.utf8.elementsEqual("//".utf8) && !text.contains("//")
            && text.utf8.allSatisfy { isWord($0) || ".,+@=-/".utf8.contains($0) }
    }

    fileprivate static let description = Pattern(text: #"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*"#) { text in
        text.unicodeScalars.allSatisfy {
            (" "..."~").contains($0) || ("\u{A1}"..."\u{FF}").contains($0) || "\t\n\r".unicodeScalars.contains($0)
        }
    }

    fileprivate static let policyVersion = Pattern(text: #"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?"#) { text in
        guard text.hasPrefix("v") else { return false }
        let parts = text.dropFirst().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        return parts[0].utf8.allSatisfy { (0x30...0x39).contains($0) } && !parts[0].isEmpty
            && !parts[0].hasPrefix("0")
            && parts.dropFirst().allSatisfy {
                $0.utf8.allSatisfy { isWord($0) && $0 != UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
            }
    }

    fileprivate static let latin1 = Pattern(text: #"[\u0020-\u00FF]+"#) { text in
        !text.isEmpty && text.unicodeScalars.allSatisfy { (" "..."\u{FF}").contains($0) }
    }

    /// Letters, separators and numbers of every script, and some signs.
    fileprivate static func tag(atLeast least: Int) -> Pattern {
        Pattern(text: #"[\p{L}\p{Z}\p{N}_.:/=+\-@]"# + (least == 0 ? "*" : "+")) { text in
            text.unicodeScalars.count >= least
                && text.unicodeScalars.allSatisfy { scalar in
                    if scalar.isASCII, "_.:/=+-@".unicodeScalars.contains(scalar) { return true }
                    switch scalar.properties.generalCategory {
                    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                        .spaceSeparator, .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber,
                        .otherNumber:
                        return true
                    default: return false
                    }
                }
        }
    }
}

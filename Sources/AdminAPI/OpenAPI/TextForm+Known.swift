import AccessManagement
import IdentityModel

import struct Foundation.Date
import struct Foundation.UUID

extension TextForm {
    /// `us-east-1:11112222-3333-4444-5555-666677778888`.
    package static let poolID = TextForm(pattern: regionalID, "the id of an identity pool") {
        IdentityPoolID($0) != nil
    }
    package static let identityID = TextForm(pattern: regionalID, "the id of an identity") { IdentityID($0) != nil }
    package static let region = TextForm(pattern: "^[a-z0-9-]{1,55}$", "the name of a region, like us-east-1") { text in
        !text.isEmpty && text.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) }
    }
    package static let uuid = TextForm(format: "uuid", "a UUID") { UUID(text: $0) != nil }
    /// RFC 3339, in UTC or with an offset.
    package static let time = TextForm(format: "date-time", "a time such as 2026-11-28T06:00:00Z") {
        RFC3339.date($0) != nil
    }

    /// Of users, roles and policies; how long they are goes into the rule.
    package static let entityName = TextForm(
        pattern: "^[A-Za-z0-9+=,.@_-]+$", "letters, digits or any of +=,.@_-"
    ) { EntityName.isValid($0, longest: 1_024) }
    package static let path = TextForm(pattern: "^(/|/[!-~]+/)$", "a path that begins and ends with a slash") {
        EntityName.isValidPath($0)
    }
    package static let pathPrefix = TextForm(pattern: "^/[!-~]*$", "the beginning of a path") { text in
        text.hasPrefix("/") && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
    /// Letters, separators and numbers of every script, and some signs.
    package static let tagText = TextForm("letters, digits, spaces or any of _.:/=+-@") { text in
        text.unicodeScalars.allSatisfy { scalar in
            if scalar.isASCII, "_.:/=+-@".unicodeScalars.contains(scalar) { return true }
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spaceSeparator,
                .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
                return true
            default: return false
            }
        }
    }
    /// What IAM lets a description hold.
    package static let description = TextForm("Latin letters, digits, signs and line breaks") { text in
        text.unicodeScalars.allSatisfy {
            (" "..."~").contains($0) || ("\u{A1}"..."\u{FF}").contains($0) || "\t\n\r".unicodeScalars.contains($0)
        }
    }

    private static let regionalID =
        "^[a-z0-9-]+:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
}

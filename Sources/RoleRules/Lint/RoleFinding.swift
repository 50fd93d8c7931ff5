import StrictJSON

/// Something in a role configuration that opens a door, closes one by mistake, or does nothing.
package struct RoleFinding: Sendable, Equatable {
    package let code: Code
    /// A JSON pointer into the configuration.
    package let place: String
    /// One sentence for people.
    package let text: String

    package init(_ code: Code, _ place: String, _ text: String) {
        self.code = code
        self.place = place
        self.text = text
    }

    package enum Severity: String, Sendable, CaseIterable {
        /// Opens a door, or shuts out whom it was meant for.
        case error
        case warning
        /// Nothing wrong, and worth to know.
        case note
    }

    /// What was found. They are part of what others rely on: never reuse one.
    package enum Code: String, Sendable, CaseIterable {
        case mappingKeyUnknown = "mapping-key-unknown"
        case sameRoleForGuests = "same-role-for-guests"
        case noDefaultRole = "no-default-role"
        case ruleWithoutEffect = "rule-without-effect"
        case ruleNeverFirst = "rule-never-first"
        case conditionImpossible = "condition-impossible"
        case rulesNotCompared = "rules-not-compared"
        case claimNeverThere = "claim-never-there"
        case tokenNamesNoRoles = "token-names-no-roles"
        case claimEditable = "claim-editable"
        case emailUnverified = "email-unverified"
        case emailTakenAtWord = "email-taken-at-word"
        case tagMayFail = "tag-may-fail"
        case testsMissing = "tests-missing"
        case ruleWithoutTest = "rule-without-test"
        case testFails = "test-fails"

        case roleMissing = "role-missing"
        case trustAnyPool = "trust-any-pool"
        case trustRefusesPool = "trust-refuses-pool"
        case trustAdmitsGuests = "trust-admits-guests"
        case trustAdmitsUsers = "trust-admits-users"
        case tagsRefused = "tags-refused"
        case sessionShortened = "session-shortened"
        case guestsEveryAction = "guests-every-action"
        case guestsEveryActionOfService = "guests-every-action-of-service"
        case guestsEveryResource = "guests-every-resource"

        package var severity: Severity {
            switch self {
            case .mappingKeyUnknown, .sameRoleForGuests, .roleMissing, .trustAnyPool, .trustRefusesPool,
                .trustAdmitsGuests, .tagsRefused, .guestsEveryAction, .testFails:
                .error
            case .noDefaultRole, .ruleWithoutEffect, .ruleNeverFirst, .conditionImpossible, .claimNeverThere,
                .tokenNamesNoRoles, .claimEditable, .emailUnverified, .trustAdmitsUsers, .sessionShortened,
                .guestsEveryActionOfService, .guestsEveryResource:
                .warning
            case .rulesNotCompared, .emailTakenAtWord, .tagMayFail, .testsMissing, .ruleWithoutTest: .note
            }
        }
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("code", code.rawValue)
        json.member("severity", code.severity.rawValue)
        json.member("place", place)
        json.member("text", text)
        json.endObject()
    }
}

import IdentityModel

/// What Cognito's form has no words for.
package enum CognitoShortfall: Error, Sendable, Equatable {
    case noRules
    case tooManyRules(limit: Int)
    /// Rules count from 0.
    case rule(index: Int, Part)

    package enum Part: String, Error, Sendable, Equatable {
        /// Rules have no names there, so a name would be lost.
        case name
        /// More than one test.
        case condition
        /// A path, or the request.
        case subject
        case operation
        /// Empty, longer than 64 characters, or with white space.
        case claimName
        /// Empty, or longer than 128 characters.
        case value
        case session
    }
}

extension MappingDocument {
    package var isExpressibleInCognito: Bool {
        do throws(CognitoShortfall) {
            _ = try cognitoMapping()
            return true
        } catch {
            return false
        }
    }

    /// As pools keep it: in Cognito's form when that has words for it, so that its clients can read and change it.
    package var roleMapping: RoleMapping {
        do throws(CognitoShortfall) {
            return try cognitoMapping()
        } catch {
            return RoleMapping(.ownForm(OwnFormMapping(json)), otherwise: ambiguousRoleResolution)
        }
    }

    /// The same mapping in the form of Cognito, which chooses the same roles.
    ///
    /// - Throws: the first thing that would be lost.
    package func cognitoMapping() throws(CognitoShortfall) -> RoleMapping {
        switch source {
        case .token: return RoleMapping(.token, otherwise: ambiguousRoleResolution)
        case .rules(let rules):
            guard !rules.isEmpty else { throw .noRules }
            let limit = RoleMappingProposal.mostRules
            guard rules.count <= limit else { throw .tooManyRules(limit: limit) }
            var converted: [RoleRule] = []
            for (index, rule) in rules.enumerated() {
                do throws(CognitoShortfall.Part) {
                    converted.append(try RoleRule(rule))
                } catch {
                    throw .rule(index: index, error)
                }
            }
            return RoleMapping(.rules(converted), otherwise: ambiguousRoleResolution)
        }
    }
}

extension RoleRule {
    fileprivate init(_ rule: MappingRule) throws(CognitoShortfall.Part) {
        guard rule.name == nil else { throw .name }
        guard rule.session == .none else { throw .session }
        guard case .test(let test) = rule.condition else { throw .condition }
        guard case .claim(let claim) = test.subject else { throw .subject }
        guard let (match, value) = test.cognitoMatch else { throw .operation }
        guard (1...64).contains(claim.unicodeScalars.count), claim.unicodeScalars.allSatisfy(Self.admits) else {
            throw .claimName
        }
        guard (1...128).contains(value.unicodeScalars.count) else { throw .value }
        self.init(claim, match, value, gives: rule.roleARN)
    }

    /// `[\p{L}\p{M}\p{S}\p{N}\p{P}]`
    private static func admits(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
            .unassigned:
            false
        default: true
        }
    }
}

extension ClaimTest {
    fileprivate var cognitoMatch: (RoleRule.Match, value: String)? {
        guard case .text(let test) = comparison, !test.ignoresCase, !acceptsUnverified else { return nil }
        return switch (test.form, isNegated) {
        case (.equals, false): (.equals, test.text)
        case (.equals, true): (.notEqual, test.text)
        case (.startsWith, false): (.startsWith, test.text)
        case (.contains, false): (.contains, test.text)
        default: nil
        }
    }
}

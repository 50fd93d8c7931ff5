import IdentityModel
import StrictJSON

import struct Foundation.Date

/// A whole role configuration of a pool, read: default roles, mappings by key, test cases.
package struct RoleConfiguration: Sendable, Equatable {
    package var authenticatedRoleARN: String?
    package var unauthenticatedRoleARN: String?
    /// By mapping key.
    package var mappings: [String: MappingDocument]
    package var tests: [RoleTest]

    /// As many as the API of Cognito can carry.
    package static let mostMappings = 10
    package static let mostTests = 200

    package init(
        authenticatedRoleARN: String? = nil, unauthenticatedRoleARN: String? = nil,
        mappings: [String: MappingDocument] = [:], tests: [RoleTest] = []
    ) {
        self.authenticatedRoleARN = authenticatedRoleARN
        self.unauthenticatedRoleARN = unauthenticatedRoleARN
        self.mappings = mappings
        self.tests = tests
    }

    package var chooser: RoleChooser {
        RoleChooser(
            authenticatedRoleARN: authenticatedRoleARN, unauthenticatedRoleARN: unauthenticatedRoleARN,
            documents: mappings)
    }

    /// The test cases that do not hold.
    package func failures(in pool: IdentityPool, at now: Date) -> [RoleTestFailure] {
        guard !tests.isEmpty else { return [] }
        let chooser = chooser
        return tests.enumerated().compactMap { index, test in
            let actual = RoleOutcome(test.explain(with: chooser, in: pool, at: now).outcome)
            return actual == test.expected
                ? nil : RoleTestFailure(index: index, name: test.name, expected: test.expected, actual: actual)
        }
    }

    /// Every role that it gives, with its place as a JSON pointer.
    package var roles: [(place: String, arn: String)] {
        var roles: [(String, String)] = []
        if let arn = authenticatedRoleARN { roles.append(("/defaultRoles/authenticated", arn)) }
        if let arn = unauthenticatedRoleARN { roles.append(("/defaultRoles/unauthenticated", arn)) }
        for (key, mapping) in sortedMappings {
            guard case .rules(let rules) = mapping.source else { continue }
            for (index, rule) in rules.enumerated() {
                roles.append((Self.place(key, "rules", "\(index)", "role"), rule.roleARN))
            }
        }
        return roles
    }

    package var sortedMappings: [(key: String, value: MappingDocument)] {
        mappings.sorted { $0.key.precedesBytes(of: $1.key) }
    }

    /// A JSON pointer to something in a mapping.
    static func place(_ key: String, _ steps: String...) -> String {
        ClaimPath(steps: ["mappings", key] + steps).description
    }
}

// MARK: As pools keep it

extension RoleConfiguration {
    package var settings: RoleSettings {
        RoleSettings(
            authenticatedRoleARN: authenticatedRoleARN, unauthenticatedRoleARN: unauthenticatedRoleARN,
            mappings: mappings.mapValues(\.roleMapping), tests: Self.text(of: tests))
    }

    package static func text(of tests: [RoleTest]) -> String {
        var json = JSONWriter()
        json.beginArray()
        for test in tests { json.raw(test.json) }
        json.endArray()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// - Throws: the mistakes of what cannot be read, as a later release may have left it.
    package init(_ settings: RoleSettings) throws(MappingMistakes) {
        var mappings: [String: MappingDocument] = [:]
        for (key, mapping) in settings.mappings {
            guard case .ownForm(let own) = mapping.source else {
                mappings[key] = MappingDocument(mapping)
                continue
            }
            do throws(MappingMistakes) {
                mappings[key] = try MappingDocument(parsing: own.text)
            } catch {
                throw MappingMistakes(
                    mistakes: error.mistakes.map { MappingMistake(Self.place(key) + $0.path, $0.reason) })
            }
        }
        self.init(
            authenticatedRoleARN: settings.authenticatedRoleARN,
            unauthenticatedRoleARN: settings.unauthenticatedRoleARN,
            mappings: mappings, tests: try RoleConfiguration.tests(parsing: settings.tests))
    }
}

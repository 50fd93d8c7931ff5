import IdentityModel
import StrictJSON

import struct Foundation.Date

/// What somebody is to get, said by the administrator: a configuration comes into force only when all of these hold.
package struct RoleTest: Sendable {
    /// Unique among the tests of a configuration.
    package let name: String
    package let situation: RoleSituation
    package let expected: RoleOutcome

    package func run(
        with chooser: RoleChooser, in pool: IdentityPool, at now: Date
    ) -> RoleTestFailure? {
        let actual = RoleOutcome(explain(with: chooser, in: pool, at: now).outcome)
        return actual == expected ? nil : RoleTestFailure(name: name, expected: expected, actual: actual)
    }

    func explain(with chooser: RoleChooser, in pool: IdentityPool, at now: Date) -> RoleExplanation {
        chooser.explain(
            situation.applicant(in: pool), requested: situation.requestedRole, in: situation.circumstances(at: now))
    }

    /// The same test with other names for its roles.
    package func replacingRoles(_ replace: (String) -> String) -> RoleTest {
        var situation = situation
        situation.requestedRole = situation.requestedRole.map(replace)
        var expected = expected
        if case .role(let name) = expected { expected = .role(replace(name)) }
        return RoleTest(name: name, situation: situation, expected: expected)
    }

    /// The roles that it names.
    package var roles: [String] {
        var roles = [situation.requestedRole].compactMap(\.self)
        if case .role(let name) = expected { roles.append(name) }
        return roles
    }
}

extension RoleTest: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.json.isSameBytes(as: right.json) }

    /// The test in its JSON form. Reading it back makes the same test.
    package var json: String {
        var json = JSONWriter()
        json.beginObject()
        json.member("name", name)
        situation.writeMembers(to: &json)
        json.name("expect")
        expected.write(to: &json)
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

/// A test that does not hold.
package struct RoleTestFailure: Sendable, Equatable {
    package let name: String
    package let expected: RoleOutcome
    package let actual: RoleOutcome

    package init(name: String, expected: RoleOutcome, actual: RoleOutcome) {
        self.name = name
        self.expected = expected
        self.actual = actual
    }

    package func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("name", name)
        json.name("expected")
        expected.write(to: &json)
        json.name("actual")
        actual.write(to: &json)
        json.endObject()
    }
}

import IdentityModel
import StrictJSON

import struct Foundation.Date

/// What somebody is to get, said by the administrator: a configuration comes into force only when all of these hold.
package struct RoleTest: Sendable {
    /// Unique among the tests of a configuration.
    package let name: String
    package let situation: RoleSituation
    package let expected: RoleOutcome

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
    /// Its place among the tests, from 0.
    package let index: Int
    package let name: String
    package let expected: RoleOutcome
    package let actual: RoleOutcome

    package init(index: Int, name: String, expected: RoleOutcome, actual: RoleOutcome) {
        self.index = index
        self.name = name
        self.expected = expected
        self.actual = actual
    }
}

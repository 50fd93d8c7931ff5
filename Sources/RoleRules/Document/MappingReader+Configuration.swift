import IdentityModel
import StrictJSON

import struct Foundation.Date

/// Whole configurations, and the situations of their tests.
extension MappingReader {
    static let situationMembers = ["logins", "requestedRole", "sourceAddress", "time"]

    mutating func configuration(_ node: JSONNode) -> RoleConfiguration? {
        guard let members = members(of: node, among: ["defaultRoles", "mappings", "tests"], []) else { return nil }
        var configuration = RoleConfiguration()
        if let roles = members["defaultRoles"] {
            let place = ["defaultRoles"]
            let roles = self.members(of: roles, among: ["authenticated", "unauthenticated"], place) ?? [:]
            configuration.authenticatedRoleARN = roles["authenticated"].flatMap {
                role($0, place + ["authenticated"])
            }
            configuration.unauthenticatedRoleARN = roles["unauthenticated"].flatMap {
                role($0, place + ["unauthenticated"])
            }
        }
        if let mappings = members["mappings"] { configuration.mappings = self.mappings(mappings) }
        if let tests = members["tests"] { configuration.tests = self.tests(tests, ["tests"]) }
        return configuration
    }

    private mutating func mappings(_ node: JSONNode) -> [String: MappingDocument] {
        guard node.kind == .object else {
            report(["mappings"], .wrongType(expected: "an object"))
            return [:]
        }
        var mappings: [String: MappingDocument] = [:]
        for (key, node) in node.members {
            mappings[key] = inside(["mappings", key]) { $0.mapping(node) }
        }
        if mappings.count > RoleConfiguration.mostMappings {
            report(["mappings"], .tooMany(limit: RoleConfiguration.mostMappings))
        }
        return mappings
    }

    mutating func tests(_ node: JSONNode, _ place: Place) -> [RoleTest] {
        guard node.kind == .array else {
            report(place, .wrongType(expected: "a list"))
            return []
        }
        let nodes = Array(node.elements)
        guard nodes.count <= RoleConfiguration.mostTests else {
            report(place, .tooMany(limit: RoleConfiguration.mostTests))
            return []
        }
        var names: [String] = []
        return nodes.enumerated().compactMap { index, node in
            let place = place + [String(index)]
            guard let test = test(node, place) else { return nil }
            if names.contains(where: test.name.isSameBytes) { report(place + ["name"], .nameRepeated) }
            names.append(test.name)
            return test
        }
    }

    private mutating func test(_ node: JSONNode, _ place: Place) -> RoleTest? {
        guard
            let members = members(
                of: node, among: ["name", "expect"] + Self.situationMembers, place, required: ["name", "expect"])
        else { return nil }
        let name = members["name"].flatMap { text($0, scalars: Self.longestName, place + ["name"]) }
        let expected = members["expect"].flatMap { outcome($0, place + ["expect"]) }
        let situation = situation(members, place)
        guard let name, let expected, let situation else { return nil }
        return RoleTest(name: name, situation: situation, expected: expected)
    }

    private mutating func outcome(_ node: JSONNode, _ place: Place) -> RoleOutcome? {
        guard let members = members(of: node, among: ["role", "refusal"], place) else { return nil }
        guard members.count == 1 else {
            report(place, .needsOne(of: ["role", "refusal"]))
            return nil
        }
        if let node = members["role"] { return role(node, place + ["role"]).map(RoleOutcome.role) }
        return members["refusal"].flatMap { choice($0, among: RoleRefusal.codes, place + ["refusal"]) }
            .map(RoleOutcome.refusal)
    }

    /// - Parameter members: of the object that says the situation; others than `situationMembers` are left alone.
    mutating func situation(_ members: [String: JSONNode], _ place: Place) -> RoleSituation? {
        var situation = RoleSituation(logins: [])
        if let node = members["logins"] {
            let place = place + ["logins"]
            let logins = all(in: node, atMost: RoleSituation.mostLogins, place) { $0.login($1, $2) }
            guard let logins else { return nil }
            situation.logins = logins
        }
        situation.requestedRole = members["requestedRole"].flatMap { role($0, place + ["requestedRole"]) }
        if let node = members["sourceAddress"] {
            let place = place + ["sourceAddress"]
            situation.sourceAddress = text(node, place)
            if let text = situation.sourceAddress, IPAddress(text) == nil { report(place, .notAnAddress) }
        }
        if let node = members["time"] {
            let place = place + ["time"]
            guard let text = scalar(node, place) else { return nil }
            guard let instant = Instant(text) else {
                report(place, .notATime)
                return nil
            }
            situation.time = Date(timeIntervalSince1970: Double(instant.seconds))
        }
        return situation
    }

    private mutating func login(_ node: JSONNode, _ place: Place) -> SupposedLogin? {
        guard
            let members = members(
                of: node, among: ["provider", "subject", "audience", "claims"], place,
                required: ["provider", "subject", "audience"])
        else { return nil }
        let provider = members["provider"].flatMap { text($0, place + ["provider"]) }
        let subject = members["subject"].flatMap { text($0, place + ["subject"]) }
        let audience = members["audience"].flatMap { text($0, place + ["audience"]) }
        let claims = members["claims"]
        if let claims, claims.kind != .object {
            report(place + ["claims"], .wrongType(expected: "an object"))
            return nil
        }
        guard let provider, let subject, let audience else { return nil }
        do throws(JSONError) {
            return try SupposedLogin(
                provider: ProviderName(provider), subject: subject, audience: audience, claims: claims)
        } catch {
            report(place + ["claims"], .malformed(error))
            return nil
        }
    }
}

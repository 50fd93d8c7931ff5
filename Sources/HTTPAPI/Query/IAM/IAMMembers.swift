import AccessManagement
import IdentityModel

/// The members of a call of the IAM API, or of one of STS that has as many, and what is found wrong with them.
struct IAMMembers: Sendable {
    private let parameters: QueryParameters
    private let callerName: String?
    private var violations = Violations()

    /// - Parameter callerName: of the user who calls; nil for sessions.
    init(parameters: QueryParameters, callerName: String?) {
        self.parameters = parameters
        self.callerName = callerName
    }

    func refuse() throws(WireError) {
        do throws(Violations) { try violations.refuse() } catch { throw WireError("ValidationError", error.message) }
    }

    // MARK: Unchecked

    func text(_ name: String) -> String? { parameters.text(name) }

    /// The user that is named, or else the caller.
    var userOrCaller: String? { text("UserName") ?? callerName }

    var hasTags: Bool { (try? parameters.pairs("Tags", "Key", "Value"))?.isEmpty == false }

    /// Keys and values as they came, for the context of a permission; half of a pair is none.
    func tagPairs() throws(WireError) -> [(key: String, value: String)] {
        (try parameters.pairs("Tags", "Key", "Value") ?? []).prefix(Tag.limit).compactMap { pair in
            guard let key = pair?.first, Self.isShort(key), Self.isShort(pair?.second ?? "") else { return nil }
            return (key, pair?.second ?? "")
        }
    }

    /// The keys of tags that are to go, for the context of a permission.
    func tagKeys() throws(WireError) -> [String] {
        (try parameters.list("TagKeys") ?? []).prefix(Tag.limit).compactMap(\.self).filter(Self.isShort)
    }

    /// The policy that is to be attached or detached, for the context of a permission.
    var policyARN: String? { text("PolicyArn").flatMap { Self.isShort($0) ? $0 : nil } }

    /// The boundary that is to be set, for the context of a permission.
    var boundary: String? { text("PermissionsBoundary").flatMap { Self.isShort($0) ? $0 : nil } }

    /// Matching costs pattern × value, so what has not been checked yet is bounded. What is longer, or more, is refused
    /// as soon as it is checked, whatever the permission was.
    private static func isShort(_ text: String) -> Bool { text.utf8.count <= 2_048 }

    // MARK: Checked

    mutating func required(_ name: String, _ shape: TextShape) -> String {
        violations.required(text(name), shape, at: Self.path(name))
    }

    mutating func optional(_ name: String, _ shape: TextShape) -> String? {
        violations.optional(text(name), shape, at: Self.path(name))
        return text(name)
    }

    mutating func optional(_ name: String, in range: ClosedRange<Int>) throws(WireError) -> Int? {
        let number = try parameters.integer(name)
        violations.optional(number, in: range, at: Self.path(name))
        return number
    }

    func flag(_ name: String) throws(WireError) -> Bool { try parameters.boolean(name) ?? false }

    /// One of a few texts; nil when it is missing, and when it is none of them.
    mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, of type: Value.Type
    ) -> Value? where Value.RawValue == String {
        guard let text = text(name) else { return nil }
        if let value = Value(rawValue: text) { return value }
        violations.add(.enumeration(Value.allCases.map(\.rawValue)), at: Self.path(name), value: .shown(text))
        return nil
    }

    mutating func required<Value: RawRepresentable & CaseIterable>(
        _ name: String, of type: Value.Type
    ) -> Value? where Value.RawValue == String {
        if text(name) == nil { violations.add(.notNull, at: Self.path(name), value: .null) }
        return choice(name, of: type)
    }

    mutating func list(_ name: String, of shape: TextShape) throws(WireError) -> [String] {
        violations.check(list: try parameters.list(name) ?? [], of: shape, at: Self.path(name))
    }

    /// The elements' member of that name: `PolicyArns.member.1.arn`.
    mutating func list(
        _ name: String, of shape: TextShape, member: String, limit: Int
    ) throws(WireError) -> [String] {
        violations.check(
            list: try parameters.list(name, of: member), of: shape, at: Self.path(name), limit: limit)
    }

    mutating func check(sessionPolicy policy: String?, with policyARNs: [String]) {
        violations.check(sessionPolicy: policy, with: policyARNs)
    }

    mutating func required(
        list name: String, of shape: TextShape, limit: Int? = nil
    ) throws(WireError) -> [String] {
        guard let list = try parameters.list(name) else {
            violations.add(.notNull, at: Self.path(name), value: .null)
            return []
        }
        return violations.check(list: list, of: shape, at: Self.path(name), limit: limit)
    }

    /// The user that is named, or else the caller, who must be one then.
    mutating func userNameOrCaller() throws(WireError) -> String {
        guard text("UserName") == nil else { return required("UserName", .existingUserName) }
        guard let callerName else { throw AccessManagementError.userNameMissing.wire }
        return callerName
    }

    mutating func page() throws(WireError) -> PageRequest {
        let marker = optional("Marker", .marker)
        return PageRequest(marker: marker, limit: try optional("MaxItems", in: 1...1000) ?? 100)
    }

    mutating func tags() throws(WireError) -> [Tag] {
        check(try parameters.pairs("Tags", "Key", "Value") ?? [])
    }

    mutating func requiredTags() throws(WireError) -> [Tag] {
        guard let pairs = try parameters.pairs("Tags", "Key", "Value") else {
            violations.add(.notNull, at: "tags", value: .null)
            return []
        }
        return check(pairs)
    }

    private mutating func check(_ pairs: [(first: String?, second: String?)?]) -> [Tag] {
        if pairs.count > Tag.limit {
            let keys = pairs.compactMap { $0?.first }
            violations.add(
                .maximumLength(Tag.limit), at: "tags", value: .shown("[\(keys.joined(separator: ", "))]"))
        }
        return pairs.enumerated().map { index, pair in
            let path = "tags.\(index + 1).member"
            guard let pair else {
                violations.add(.notNull, at: path, value: .null)
                return Tag(key: "", value: "")
            }
            return Tag(
                key: violations.required(pair.first, .tagKey, at: "\(path).key"),
                value: violations.required(pair.second, .tagValue, at: "\(path).value"))
        }
    }

    /// Refuses members that would change what is allowed and are not kept here: better no role than one without its
    /// limit.
    func refuseUnsupported(_ names: String...) throws(WireError) {
        for name in names where parameters.contains(name) {
            throw AccessManagementError.invalidInput("\(name) is not supported.").wire
        }
    }

    /// As paths in messages spell it: `roleName`.
    private static func path(_ name: String) -> String { name.prefix(1).lowercased() + name.dropFirst() }
}

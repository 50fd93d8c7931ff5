import StrictJSON

extension MappingReader {
    private static let joints = ["all", "any", "not"]

    /// - Parameter left: how many conditions the rule may still have.
    mutating func condition(_ node: JSONNode, depth: Int, _ left: inout Int, _ place: Place) -> ClaimCondition? {
        guard depth <= Self.deepestCondition else {
            report(place, .tooDeep(limit: Self.deepestCondition))
            return nil
        }
        left -= 1
        guard left >= 0 else {
            if left == -1 { report(place, .tooMany(limit: Self.mostConditions)) }
            return nil
        }
        guard node.kind == .object else {
            report(place, .wrongType(expected: "an object"))
            return nil
        }
        guard let joint = Self.joints.first(where: { node[$0] != nil }), let inside = node[joint] else {
            return test(node, place).map(ClaimCondition.test)
        }
        guard members(of: node, among: [joint], place) != nil else { return nil }
        let place = place + [joint]
        if joint == "not" { return condition(inside, depth: depth + 1, &left, place).map(ClaimCondition.not) }
        let nodes = elements(of: inside, atMost: Self.mostConditions, place)
        var parts: [ClaimCondition] = []
        for (index, node) in nodes.enumerated() {
            if let part = condition(node, depth: depth + 1, &left, place + [String(index)]) { parts.append(part) }
        }
        guard parts.count == nodes.count, !parts.isEmpty else { return nil }
        return joint == "all" ? .all(parts) : .any(parts)
    }

    private mutating func test(_ node: JSONNode, _ place: Place) -> ClaimTest? {
        let subjects = ["claim", "path", "request"]
        guard let members = members(of: node, among: subjects + OperatorName.names + ["acceptsUnverified"], place)
        else { return nil }
        guard members.keys.filter(subjects.contains).count == 1 else {
            report(place, .needsOne(of: subjects))
            return nil
        }
        let subject = subject(members, place)
        let operators = members.keys.compactMap(OperatorName.entry)
        guard operators.count == 1, let operand = members[operators[0].name] else {
            report(place, .needsOne(of: OperatorName.names))
            return nil
        }
        let comparison = comparison(operators[0].operation, operand, place + [operators[0].name])
        var acceptsUnverified = false
        if let node = members["acceptsUnverified"] {
            acceptsUnverified = bool(node, place + ["acceptsUnverified"]) ?? false
            if subject != .claim("email") { report(place + ["acceptsUnverified"], .notApplicable) }
        }
        guard let subject, let comparison else { return nil }
        return ClaimTest(
            subject, comparison, isNegated: operators[0].isNegated, acceptsUnverified: acceptsUnverified)
    }

    /// - Parameter members: of which one is `claim`, `path` or `request`.
    mutating func subject(_ members: [String: JSONNode], _ place: Place) -> RuleSubject? {
        if let node = members["claim"] {
            return text(node, scalars: Self.longestClaim, place + ["claim"]).map(RuleSubject.claim)
        }
        if let node = members["request"] {
            let names = RuleSubject.RequestFact.allCases.map(\.rawValue)
            return choice(node, among: names, place + ["request"]).flatMap(RuleSubject.RequestFact.init)
                .map(RuleSubject.request)
        }
        guard let node = members["path"], let text = text(node, place + ["path"]) else { return nil }
        guard let path = ClaimPath(text) else {
            report(place + ["path"], .notAPath)
            return nil
        }
        guard path.steps.count <= Self.mostSteps else {
            report(place + ["path"], .tooMany(limit: Self.mostSteps))
            return nil
        }
        return path.steps.count == 1 ? .claim(path.steps[0]) : .path(path)
    }

    private mutating func comparison(
        _ operation: OperatorName.Operation, _ node: JSONNode, _ place: Place
    ) -> RuleComparison? {
        switch operation {
        case .text(let form, let ignoresCase):
            // Everything starts with the empty text, so nobody can mean it.
            return scalar(node, mayBeEmpty: form == .equals, place)
                .map { .text(TextComparison(form, $0, ignoresCase: ignoresCase)) }
        case .list:
            let texts = all(in: node, atMost: ListComparison.mostTexts, place) { $0.scalar($1, $2) }
            return texts.map { .list(ListComparison($0)) }
        case .pattern:
            guard let text = text(node, mayBeEmpty: true, place) else { return nil }
            do throws(PatternMistake) {
                return admit(try RulePattern(text), place).map(RuleComparison.pattern)
            } catch {
                report(place, .pattern(error))
                return nil
            }
        case .network:
            guard node.kind == .array else { return network(node, place).map { .network(NetworkComparison([$0])) } }
            let networks = all(in: node, atMost: NetworkComparison.mostNetworks, place) { $0.network($1, $2) }
            return networks.map { .network(NetworkComparison($0)) }
        case .number(let relation):
            guard let number = node.number else {
                report(place, .wrongType(expected: "a number"))
                return nil
            }
            guard number.text.utf8.count <= NumberComparison.longest,
                let comparison = NumberComparison(relation, number.text)
            else {
                report(place, .notANumber)
                return nil
            }
            return .number(comparison)
        case .before: return moment(node, place).map { .time(TimeComparison(.before($0))) }
        case .after: return moment(node, place).map { .time(TimeComparison(.after($0))) }
        case .olderThan: return age(node, place).map { .time(TimeComparison(.olderThan($0))) }
        case .youngerThan: return age(node, place).map { .time(TimeComparison(.youngerThan($0))) }
        case .presence: return bool(node, place).map { .presence($0) }
        }
    }

    private mutating func network(_ node: JSONNode, _ place: Place) -> IPNetwork? {
        guard let text = text(node, place) else { return nil }
        do throws(IPNetwork.Mistake) {
            return try IPNetwork(text)
        } catch {
            report(place, .network(error))
            return nil
        }
    }

    private mutating func moment(_ node: JSONNode, _ place: Place) -> TimeComparison.Moment? {
        guard let text = scalar(node, place) else { return nil }
        let moment = text == "now" ? .now : TimeComparison.Moment(text)
        if moment == nil { report(place, .notATime) }
        return moment
    }

    private mutating func age(_ node: JSONNode, _ place: Place) -> Int64? {
        integer(node, 0...TimeComparison.greatestAge, place)
    }
}

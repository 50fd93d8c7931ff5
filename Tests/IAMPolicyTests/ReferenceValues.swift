import Foundation

/// One request value against the policy's values, family by family, by other means than the room's.
enum ReferenceValues {
    enum Outcome {
        case match, mismatch, neither, unknown

        func holds(_ negated: Bool) -> Bool? {
            switch self {
            case .match: !negated
            case .mismatch: negated
            case .neither: false
            case .unknown: nil
            }
        }
    }

    typealias Expand = (_ text: String, _ wildcards: Bool) -> ReferenceEvaluator.Pattern?

    static func compare(_ name: String, _ policy: [String], _ value: String, expand: Expand) -> Outcome {
        let units = ReferenceEvaluator.units(value)
        func any(_ matches: (String) -> Bool) -> Outcome { policy.contains(where: matches) ? .match : .mismatch }
        switch name.replacingOccurrences(of: "Not", with: "") {
        case "StringEquals": return any { expand($0, false) == units }
        case "StringLike": return any { expand($0, true).map { ReferenceEvaluator.glob($0, units) } ?? false }
        case "StringEqualsIgnoreCase":
            return any { expand($0, false).map { lower($0) == lower(units) } ?? false }
        case "Bool":
            return any {
                expand($0, false).map { lower($0) == lower(ReferenceEvaluator.units("true")) }
                    == (value.lowercased() == "true")
            }
        case "BinaryEquals":
            guard let bytes = Data(base64Encoded: value) else { return .mismatch }
            return any { Data(base64Encoded: $0) == bytes }
        case "ArnEquals", "ArnLike": return arn(policy, value, expand)
        case "IpAddress":
            guard let address = bits(value) else { return .neither }
            return any { block in
                let halves = block.components(separatedBy: "/")
                guard let network = bits(halves[0]) else { return false }
                let length = halves.count > 1 ? Int(halves[1])! : network.count
                let isClean = network.count == 32 || !network.dropFirst(length).contains("1")
                return isClean && network.count == address.count && network.prefix(length) == address.prefix(length)
            }
        case let name where name.hasPrefix("Numeric"):
            guard let number = number(value) else { return .mismatch }
            return any { self.number($0).map { relation(name, number, $0) } ?? false }
        case let name where name.hasPrefix("Date"):
            guard let moment = milliseconds(value) else { return .mismatch }
            return any { milliseconds($0).map { relation(name, moment, $0) } ?? false }
        default: preconditionFailure("unknown operator \(name)")
        }
    }

    /// Lower case of ASCII; the generator makes nothing else.
    private static func lower(_ units: [Int]) -> [Int] { units.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 } }

    private static func relation<Value: Comparable>(_ name: String, _ left: Value, _ right: Value) -> Bool {
        if name.hasSuffix("LessThan") { return left < right }
        if name.hasSuffix("LessThanEquals") { return left <= right }
        if name.hasSuffix("GreaterThan") { return left > right }
        if name.hasSuffix("GreaterThanEquals") { return left >= right }
        return left == right
    }

    private static func number(_ text: String) -> Decimal? {
        let allowed = Set("+-.0123456789eE")
        guard text.contains(where: \.isNumber), text.allSatisfy(allowed.contains) else { return nil }
        return Decimal(string: text)
    }

    /// The generator writes whole seconds with a zone or without, days, and epoch seconds.
    private static func milliseconds(_ text: String) -> Int? {
        if let epoch = Int(text) { return epoch * 1_000 }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0)!
        let numbers = text.components(separatedBy: CharacterSet(charactersIn: "-T:.Z")).compactMap(Int.init)
        guard numbers.count >= 3 else { return nil }
        let time = numbers.count >= 6 ? numbers[3] * 3_600 + numbers[4] * 60 + numbers[5] : 0
        let fraction = numbers.count >= 7 ? text.components(separatedBy: ".")[1].prefix(3) : "0"
        let day = calendar.date(from: DateComponents(year: numbers[0], month: numbers[1], day: numbers[2]))!
        return (Int(day.timeIntervalSince1970) + time) * 1_000 + Int(fraction)!
    }

    /// An address written out in zeroes and ones.
    private static func bits(_ text: String) -> String? {
        func binary(_ number: Int, _ width: Int) -> String {
            let digits = String(number, radix: 2)
            return String(repeating: "0", count: width - digits.count) + digits
        }
        if text.contains(":") {
            let sides = text.components(separatedBy: "::").map { side in
                side.isEmpty ? [] : side.components(separatedBy: ":").map { binary(Int($0, radix: 16)!, 16) }
            }
            let zeroes = Array(repeating: binary(0, 16), count: 8 - sides.joined().count)
            let all = (sides[0] + zeroes + (sides.count > 1 ? sides[1] : [])).joined()
            let mapped = String(repeating: "0", count: 80) + String(repeating: "1", count: 16)
            return all.hasPrefix(mapped) ? String(all.suffix(32)) : all
        }
        let octets = text.components(separatedBy: ".").map { Int($0) }
        guard octets.count == 4, !octets.contains(nil) else { return nil }
        return octets.map { binary($0!, 8) }.joined()
    }

    private static func arn(_ policy: [String], _ value: String, _ expand: Expand) -> Outcome {
        guard let parts = ReferenceEvaluator.arn(value) else { return .neither }
        for text in policy {
            guard let pattern = expand(text, true) else { continue }
            if pattern == [-1] { return .match }
            let colon = 0x3A
            var split = pattern.split(separator: colon, maxSplits: 5, omittingEmptySubsequences: false)
            guard split.count == 6 else { return .unknown }
            let last = Array(split.removeLast())
            let heads = zip(split, parts).allSatisfy {
                ReferenceEvaluator.glob(lower(Array($0)), lower(ReferenceEvaluator.units($1)))
            }
            if heads, ReferenceEvaluator.glob(last, ReferenceEvaluator.units(parts[5])) { return .match }
        }
        return .mismatch
    }
}

import StrictJSON

/// One thing that is wrong in a mapping, and where.
package struct MappingMistake: Error, Sendable, Equatable {
    /// A JSON pointer to the member; empty for the mapping as a whole.
    package let path: String
    package let reason: Reason

    package init(_ path: String, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }

    /// The steps of the path, from outside to inside.
    package var steps: [String] { ClaimPath(path)?.steps ?? [] }

    package enum Reason: Sendable, Equatable {
        case malformed(JSONError)
        case missing
        /// There is no member of that name.
        case unknown
        /// A member that has no meaning beside the others.
        case notApplicable
        case wrongType(expected: String)
        case empty
        case tooLong(limit: Int)
        case tooMany(limit: Int)
        case tooDeep(limit: Int)
        case outOfRange(ClosedRange<Int64>)
        case notOneOf([String])
        /// Exactly one of these members must stand here.
        case needsOne(of: [String])
        case notAPath, notARole, notATime, notANumber
        case pattern(PatternMistake)
        /// All patterns together.
        case patternsTooCostly(limit: Int)
        case network(IPNetwork.Mistake)
        case tagKeyNotAllowed, tagKeyRepeated, tagValueNotAllowed
        case notAnAddress
        /// Another one of the same list has that name.
        case nameRepeated
        /// The pool has no such provider.
        case providerNotConfigured
        case roleNotFound
        /// Names that only mean something to clients of Cognito's API.
        case reserved
    }
}

/// All that is wrong in a mapping, as far as it could be read.
package struct MappingMistakes: Error, Sendable, Equatable {
    package static let most = 50

    /// At least one, in the order in which they were found.
    package let mistakes: [MappingMistake]

    package init(mistakes: [MappingMistake]) {
        self.mistakes = mistakes
    }
}

extension MappingMistake: CustomStringConvertible {
    package var description: String { "\(path.isEmpty ? "mapping" : path): \(reason)" }
}

extension MappingMistake.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let error): "not JSON that can be read (\(error))"
        case .missing: "is missing"
        case .unknown: "is not a member of this"
        case .notApplicable: "has no meaning here"
        case .wrongType(let expected): "must be \(expected)"
        case .empty: "is empty"
        case .tooLong(let limit): "is longer than \(limit)"
        case .tooMany(let limit): "has more than \(limit)"
        case .tooDeep(let limit): "is nested more than \(limit) deep"
        case .outOfRange(let range): "must be from \(range.lowerBound) to \(range.upperBound)"
        case .notOneOf(let names): "must be one of \(names.joined(separator: ", "))"
        case .needsOne(let names): "needs exactly one of \(names.joined(separator: ", "))"
        case .notAPath: "must be a path such as /address/country"
        case .notARole: "must be the ARN of a role"
        case .notATime: "must be a date and time such as 2030-01-01T00:00:00Z, seconds since 1970, or now"
        case .notANumber: "must be a number of usual size"
        case .pattern(let mistake): "is not a pattern (\(mistake))"
        case .patternsTooCostly(let limit): "makes the patterns of the mapping more than \(limit) instructions"
        case .network(.notANetwork): "must be an IP address or block such as 10.0.0.0/8"
        case .network(.hostBits): "has bits set behind its prefix"
        case .tagKeyNotAllowed: "cannot be the key of a tag"
        case .tagKeyRepeated: "differs from another key in case only"
        case .tagValueNotAllowed: "cannot be the value of a tag"
        case .notAnAddress: "must be an IP address"
        case .nameRepeated: "is the name of another one, too"
        case .providerNotConfigured: "is not a configured provider of the pool"
        case .roleNotFound: "is the ARN of a role that is not there"
        case .reserved: "is reserved"
        }
    }
}

/// The ARN of what a route gives access to, with variables from the request and from the caller.
///
/// Variables stand in the sixth part only, so that no text of a client can become a service, a region or an account.
package struct ResourceTemplate: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case text(String)
        case variable(Variable)
    }

    enum Variable: Sendable, Equatable {
        /// `${path.NAME}`.
        case segment(String)
        /// `${rest}`: what `**` stands for.
        case rest
        /// `${path}`: the whole path without its first slash.
        case path
        case method
        case caller(CallerVariable)
    }

    /// What a caller may have or not.
    package enum CallerVariable: String, Sendable, CaseIterable {
        case identity = "identity.id"
        case pool = "identity.pool"
        case account = "account"
        case role = "role.name"
        case session = "session.name"
        case user = "user.name"
    }

    package enum Mistake: Error, Sendable, Equatable {
        case notARN
        case wildcard
        case variableOutsideResource
        case malformedVariable
        case unknownVariable(String)
    }

    let pieces: [Piece]
    /// The account in the ARN; empty when it names none.
    let account: String

    package init(_ text: String) throws(Mistake) {
        guard !text.utf8.contains(where: { "*?".utf8.contains($0) }) else { throw .wildcard }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, !parts[2].isEmpty, !parts[5].isEmpty else {
            throw .notARN
        }
        guard !parts[..<5].contains(where: { $0.contains("$") }) else { throw .variableOutsideResource }
        account = String(parts[4])
        var pieces: [Piece] = [.text(parts[..<5].joined(separator: ":") + ":")]
        var rest = parts[5]
        while let start = rest.firstRange(of: "${") {
            pieces.append(.text(String(rest[..<start.lowerBound])))
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { throw .malformedVariable }
            pieces.append(.variable(try Self.variable(String(rest[start.upperBound..<end]))))
            rest = rest[rest.index(after: end)...]
        }
        pieces.append(.text(String(rest)))
        self.pieces = pieces
    }

    private static func variable(_ name: String) throws(Mistake) -> Variable {
        if let variable = CallerVariable(rawValue: name) { return .caller(variable) }
        switch name {
        case "rest": return .rest
        case "path": return .path
        case "method": return .method
        default:
            guard name.hasPrefix("path.") else { throw .unknownVariable(name) }
            return .segment(String(name.dropFirst(5)))
        }
    }

    var variables: [Variable] {
        pieces.compactMap { if case .variable(let variable) = $0 { variable } else { nil } }
    }

    /// - Parameter caller: nil for what the caller has not.
    /// - Throws: the first variable that the caller has not.
    package func resolved(
        method: String, path: RequestPath, _ match: PathPattern.Match, caller: (CallerVariable) -> String?
    ) throws(AuthorizationRefusal) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let literal): text += literal
            case .variable(.segment(let name)): text += match.values[name] ?? ""
            case .variable(.rest): text += match.rest ?? ""
            case .variable(.path): text += path.text
            case .variable(.method): text += method
            case .variable(.caller(let variable)):
                guard let value = caller(variable), !value.isEmpty else {
                    throw .resourceUndetermined(variable.rawValue)
                }
                text += value
            }
        }
        return text
    }
}

extension ResourceTemplate.Mistake: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notARN: "must be an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE"
        case .wildcard: "names one resource, so * and ? have no place in it"
        case .variableOutsideResource: "may have variables behind the fifth colon only"
        case .malformedVariable: "has a ${ without a }"
        case .unknownVariable(let name):
            "has the variable \(name); there are path, path.NAME, rest, method, "
                + ResourceTemplate.CallerVariable.allCases.map(\.rawValue).joined(separator: ", ")
        }
    }
}

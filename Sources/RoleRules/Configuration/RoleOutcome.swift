import StrictJSON

/// What comes of asking for a role, as far as two configurations are compared: the role, or the code of the refusal.
package enum RoleOutcome: Sendable {
    case role(String)
    /// See `RoleRefusal.code`.
    case refusal(String)

    package init(_ outcome: Result<RoleChoice, RoleRefusal>) {
        switch outcome {
        case .success(let choice): self = .role(choice.roleARN)
        case .failure(let refusal): self = .refusal(refusal.code)
        }
    }
}

extension RoleOutcome: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.role(let left), .role(let right)), (.refusal(let left), .refusal(let right)): left.isSameBytes(as: right)
        case (.role, .refusal), (.refusal, .role): false
        }
    }
}

extension RoleOutcome {
    /// `{"role": …}` or `{"refusal": …}`.
    package func write(to json: inout JSONWriter) {
        json.beginObject()
        switch self {
        case .role(let arn): json.member("role", arn)
        case .refusal(let code): json.member("refusal", code)
        }
        json.endObject()
    }
}

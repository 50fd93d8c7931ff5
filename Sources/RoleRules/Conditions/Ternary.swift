/// Whether a condition is met. What cannot be told – the claim is missing, or not of the kind that is compared – neither
/// meets a condition nor meets its negation, so that nobody gains a role by leaving something out.
enum Ternary: Sendable {
    case no, unknown, yes

    init(_ isMet: Bool) {
        self = isMet ? .yes : .no
    }

    static prefix func ! (value: Ternary) -> Ternary {
        switch value {
        case .no: .yes
        case .unknown: .unknown
        case .yes: .no
        }
    }
}

/// One of the APIs that are spoken in the AWS Query protocol. The version that a call names says which one it means.
struct QueryAPI: Sendable {
    let version: String
    let namespace: String
    let actions: [String: any QueryAction]

    static func sts(_ actions: [any QueryAction]) -> QueryAPI {
        QueryAPI(version: "2011-06-15", host: "sts.amazonaws.com", actions: actions)
    }

    static func iam(_ actions: [any QueryAction]) -> QueryAPI {
        QueryAPI(version: iamVersion, host: "iam.amazonaws.com", actions: actions)
    }

    /// Whether the action is one that changes something: all whose names do not say that they only look.
    func mayChange(_ action: String) -> Bool {
        version == Self.iamVersion && !["Get", "List"].contains(where: action.hasPrefix)
    }

    private static let iamVersion = "2010-05-08"

    private init(version: String, host: String, actions: [any QueryAction]) {
        self.version = version
        namespace = "https://\(host)/doc/\(version)/"
        self.actions = Dictionary(uniqueKeysWithValues: actions.map { (type(of: $0).action, $0) })
    }
}

/// One of the APIs that are spoken in the AWS Query protocol. The version that a call names says which one it means.
struct QueryAPI: Sendable {
    let version: String
    let namespace: String
    let actions: [String: any QueryAction]

    static func sts(_ actions: [any QueryAction]) -> QueryAPI {
        QueryAPI(version: "2011-06-15", host: "sts.amazonaws.com", actions: actions)
    }

    static func iam(_ actions: [any QueryAction]) -> QueryAPI {
        QueryAPI(version: "2010-05-08", host: "iam.amazonaws.com", actions: actions)
    }

    private init(version: String, host: String, actions: [any QueryAction]) {
        self.version = version
        namespace = "https://\(host)/doc/\(version)/"
        self.actions = Dictionary(uniqueKeysWithValues: actions.map { (type(of: $0).action, $0) })
    }
}

import HTTPTypes

/// All routes, found by method and path.
struct RouteTable: Sendable {
    let routes: [any AdminRoute]
    private let bySegments: [Int: [any AdminRoute]]

    /// The place below which all templates stand.
    static let root = "/admin/v1"

    init(_ routes: [any AdminRoute]) {
        self.routes = routes
        bySegments = Dictionary(grouping: routes) { Self.count($0) }.mapValues { group in
            group.sorted { type(of: $0).description.path.rank > type(of: $1).description.path.rank }
        }
    }

    enum Found {
        case route(any AdminRoute, parameters: [String: String])
        case otherMethods(String)
        case nowhere
    }

    func find(_ method: HTTPRequest.Method, _ path: String) -> Found {
        guard path.hasPrefix(Self.root + "/") else { return .nowhere }
        let segments = path.dropFirst(Self.root.count + 1)
            .split(separator: "/", maxSplits: 16, omittingEmptySubsequences: false)
        var others: [String] = []
        var best: Int?
        for route in bySegments[segments.count] ?? [] {
            let description = type(of: route).description
            // A template that is less exact than one that fits is another place.
            if let best, description.path.rank < best { break }
            guard let parameters = description.path.match(segments) else { continue }
            if description.method.rawValue == method.rawValue { return .route(route, parameters: parameters) }
            best = description.path.rank
            others.append(description.method.rawValue)
        }
        return others.isEmpty ? .nowhere : .otherMethods(others.sorted().joined(separator: ", "))
    }

    private static func count(_ route: any AdminRoute) -> Int {
        type(of: route).description.path.text.split(separator: "/").count
    }
}

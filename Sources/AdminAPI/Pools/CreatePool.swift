import Federation
import IdentityModel
import StrictJSON

struct CreatePool: AdminRoute {
    static let description = {
        var description = RouteDescription(
            "CreatePool", .post, "/pools", "Makes a pool in the region of the caller.",
            query: [
                QueryParameter(
                    "region", .text(TextRule(length: 1...55, form: .region)), "That of the caller when not given.")
            ],
            body: .json(PoolDocument.input),
            answer: .created(PoolDocument.output))
        description.isReadFirst = true
        return description
    }()

    let pools: PoolAdministration

    func run(_ call: AdminCall) async throws(Problem) -> AdminAnswer {
        guard let body = call.body else { throw .invalid([]) }
        let made = try await Problem.telling { () throws(FederationError) in
            let pool = try await pools.create(
                PoolDocument.settings(body), tags: body.textMap("tags") ?? [:], by: call.caller)
            return try await pools.snapshot("\(pool.id)", by: call.caller)
        }
        return .pool(made, isNew: true)
    }
}

import Federation
import HTTPTypes
import Logging

/// Sends every request to its door, and answers for the places where there is none.
///
/// Both APIs live at `/`, as one endpoint serves clients of either: an SDK that is pointed here finds what it expects.
package struct Site: Door {
    private let cognito: CognitoDoor
    private let query: QueryDoor
    private let documents: DocumentDoor
    private let health: HealthDoor
    private let mounts: [Mount]
    private let log: AccessLog

    /// - Parameter mounts: doors of other rooms; of those whose place a path is in, the first answers.
    package init(
        cognito: CognitoDoor, query: QueryDoor, documents: OpenIDDocuments, health: HealthChecks, mounts: [Mount] = [],
        logger: Logger
    ) {
        self.init(
            cognito: cognito, query: query,
            documents: DocumentDoor(configuration: documents.configuration, keySet: documents.keySet), health: health,
            mounts: mounts, logger: logger)
    }

    init(
        cognito: CognitoDoor, query: QueryDoor, documents: DocumentDoor, health: HealthChecks, mounts: [Mount] = [],
        logger: Logger
    ) {
        self.cognito = cognito
        self.query = query
        self.documents = documents
        self.mounts = mounts
        self.health = HealthDoor(health, logger: logger)
        log = AccessLog(logger)
    }

    package func answer(_ request: WireRequest) async -> WireResponse {
        switch request.path {
        case "/": await answerAtRoot(request)
        case "/.well-known/openid-configuration", "/.well-known/jwks_uri", "/.well-known/jwks.json":
            logged(request, documents.answer(request))
        case "/health/live", "/health/ready": await health.answer(request)
        default:
            if let mount = mounts.first(where: { $0.holds(request.path) }) {
                await mount.door.answer(request)
            } else {
                logged(request, WireResponse(.notFound, to: request))
            }
        }
    }

    private func answerAtRoot(_ request: WireRequest) async -> WireResponse {
        switch request.method {
        case .post where request.isQueryCall: await query.answer(request)
        case .post: await cognito.answer(request)
        case .get where !request.query.isEmpty: await query.answer(request)
        case .get: logged(request, WireResponse(.notFound, to: request))
        case .options: logged(request, CrossOrigin.preflight(request, methods: "GET, POST, OPTIONS"))
        default: logged(request, .methodNotAllowed("GET, OPTIONS, POST", to: request))
        }
    }

    /// Doors that speak an API keep their own line; this is for everything else.
    private func logged(_ request: WireRequest, _ response: WireResponse) -> WireResponse {
        log.write(response.status, of: request)
        return response
    }
}

extension WireRequest {
    /// A call in the Query protocol: a form, or parameters in the URL as presigned calls have them. A target decides for
    /// the JSON protocol, whatever else there is.
    fileprivate var isQueryCall: Bool {
        header(.amzTarget) == nil && (isForm || !query.isEmpty)
    }
}

extension WireResponse {
    package static func methodNotAllowed(_ allowed: String, to request: WireRequest) -> WireResponse {
        WireResponse(.methodNotAllowed, to: request, headers: [.allow: allowed])
    }
}

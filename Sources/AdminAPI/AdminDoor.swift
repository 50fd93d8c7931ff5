import AccessManagement
import Audit
import HTTPAPI
import HTTPTypes
import IAMPolicy
import IdentityModel
import Logging
import NIOCore
import STS
import StrictJSON

/// The admin API: JSON over `/admin/v1/…`, errors as problem details, one OpenAPI document that describes it.
///
/// See `AdminRoute` for the steps and their order. Nothing here is for browsers of other origins, so there is no CORS.
package struct AdminDoor: Door {
    /// Where it stands.
    package static let root = "/admin"

    private let routes: RouteTable
    private let document: [UInt8]
    private let callers: AdminCallers
    private let gate: AdminGate
    private let idempotency: Idempotency
    private let limits: RateLimits
    private let changes: ChangeLedger
    private let onChange: @Sendable () -> Void
    private let log: AccessLog

    /// - Parameter onChange: called after every change, so that it is in force at once here.
    package init(
        routes: [any AdminRoute], callers: AdminCallers, gate: AdminGate, idempotency: Idempotency,
        limits: RateLimits, changes: ChangeLedger = .none, onChange: @escaping @Sendable () -> Void, logger: Logger
    ) {
        self.routes = RouteTable(routes)
        document = OpenAPIDocument.write(routes.map { type(of: $0).description })
        self.callers = callers
        self.gate = gate
        self.idempotency = idempotency
        self.limits = limits
        self.changes = changes
        self.onChange = onChange
        log = AccessLog(logger)
    }

    package func answer(_ request: WireRequest) async -> WireResponse {
        var record = AccessRecord()
        do {
            let answer = try await perform(request, &record)
            log.write(record, of: request)
            return answer.response(to: request)
        } catch {
            log.write(record, of: request, refusal: error.problem.wire)
            return error.problem.response(to: request, allow: error.allow)
        }
    }

    /// A problem, and the methods that a place has when it was the wrong one.
    private struct Refusal: Error {
        let problem: Problem
        var allow: String?
    }

    private func perform(
        _ request: WireRequest, _ record: inout AccessRecord
    ) async throws(Refusal) -> AdminAnswer {
        if request.path == "\(RouteTable.root)/openapi.json", request.method == .get {
            return AdminAnswer(status: .ok, body: document)
        }
        switch routes.find(request.method, request.path) {
        case .nowhere:
            throw Refusal(problem: Problem(.notFound, "no-such-place", "There is nothing at this place."))
        case .otherMethods(let allow):
            throw Refusal(
                problem: Problem(.methodNotAllowed, "method-not-allowed", "This place takes \(allow)."), allow: allow)
        case .route(let route, let parameters):
            do throws(Problem) {
                return try await run(route, parameters, request, &record)
            } catch {
                throw Refusal(problem: error)
            }
        }
    }

    private func run(
        _ route: any AdminRoute, _ parameters: [String: String], _ request: WireRequest, _ record: inout AccessRecord
    ) async throws(Problem) -> AdminAnswer {
        let description = type(of: route).description
        record.action = description.action
        if let seconds = limits.wait(request) { throw .tooManyRequests(retryAfter: seconds) }
        let body: [UInt8]
        switch request.body {
        case .bytes(let bytes): body = bytes
        case .tooLarge(let limit):
            throw Problem(.contentTooLarge, "body-too-large", "The body is larger than \(limit) bytes.")
        }
        var caller = try await recognise(request, body)
        record.callerARN = caller.arn
        if let pool = parameters["poolId"].flatMap(IdentityPoolID.init) {
            caller = caller.acting(in: pool.region)
            record.poolID = "\(pool)"
        }
        var call = AdminCall(requestID: request.id, caller: caller, path: parameters)
        if description.isReadFirst {
            try call.read(request, body, as: description)
            // Permission is asked where the thing is, not where the request was signed for.
            if let region = call.text("region") { call.caller = call.caller.acting(in: region) }
        }
        do throws(Problem) {
            try await gate.permit(description.action, on: route.resource(of: call), by: call.caller)
        } catch {
            if description.isChange, error.status == .forbidden {
                changes.refuse(change(of: route, call, request), because: error.code)
            }
            throw error
        }
        if !description.isReadFirst { try call.read(request, body, as: description) }
        guard description.isChange else { return try await route.run(call) }
        guard description.method == .post, let key = try IdempotencyKey(of: request) else {
            return try await change(route, call, request)
        }
        return try await idempotency.once(key, by: call.caller, request, body) { () throws(Problem) in
            try await change(route, call, request)
        }
    }

    private func change(
        _ route: any AdminRoute, _ call: AdminCall, _ request: WireRequest
    ) async throws(Problem) -> AdminAnswer {
        try await changes.make(
            self.change(of: route, call, request), unavailable: { Problem(STSError.unavailable($0)) }, code: \.code
        ) { () throws(Problem) in
            // Whatever became of it: a change that failed half-way may show, too.
            defer { onChange() }
            return try await route.run(call)
        }
    }

    /// As the audit has it: bodies may hold secrets of apps, so it is the place alone, and what of it names a person is kept
    /// as subjects are.
    private func change(of route: any AdminRoute, _ call: AdminCall, _ request: WireRequest) -> AdminChange {
        let description = type(of: route).description
        var place = description.path.text
        var people: [String: String] = [:]
        for (name, value) in call.path.sorted(by: { $0.key < $1.key }) {
            if description.people.contains(name) {
                people[name] = value
            } else {
                place = place.replacing("{\(name)}", with: value)
            }
        }
        return AdminChange(
            action: "sluice:\(description.action)", actor: call.caller.arn,
            signedBy: call.caller.accessKeyID?.rawValue, resource: "\(request.method.rawValue) \(place)",
            context: limits.context(of: request), people: people)
    }

    private func recognise(_ request: WireRequest, _ body: [UInt8]) async throws(Problem) -> RecognisedCaller {
        do throws(STSError) {
            return try await callers.recognise(request, body).asking(with: limits.facts(of: request))
        } catch {
            let problem = Problem(error)
            if problem.status == .unauthorized { _ = limits.take(request) }
            throw problem
        }
    }
}

extension Problem {
    static func tooManyRequests(retryAfter seconds: Int64) -> Problem {
        Problem(.tooManyRequests, "too-many-requests", "Too many requests from your address.", retryAfter: seconds)
    }

    /// For the access log.
    fileprivate var wire: WireError { WireError(code, detail, status: status, cause: cause, retryAfter: retryAfter) }
}

extension AdminAnswer {
    fileprivate func response(to request: WireRequest) -> WireResponse {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        if !body.isEmpty || stream != nil { headers[.contentType] = contentType }
        if let entityTag { headers[.eTag] = "\(entityTag)" }
        if let location { headers[.location] = RouteTable.root + location }
        var response = WireResponse(status, to: request, headers: headers, body: ByteBuffer(bytes: body))
        response.stream = stream
        return response
    }
}

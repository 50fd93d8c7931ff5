import IAMPolicy
import IdentityModel
import STS
import SigV4
import StrictJSON

import struct Foundation.Date

/// Whether a request to somebody's API may pass.
///
/// The order: which API and which route, on the path that everybody reads alike; who is asking, by the one recognition of
/// signatures or the one verifier of our tokens; whether they may, by the one evaluator.
package struct RequestAuthorization: Sendable {
    package typealias Recognise =
        @Sendable (SignedRequest, SignatureVerifier) async throws(STSError) -> RecognisedRequest
    /// Judges a recognised caller.
    package typealias Decide =
        @Sendable (Action, ARN, AccountID?, AttachedPolicy?, RecognisedCaller) async throws(STSError) -> Decision
    /// Judges the bearer of a token, or nobody in particular.
    package typealias DecideByResource =
        @Sendable (Action, ARN, AttachedPolicy, WebIdentity?, RequestFacts) -> Decision
    /// Whether anything has ended the token of an identity before its time; nil while it is good.
    package typealias End = @Sendable (WebIdentity) async throws(STSError) -> UnknownCaller?

    private let routes: RouteTable
    private let recognise: Recognise
    private let tokens: any LoginProvider
    private let end: End
    private let decide: Decide
    private let decideByResource: DecideByResource
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - tokens: proves our own OpenID tokens.
    ///   - account: of the pools whose tokens they are.
    package init(
        _ routes: RouteTable, recognition: CallerRecognition, tokens: any LoginProvider,
        revocations: SessionRevocations, account: AccountID, permissions: Permissions
    ) {
        self.init(
            routes,
            recognise: { request, verifier throws(STSError) in try await recognition.recognise(request, by: verifier) },
            tokens: tokens,
            end: { identity throws(STSError) in
                try await revocations.end(
                    of: RevocableSession(
                        account: account, issuedAt: identity.tokenIssuedAt ?? .distantPast,
                        identity: .init(id: identity.identity, pool: identity.pool), methods: identity.methods),
                    vouchedBy: identity.vouchedLogin)
            },
            decide: { action, resource, owner, policy, caller throws(STSError) in
                try await permissions.decide(action, on: resource, ownedBy: owner, under: policy, by: caller)
            },
            decideByResource: { action, resource, policy, identity, facts in
                permissions.decide(action, on: resource, under: policy, by: identity, asking: facts)
            })
    }

    init(
        _ routes: RouteTable, recognise: @escaping Recognise, tokens: any LoginProvider, end: @escaping End,
        decide: @escaping Decide,
        decideByResource: @escaping DecideByResource, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.routes = routes
        self.recognise = recognise
        self.tokens = tokens
        self.end = end
        self.decide = decide
        self.decideByResource = decideByResource
        self.now = now
    }

    /// - Returns: as whom the request passes.
    package func authorize(_ request: OriginalRequest) async throws(AuthorizationRefusal) -> AuthorizedCaller {
        guard let api = routes.api(at: request.host) else { throw .hostUnknown }
        if let expected = request.expectedAPI, expected != api.name { throw .hostMisplaced }
        let path: RequestPath
        do throws(RequestPath.Ambiguity) { path = try RequestPath(request.path) } catch { throw .pathAmbiguous(error) }
        guard let (route, match) = api.route(request.method, path) else { throw .routeUnknown }

        let caller = try await identify(request, api, route)
        let resource = try route.resource.resolved(
            method: request.method, path: path, match, caller: caller.value)
        try await permit(caller, route.action, ARN(resource), route, api, request.facts)
        return caller
    }

    // MARK: Who

    private func identify(
        _ request: OriginalRequest, _ api: GuardedAPI, _ route: Route
    ) async throws(AuthorizationRefusal) -> AuthorizedCaller {
        let authorizations = request.values(of: "authorization")
        let bearers = authorizations.compactMap(Self.bearerToken)
        guard !bearers.isEmpty else {
            let recognised: RecognisedRequest
            do throws(STSError) {
                recognised = try await recognise(request.signed, api.signatures)
            } catch .signatureRefused(.noSignature) {
                guard route.admitsAnonymous else { throw .credentialsMissing }
                return .anonymous
            } catch {
                throw .signature(error)
            }
            return try Self.admit(recognised, of: request, api)
        }
        guard authorizations.count == 1, !SignatureVerifier.isPresigned(request.query) else {
            throw .credentialsAmbiguous
        }
        return .bearer(try await prove(bearers[0], api))
    }

    private static func admit(
        _ recognised: RecognisedRequest, of request: OriginalRequest, _ api: GuardedAPI
    ) throws(AuthorizationRefusal) -> AuthorizedCaller {
        if recognised.payload == .unsigned, !api.admitsUnsignedPayload { throw .payloadUnsigned }
        if recognised.payload == .empty, request.announcesBody { throw .bodyUnsigned }
        return .signer(recognised)
    }

    /// - Source: RFC 6750 §2.1.
    private static func bearerToken(_ header: String) -> Secret<String>? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return Secret(String(parts[1]))
    }

    private func prove(_ token: Secret<String>, _ api: GuardedAPI) async throws(AuthorizationRefusal) -> WebIdentity {
        guard !api.bearerPools.isEmpty else { throw .tokenNotAdmitted }
        let login: VerifiedLogin
        do throws(LoginError) {
            login = try await tokens.verify(
                Login(provider: .broker, token: token),
                for: ClientRegistration(clientIDs: api.bearerPools.map { "\($0)" }), at: now())
        } catch {
            switch error {
            case .expired: throw .tokenExpired
            case .audienceMismatch: throw .tokenMisdirected
            case .providerUnavailable: throw .unavailable("no signing key has been read yet")
            default: throw .tokenInvalid
            }
        }
        guard let pool = IdentityPoolID(login.audience), let identity = IdentityID(login.subject) else {
            throw .tokenInvalid
        }
        let bearer = WebIdentity(
            pool: pool, identity: identity, methods: login.claims["amr"]?.elements.compactMap(\.string) ?? [],
            tokenIssuedAt: login.issuedAt)
        let ended: UnknownCaller?
        do throws(STSError) { ended = try await end(bearer) } catch { throw .signature(error) }
        if let ended { throw .tokenRevoked(ended) }
        return bearer
    }

    // MARK: Whether

    private func permit(
        _ caller: AuthorizedCaller, _ action: Action, _ resource: ARN, _ route: Route, _ api: GuardedAPI,
        _ facts: RequestFacts
    ) async throws(AuthorizationRefusal) {
        let policy = route.policy ?? api.policy
        let decision: Decision
        switch caller {
        case .signer(let recognised):
            do throws(STSError) {
                decision = try await decide(
                    action, resource, AccountID(route.resource.account), policy,
                    recognised.caller.asking(with: facts))
            } catch {
                throw .signature(error)
            }
        case .bearer(let identity):
            decision =
                policy.map { decideByResource(action, resource, $0, identity, facts) }
                ?? .notMentioned(layer: .resource)
        case .anonymous:
            decision =
                policy.map { decideByResource(action, resource, $0, nil, facts) } ?? .notMentioned(layer: .resource)
        }
        if case .notMentioned = decision, route.admitsAnonymous { return }
        let question = AccessRequest(
            by: caller.principal, action: action, resource: resource, context: RequestContext())
        guard let denied = AccessDenied(decision, of: question) else { return }
        if case .denied = decision { throw .denied(denied.message, explicitly: true) }
        throw .denied(denied.message, explicitly: false)
    }
}

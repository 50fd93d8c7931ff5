import Audit
import Federation
import HTTPTypes
import Logging
import NIOCore
import STS
import SigV4

/// The Cognito Identity API: JSON 1.1 over `POST /`, the action in `X-Amz-Target`.
///
/// The steps that all actions share are here and in `AnyOperation`, in the order in which AWS makes them: target known,
/// rate (of the public actions, refused signatures and unknown keys), body within its limit, signature (of the others; the
/// public ones ignore what they are sent), JSON and the types of its members, permission, constraints, run, answer,
/// access log.
///
/// - Source: Amazon Cognito Identity API Reference; AWS JSON 1.1 protocol.
package struct CognitoDoor: Door {
    private let operations: [String: AnyOperation]
    private let recognise: Recognition
    private let limits: RateLimits
    private let log: AccessLog

    typealias Recognition =
        @Sendable (_ request: SignedRequest, _ service: String) async throws(STSError) -> RecognisedCaller

    package init(
        exchange: CredentialExchange, administration: Administration, recognition: CallerRecognition,
        permissions: Permissions, limits: RateLimits, recorder: Recorder?, logger: Logger
    ) {
        self.init(
            operations: [
                AnyOperation(
                    GetCredentialsForIdentity { identity, logins, role, context throws(FederationError) in
                        try await exchange.credentials(
                            identity: identity, logins: logins, customRoleARN: role, in: context)
                    }),
                AnyOperation(
                    GetId { pool, logins, context throws(FederationError) in
                        try await exchange.identityID(pool: pool, logins: logins, in: context)
                    }),
                AnyOperation(
                    GetOpenIdToken { identity, logins, context throws(FederationError) in
                        try await exchange.openIDToken(identity: identity, logins: logins, in: context)
                    }),
                AnyOperation(
                    UnlinkIdentity { identity, logins, providers, context throws(FederationError) in
                        try await exchange.unlink(
                            identity: identity, logins: logins, providers: providers, in: context)
                    }),
            ]
                + administration.operations(changes: ChangeLedger(recorder)) {
                    action, target, tagging, caller throws(STSError) in
                    try await permissions.check(action, target, tagging, caller) { pool throws(STSError) in
                        try await administration.pools.tags(of: pool, for: caller)
                    }
                },
            recognise: recognition.recognise, limits: limits, logger: logger)
    }

    init(
        operations: [AnyOperation], recognise: @escaping Recognition, limits: RateLimits = .none, logger: Logger
    ) {
        self.operations = Dictionary(
            uniqueKeysWithValues: operations.map { ("AWSCognitoIdentityService.\($0.action)", $0) })
        self.recognise = recognise
        self.limits = limits
        log = AccessLog(logger)
    }

    package func answer(_ request: WireRequest) async -> WireResponse {
        var record = AccessRecord()
        do {
            let body = try await perform(request, &record)
            log.write(record, of: request)
            return WireResponse(.ok, to: request, headers: Self.headers, body: ByteBuffer(bytes: body))
        } catch {
            log.write(record, of: request, refusal: error)
            return Self.refusal(error, of: request)
        }
    }

    private func perform(_ request: WireRequest, _ record: inout AccessRecord) async throws(WireError) -> [UInt8] {
        guard let target = request.header(.amzTarget), let operation = operations[target] else {
            throw .unknownOperation
        }
        record.action = operation.action
        if let seconds = operation.needsSignature ? limits.wait(request) : limits.take(request) {
            throw .tooManyRequests(retryAfter: seconds)
        }
        let body =
            switch request.body {
            case .tooLarge(let limit): throw .bodyTooLarge(limit: limit)
            case .bytes(let bytes): bytes
            }
        let caller = operation.needsSignature ? try await recognised(request, body) : nil
        record.callerARN = caller?.arn
        return try await operation.perform(RequestMembers(body), caller, limits.context(of: request), &record)
    }

    private func recognised(_ request: WireRequest, _ body: [UInt8]) async throws(WireError) -> RecognisedCaller {
        do throws(STSError) {
            return try await recognise(request.signed(body), "cognito-identity")
                .asking(with: limits.facts(of: request))
        } catch {
            if error.mayBeGuess { _ = limits.take(request) }
            throw error.cognitoWire
        }
    }
}

/// What administrators of pools can ask for.
package struct Administration: Sendable {
    let pools: PoolAdministration
    let identities: IdentityAdministration
    let developers: DeveloperIdentities

    package init(
        pools: PoolAdministration, identities: IdentityAdministration, developers: DeveloperIdentities
    ) {
        self.pools = pools
        self.identities = identities
        self.developers = developers
    }

    func operations(changes: ChangeLedger, _ permissions: @escaping PermissionCheck) -> [AnyOperation] {
        func signed(_ operation: some SignedOperation) -> AnyOperation {
            AnyOperation(operation, permissions: permissions, changes: changes)
        }
        return [
            signed(CreateIdentityPool(pools: pools)),
            signed(DeleteIdentities(identities: identities)),
            signed(DeleteIdentityPool(pools: pools)),
            signed(DescribeIdentity(identities: identities)),
            signed(DescribeIdentityPool(pools: pools)),
            signed(GetIdentityPoolRoles(pools: pools)),
            signed(GetOpenIdTokenForDeveloperIdentity(developers: developers)),
            signed(GetPrincipalTagAttributeMap(pools: pools)),
            signed(ListIdentities(identities: identities)),
            signed(ListIdentityPools(pools: pools)),
            signed(ListTagsForResource(pools: pools)),
            signed(LookupDeveloperIdentity(developers: developers)),
            signed(MergeDeveloperIdentities(developers: developers)),
            signed(SetIdentityPoolRoles(pools: pools)),
            signed(SetPrincipalTagAttributeMap(pools: pools)),
            signed(TagResource(pools: pools)),
            signed(UnlinkDeveloperIdentity(developers: developers)),
            signed(UntagResource(pools: pools)),
            signed(UpdateIdentityPool(pools: pools)),
        ]
    }
}

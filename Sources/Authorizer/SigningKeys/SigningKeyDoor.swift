import HTTPAPI
import HTTPTypes
import IAMPolicy
import IdentityModel
import Logging
import NIOCore
import STS
import SigV4
import StrictJSON

/// Gives resource servers the signing keys of sessions, so that they verify signatures by themselves without holding what
/// would let them make sessions: a key that leaks forges for one session, one day, one region and one service.
///
/// The order: the server's own signature, the form of its question, its permission, then the session.
package struct SigningKeyDoor: Door {
    /// Where it stands on the site.
    package static let place = "/v1/signing-keys"
    /// What the resource server's own signature is for.
    static let service = "sluice"
    static let action: Action = "sluice:DeriveSigningKey"

    typealias Recognise = @Sendable (SignedRequest, String) async throws(STSError) -> RecognisedCaller
    typealias Require = @Sendable (Action, ARN, RecognisedCaller) async throws(STSError) -> Void
    typealias Derive =
        @Sendable (AccessKeyID, Secret<String>, CredentialScope) async throws(STSError) -> DerivedKey

    private let recognise: Recognise
    private let require: Require
    private let isCurrent: @Sendable (String) -> Bool
    private let derive: Derive
    private let limits: RateLimits
    private let log: AccessLog

    package init(
        recognition: CallerRecognition, permissions: Permissions, limits: RateLimits, logger: Logger
    ) {
        self.init(
            recognise: { request, service throws(STSError) in
                try await recognition.recognise(request, service: service)
            },
            require: { action, resource, caller throws(STSError) in
                try await permissions.require(action, on: resource, by: caller)
            },
            isCurrent: { recognition.isCurrent($0) },
            derive: { id, token, scope throws(STSError) in
                try await recognition.derive(for: id, token: token, in: scope)
            },
            limits: limits, logger: logger)
    }

    init(
        recognise: @escaping Recognise, require: @escaping Require, isCurrent: @escaping @Sendable (String) -> Bool,
        derive: @escaping Derive, limits: RateLimits, logger: Logger
    ) {
        self.recognise = recognise
        self.require = require
        self.isCurrent = isCurrent
        self.derive = derive
        self.limits = limits
        log = AccessLog(logger)
    }

    package func answer(_ request: WireRequest) async -> WireResponse {
        guard request.path == Self.place else {
            log.write(.notFound, of: request)
            return WireResponse(.notFound, to: request)
        }
        guard request.method == .post else {
            log.write(.methodNotAllowed, of: request)
            return .methodNotAllowed("POST", to: request)
        }
        var record = AccessRecord(action: "DeriveSigningKey")
        do throws(Problem) {
            let derived = try await derived(request, &record)
            log.write(record, of: request)
            return WireResponse(
                .ok, to: request, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ByteBuffer(bytes: SigningKeyAnswer.json(derived)))
        } catch {
            log.write(record, of: request, refusal: error.wire)
            return error.answer(to: request)
        }
    }

    private func derived(_ request: WireRequest, _ record: inout AccessRecord) async throws(Problem) -> DerivedKey {
        if let seconds = limits.wait(request) { throw .tooManyRequests(retryAfter: seconds) }
        let body =
            switch request.body {
            case .tooLarge(let limit): throw .tooLarge(limit: limit)
            case .bytes(let bytes): bytes
            }
        let caller = try await caller(request, body)
        record.callerARN = caller.arn
        let question = try SigningKeyRequest(body)
        let scope = question.scope
        let resource = ARN("arn:aws:sluice:\(scope.region):\(caller.account):signing-key/\(scope.service)")
        do throws(STSError) {
            try await require(Self.action, resource, caller)
        } catch {
            throw Problem(ofCaller: error)
        }
        guard isCurrent(scope.date) else { throw .dateNotCurrent }
        let derived: DerivedKey
        do throws(STSError) {
            derived = try await derive(question.accessKeyID, question.sessionToken, scope)
        } catch {
            throw Problem(ofSession: error)
        }
        // A server of one account verifies nobody else's sessions.
        guard derived.caller.account == caller.account else {
            throw Problem(ofSession: .unknownCaller(.noSuchKey))
        }
        record.identityID = derived.caller.identity.map { "\($0)" }
        record.poolID = derived.caller.identityPool.map { "\($0)" }
        return derived
    }

    private func caller(_ request: WireRequest, _ body: [UInt8]) async throws(Problem) -> RecognisedCaller {
        do throws(STSError) {
            return try await recognise(request.signed(body), Self.service).asking(with: limits.facts(of: request))
        } catch {
            if error.mayBeGuess { _ = limits.take(request) }
            throw Problem(ofCaller: error)
        }
    }
}

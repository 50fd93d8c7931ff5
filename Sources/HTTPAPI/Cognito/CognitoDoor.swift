import Federation
import HTTPTypes
import Logging
import NIOCore

/// The Cognito Identity API: JSON 1.1 over `POST /`, the action in `X-Amz-Target`.
///
/// The steps that all actions share are here and in `AnyOperation`, in the order in which AWS makes them: target known,
/// signature (of the actions that need one; the public ones ignore what they are sent), body within its limit, JSON and
/// the types of its members, permission (again not for the public ones), constraints, run, answer, access log.
///
/// - Source: Amazon Cognito Identity API Reference; AWS JSON 1.1 protocol.
package struct CognitoDoor: Door {
    private let operations: [String: AnyOperation]
    private let log: AccessLog

    package init(exchange: CredentialExchange, logger: Logger) {
        self.init(
            operations: [
                AnyOperation(GetCredentialsForIdentity(credentials: exchange.credentials)),
                AnyOperation(GetId(identityID: exchange.identityID)),
                AnyOperation(GetOpenIdToken(openIDToken: exchange.openIDToken)),
                AnyOperation(UnlinkIdentity(unlink: exchange.unlink)),
            ],
            logger: logger)
    }

    init(operations: [AnyOperation], logger: Logger) {
        self.operations = Dictionary(
            uniqueKeysWithValues: operations.map { ("AWSCognitoIdentityService.\($0.action)", $0) })
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
        switch request.body {
        case .tooLarge(let limit): throw .bodyTooLarge(limit: limit)
        case .bytes(let bytes): return try await operation.perform(RequestMembers(bytes), &record)
        }
    }
}

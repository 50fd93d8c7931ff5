import AccessManagement
import Federation
import HTTPAPI
import HTTPTypes
import STS
import Storage

/// What other rooms refuse, in the words that they have for the clients of AWS.
extension Problem {
    package init(_ error: FederationError) {
        switch error {
        case .overtaken: self = .changed
        case .identity(let problem): self.init(problem)
        default: self.init(error.wire(in: ""))
        }
    }

    package init(_ error: AccessManagementError) {
        switch error {
        case .overtaken: self = .changed
        case .invalidMarker: self = .invalid(.parameter("cursor"), "is none of this list")
        default: self.init(error.wire)
        }
    }

    /// - Parameter error: of recognising a caller or asking for a permission.
    init(_ error: STSError) {
        switch error {
        case .signatureRefused, .unknownCaller, .sessionExpired:
            let wire = error.cognitoWire
            self.init(
                .unauthorized, Self.kebab(wire.code), wire.message ?? "The signature is not accepted.",
                cause: wire.cause)
        default: self.init(error.cognitoWire)
        }
    }

    private init(_ error: WireError) {
        let status: HTTPResponse.Status =
            switch error.code {
            case "ResourceNotFoundException": .notFound
            case "NotAuthorizedException", "AccessDeniedException": .forbidden
            case "ResourceConflictException", "LimitExceededException", "DeveloperUserAlreadyRegisteredException":
                .conflict
            case "TooManyRequestsException": .tooManyRequests
            case "ExternalServiceException": .badGateway
            default: error.status
            }
        let fallback = error.isFault ? "Something went wrong here; the log has the cause." : "It is refused."
        self.init(
            status, Self.kebab(error.code), error.message ?? fallback, retryAfter: error.retryAfter,
            cause: error.cause)
    }

    /// `ResourceNotFoundException` is `resource-not-found`.
    private static func kebab(_ code: String) -> String {
        let stem = code.hasSuffix("Exception") ? String(code.dropLast("Exception".count)) : code
        var kebab = ""
        for letter in stem {
            if letter.isUppercase, !kebab.isEmpty { kebab += "-" }
            kebab += letter.lowercased()
        }
        return kebab
    }
}

extension Problem {
    /// Runs what belongs to another room and tells its refusal as a problem.
    package static func telling<Value>(
        _ work: () async throws(FederationError) -> Value
    ) async throws(Problem) -> Value {
        do throws(FederationError) { return try await work() } catch { throw Problem(error) }
    }

    static func storing<Value>(_ work: () async throws(StorageError) -> Value) async throws(Problem) -> Value {
        do throws(StorageError) { return try await work() } catch { throw .unavailable(because: "\(error)") }
    }

    package static func managing<Value>(
        _ work: () async throws(AccessManagementError) -> Value
    ) async throws(Problem) -> Value {
        do throws(AccessManagementError) { return try await work() } catch { throw Problem(error) }
    }
}

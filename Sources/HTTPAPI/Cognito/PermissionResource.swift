import IAMPolicy
import IdentityModel
import STS

/// What an administrative action is about, as policies name it.
///
/// - Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Cognito Identity".
enum PermissionResource: Sendable {
    /// Of actions that name no pool: `…:identitypool/`.
    case anyPool
    /// - Parameter id: as the client wrote it.
    case pool(String?)
    /// - Parameter text: the ARN of a pool, as the client wrote it.
    case poolARN(String?)

    func arn(for caller: RecognisedCaller) -> PermissionTarget {
        switch self {
        case .anyPool, .pool(nil), .poolARN(nil): return .resource(ARN(Self.arn("", caller.region, caller)))
        case .pool(let id?):
            return .resource(ARN(Self.arn(id, IdentityPoolID(id)?.region ?? caller.region, caller)))
        case .poolARN(let text?):
            // Whatever a policy says of "everything": what is not a pool of the caller's account cannot be meant.
            guard PoolARN(text)?.account == caller.account else { return .nothing(named: text) }
            return .resource(ARN(text))
        }
    }

    private static func arn(_ id: String, _ region: String, _ caller: RecognisedCaller) -> String {
        "arn:aws:cognito-identity:\(region):\(caller.account):identitypool/\(id)"
    }
}

enum PermissionTarget: Sendable {
    case resource(ARN)
    /// No policy can allow it.
    case nothing(named: String)
}

/// `arn:aws:cognito-identity:REGION:ACCOUNT:identitypool/ID`.
struct PoolARN: Sendable {
    let account: AccountID
    let pool: String

    /// Nil for every text that is not the ARN of a pool.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[1] == "aws", parts[2] == "cognito-identity",
            let account = AccountID(String(parts[4])), parts[5].hasPrefix("identitypool/")
        else { return nil }
        self.account = account
        pool = String(parts[5].dropFirst("identitypool/".count))
        guard pool.hasPrefix("\(parts[3]):") else { return nil }
    }
}

extension Permissions {
    /// The check as doors make it.
    func check(
        _ action: Action, _ target: PermissionTarget, _ caller: RecognisedCaller
    ) async throws(STSError) {
        switch target {
        case .resource(let arn): try await require(action, on: arn, by: caller)
        case .nothing(let text):
            throw .accessDenied(
                "User: \(caller.arn) is not authorized to perform: \(action) on resource: \(text) because no "
                    + "resource-based policy allows the \(action) action")
        }
    }
}

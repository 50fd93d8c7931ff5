import IAMPolicy
import IdentityModel
import STS

/// What an administrative action is about, as policies name it.
///
/// - Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon Cognito Identity".
package enum PermissionResource: Sendable {
    /// Of actions that name no pool: `…:identitypool/`.
    case anyPool
    /// - Parameter id: as the client wrote it.
    case pool(String?)
    /// - Parameter text: the ARN of a pool, as the client wrote it.
    case poolARN(String?)

    package func target(for caller: RecognisedCaller) -> PermissionTarget {
        switch self {
        case .anyPool, .pool(nil), .poolARN(nil): return .resource(ARN(Self.arn("", caller.region, caller)), pool: nil)
        case .pool(let text?):
            guard let id = IdentityPoolID(text) else {
                // No pool has such an id. Matching costs pattern × value, so what goes into it is bounded.
                let shown = String(text.unicodeScalars.prefix(55))
                return .resource(ARN(Self.arn(shown, caller.region, caller)), pool: nil)
            }
            return .resource(ARN(Self.arn(text, id.region, caller)), pool: id)
        case .poolARN(let text?):
            // Whatever a policy says of "everything": what is not a pool of the caller's account cannot be meant.
            guard text.utf8.count <= 2_048, let arn = PoolARN(text), arn.account == caller.account else {
                return .nothing(named: String(text.unicodeScalars.prefix(2_048)))
            }
            return .resource(ARN(text), pool: IdentityPoolID(arn.pool))
        }
    }

    private static func arn(_ id: String, _ region: String, _ caller: RecognisedCaller) -> String {
        "arn:aws:cognito-identity:\(region):\(caller.account):identitypool/\(id)"
    }
}

package enum PermissionTarget: Sendable {
    /// - Parameter pool: whose tags count; nil when none is named.
    case resource(ARN, pool: IdentityPoolID?)
    /// No policy can allow it.
    case nothing(named: String)

    /// As messages and the audit name it.
    var name: String {
        switch self {
        case .resource(let arn, _): arn.description
        case .nothing(let name): name
        }
    }
}

/// What a request says of tags before it has been checked.
package struct RequestedTags: Sendable {
    package var pairs: [(key: String, value: String)]
    /// Those that are to go.
    package var keys: [String]

    package static let none = RequestedTags(pairs: [], keys: [])

    /// More, and longer ones, than a pool may have are refused once the members are checked.
    init(pairs: [(key: String, value: String)] = [], keys: [String] = []) {
        self.pairs = Array(pairs.prefix(Self.limit)).filter { Self.isShort($0.key) && Self.isShort($0.value) }
        self.keys = Array(keys.prefix(Self.limit)).filter(Self.isShort)
    }

    init(_ map: MapMember<String>?) {
        self.init(pairs: (map?.entries ?? []).map { (key: $0.key, value: $0.value ?? "") })
    }

    private static let limit = 50
    private static func isShort(_ text: String) -> Bool { text.utf8.count <= 2_048 }
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
    ///
    /// - Parameter tags: of a pool of the caller's account; none when there is no such pool.
    package func check(
        _ action: Action, _ target: PermissionTarget, _ tagging: RequestedTags, _ caller: RecognisedCaller,
        tags: (IdentityPoolID) async throws(STSError) -> [String: String]
    ) async throws(STSError) {
        switch target {
        case .resource(let arn, let pool):
            let existing = if let pool { try await tags(pool) } else { [String: String]() }
            try await require(action, on: arn, by: caller) { context in
                context.setResourceTags(existing.map { (key: $0.key, value: $0.value) })
                context.setRequestTags(tagging.pairs, transitive: [])
                if !tagging.keys.isEmpty { context.set(.tagKeys, toEach: tagging.keys) }
            }
        case .nothing(let text):
            throw .accessDenied(
                "User: \(caller.arn) is not authorized to perform: \(action) on resource: \(text) because no "
                    + "resource-based policy allows the \(action) action")
        }
    }
}

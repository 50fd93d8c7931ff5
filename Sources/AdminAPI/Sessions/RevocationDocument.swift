import AccessManagement
import HTTPTypes
import IdentityModel
import STS
import Storage
import StrictJSON

/// That sessions were ended before their time, as the admin API shows and takes it.
enum RevocationDocument {
    private static let kinds = RevocationScope.Kind.allCases.map(\.rawValue)

    static let kind = TextRule(oneOf: kinds)

    private static let scope: [Schema.Member] = [
        .init("kind", .text(kind), "What the sessions have in common."),
        .init(
            "target", .text(1...RevocationScope.longestTarget),
            "Its id; of a role or user also the name; of a login `POOL PROVIDER SUBJECT`, with `-` where there is no pool."
        ),
    ]

    static let input = Schema.named(
        "NewSessionRevocation",
        .object(
            scope + [
                .optional("before", .text(.time), "Only sessions that began before this; now when not given."),
                .optional("reason", .text(0...SessionRevocations.longestReason)),
            ]))

    static let output = Schema.named(
        "SessionRevocation",
        .object(
            scope + [
                .init("revokedBefore", .text(.time), "Sessions that began before this are refused."),
                .init("expiresAt", .text(.time), "By then the last of them has ended by itself."),
                .init("reason", .text()), .init("revokedBy", .text()), .init("revokedAt", .text(.time)),
            ]))

    static func write(_ revocation: SessionRevocation, to json: inout JSONWriter) {
        json.beginObject()
        json.member("kind", revocation.scope.kind.rawValue)
        json.member("target", revocation.scope.target)
        json.member("revokedBefore", RFC3339.text(revocation.revokedBefore))
        json.member("expiresAt", RFC3339.text(revocation.expiresAt))
        json.member("reason", revocation.reason)
        json.member("revokedBy", revocation.revokedBy)
        json.member("revokedAt", RFC3339.text(revocation.revokedAt))
        json.endObject()
    }
}

/// The revocations of a deployment.
package struct RevocationAdministration: Sendable {
    let revocations: SessionRevocations
    let account: AccountAdministration
    let cursors: PageTokens

    package init(_ revocations: SessionRevocations, account: AccountAdministration, cursors: PageTokens) {
        self.revocations = revocations
        self.account = account
        self.cursors = cursors
    }

    /// What permission is asked on, as the request words it.
    static func resource(_ kind: String, _ target: String) -> AdminResource {
        .own(kind: "session-revocation", name: "\(kind)/\(target)")
    }

    /// - Parameter place: of a target that names nothing.
    func scope(_ kind: String, _ target: String, at place: Mistake.Place) async throws(Problem) -> RevocationScope {
        guard let kind = RevocationScope.Kind(rawValue: kind) else {
            throw .notFound("There are no such revocations.")
        }
        if let scope = RevocationScope(kind, target: target) {
            if case .account(let id) = scope, id != account.account { throw .invalid(place, "is not this account") }
            return scope
        }
        do throws(AccessManagementError) {
            switch kind {
            case .role: return .role(try await account.roles.find(target).id)
            case .user: return .user(try await account.users.find(target).user.id)
            default: throw .invalidInput("")
            }
        } catch {
            switch error {
            case .noSuchEntity, .invalidInput: throw .invalid(place, "names no \(kind.rawValue)")
            default: throw Problem(error)
            }
        }
    }

    func settled<Value>(_ work: () async throws(RevocationError) -> Value) async throws(Problem) -> Value {
        do throws(RevocationError) {
            return try await work()
        } catch {
            switch error {
            case .malformed: throw .invalid(.body(pointer: "/target"), "has too many bytes, or U+0000")
            case .reasonTooLong(let limit):
                throw .invalid(.body(pointer: "/reason"), "must have \(limit) characters at most")
            case .inTheFuture: throw .invalid(.body(pointer: "/before"), "must not be in the future")
            case .tooMany(let limit):
                throw .conflict("There are \(limit) revocations already. End sessions by role, pool or account.")
            case .unavailable(let cause): throw .unavailable(because: cause)
            }
        }
    }
}

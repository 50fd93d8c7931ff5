import Audit
import IdentityModel
import STS

import struct Foundation.Date

/// Sessions for those who sign, with the decision kept.
package struct SignedExchange: Sendable {
    private let assumption: RoleAssumption
    private let users: UserSessions
    private let record: DecisionRecorder
    private let now: @Sendable () -> Date

    package init(
        assumption: RoleAssumption, users: UserSessions, record: DecisionRecorder = .none,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.assumption = assumption
        self.users = users
        self.record = record
        self.now = now
    }

    /// - Source: AWS STS API Reference, `AssumeRole`.
    package func assumeRole(
        _ request: AssumptionRequest, by caller: RecognisedCaller, in context: ExchangeContext = .unknown
    ) async throws(STSError) -> AssumedRole {
        let time = now()
        return try await record(.assumeRole, context, at: time) { draft throws(STSError) in
            draft.askedRole = request.roleARN
            draft.caller = caller
            let role = try await assumption.assume(request, by: caller, at: time, &draft.assumption)
            draft.result = .credentials(role.credentials.accessKeyID, expires: role.credentials.expiration)
            return role
        }
    }

    /// - Source: AWS STS API Reference, `GetSessionToken`.
    package func beginSession(
        for caller: RecognisedCaller, duration: Int?, in context: ExchangeContext = .unknown
    ) async throws(STSError) -> TemporaryCredentials {
        try await record(.getSessionToken, context, at: now()) { draft throws(STSError) in
            draft.caller = caller
            let credentials = try await users.begin(for: caller, duration: duration)
            draft.result = .credentials(credentials.accessKeyID, expires: credentials.expiration)
            return credentials
        }
    }
}

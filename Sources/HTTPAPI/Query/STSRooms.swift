import Federation
import STS
import SigV4

/// Those who make the sessions that STS hands out.
package struct STSRooms: Sendable {
    let exchange: WebIdentityExchange
    let users: UserSessions
    let roles: RoleAssumption

    package init(exchange: WebIdentityExchange, users: UserSessions, roles: RoleAssumption) {
        self.roles = roles
        self.exchange = exchange
        self.users = users
    }
}

/// Tells who signed a request for a service.
typealias CallerCheck =
    @Sendable (_ request: SignedRequest, _ service: String) async throws(STSError) -> RecognisedCaller

extension QueryCall {
    /// Who signed this call of STS.
    func caller(_ recognise: CallerCheck, _ record: inout AccessRecord) async throws(WireError) -> RecognisedCaller {
        let caller: RecognisedCaller
        do throws(STSError) { caller = try await recognise(request.signed(body), "sts") } catch { throw error.wire }
        record.callerARN = caller.arn
        return caller
    }
}

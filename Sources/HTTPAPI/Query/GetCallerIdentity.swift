import IdentityModel
import STS
import SigV4

/// Tells a caller who they are, which takes a signature and no permission.
///
/// - Source: AWS STS API Reference, `GetCallerIdentity`.
struct GetCallerIdentity: QueryAction {
    static let action = "GetCallerIdentity"
    let recognise: @Sendable (_ request: SignedRequest, _ service: String) async throws(STSError) -> RecognisedCaller

    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError) {
        let caller: RecognisedCaller
        do throws(STSError) { caller = try await recognise(call.request.signed(call.body), "sts") } catch {
            throw error.wire
        }
        result.element("UserId", caller.userID)
        result.element("Account", caller.account.rawValue)
        result.element("Arn", caller.arn)
    }
}

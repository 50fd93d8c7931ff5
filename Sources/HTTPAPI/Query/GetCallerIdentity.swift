import IdentityModel
import STS

/// Tells a caller who they are, which takes a signature and no permission.
///
/// - Source: AWS STS API Reference, `GetCallerIdentity`.
struct GetCallerIdentity: QueryAction {
    static let action = "GetCallerIdentity"
    let recognise: CallerCheck

    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError) {
        let caller = try await call.caller(recognise, of: "sts", &record)
        result.element("UserId", caller.userID)
        result.element("Account", caller.account.rawValue)
        result.element("Arn", caller.arn)
    }
}

import IAMPolicy
import IdentityModel
import STS

/// Tells to which account an access key belongs, which the key itself says; whether there is such a key is not asked.
///
/// - Source: AWS STS API Reference, `GetAccessKeyInfo`.
struct GetAccessKeyInfo: QueryAction {
    static let action = "GetAccessKeyInfo"
    let recognise: CallerCheck
    let require: PermissionOnResource

    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError) {
        let caller = try await call.caller(recognise, of: "sts", &record)
        do throws(STSError) {
            try await require(IAMPolicy.Action("sts:\(Self.action)"), .none, caller) { _ in }
        } catch {
            throw error.wire
        }
        var violations = Violations()
        let text = violations.required(call.parameters.text("AccessKeyId"), .accessKeyID, at: "accessKeyId")
        do throws(Violations) { try violations.refuse() } catch { throw WireError("ValidationError", error.message) }
        guard let account = AccessKeyID(text)?.account else {
            throw WireError("ValidationError", "The access key id is not valid.")
        }
        result.element("Account", account.rawValue)
    }
}

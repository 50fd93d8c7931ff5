import Audit
import IdentityModel
import STS

/// Gives a user temporary credentials of their own, which takes a long-term key and no permission.
///
/// - Source: AWS STS API Reference, `GetSessionToken`.
struct GetSessionToken: QueryAction {
    static let action = "GetSessionToken"
    let recognise: CallerCheck
    let begin:
        @Sendable (
            _ caller: RecognisedCaller, _ duration: Int?, _ context: ExchangeContext
        ) async throws(STSError) -> TemporaryCredentials

    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError) {
        let caller = try await call.caller(recognise, of: "sts", &record)
        for name in ["SerialNumber", "TokenCode"] where call.parameters.contains(name) {
            throw WireError.wrongDeviceCode
        }
        let duration = try call.parameters.integer("DurationSeconds")
        var violations = Violations()
        violations.optional(duration, in: UserSessions.durations, at: "durationSeconds")
        do throws(Violations) { try violations.refuse() } catch { throw WireError("ValidationError", error.message) }
        do throws(STSError) {
            result.credentials(try await begin(caller, duration, call.context))
        } catch {
            throw error.wire
        }
    }
}

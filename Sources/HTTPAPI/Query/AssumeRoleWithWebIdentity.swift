import Audit
import Federation
import IdentityModel
import STS

/// Exchanges a token of somebody the role trusts, ours or another issuer's, for temporary credentials. The token is the
/// proof, so a signature is neither needed nor looked at.
///
/// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`.
struct AssumeRoleWithWebIdentity: QueryAction {
    static let action = "AssumeRoleWithWebIdentity"
    static let isPublic = true
    let assumeRole:
        @Sendable (WebIdentityRequest, _ context: ExchangeContext) async throws(WebIdentityError) -> WebIdentityAnswer

    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError) {
        let request = try Self.read(call.parameters, call.limits.facts(of: call.request))
        let answer: WebIdentityAnswer
        do throws(WebIdentityError) {
            answer = try await assumeRole(request, call.context)
        } catch {
            throw error.wire
        }
        record.providers = [ProviderName(answer.provider)]
        Self.write(answer, to: &result)
    }

    private static func read(
        _ parameters: QueryParameters, _ facts: RequestFacts
    ) throws(WireError) -> WebIdentityRequest {
        let duration = try parameters.integer("DurationSeconds")
        let policyARNs = try parameters.list("PolicyArns", of: "arn")
        // The provider is named by callers with an opaque token only, and no role here trusts one.
        guard parameters.text("ProviderId") == nil else { throw .notAuthorized(to: "sts:\(action)") }

        var violations = Violations()
        let roleARN = violations.required(parameters.text("RoleArn"), .arn, at: "roleArn")
        let session = violations.required(parameters.text("RoleSessionName"), .sessionName, at: "roleSessionName")
        let token = violations.required(parameters.text("WebIdentityToken"), .webIdentityToken, at: "webIdentityToken")
        let policy = parameters.text("Policy")
        violations.optional(policy, .sessionPolicy, at: "policy")
        let policies = violations.check(list: policyARNs, of: .arn, at: "policyArns", limit: 10)
        violations.check(sessionPolicy: policy, with: policies)
        violations.optional(duration, in: 900...43_200, at: "durationSeconds")
        do throws(Violations) { try violations.refuse() } catch { throw WireError("ValidationError", error.message) }

        return WebIdentityRequest(
            roleARN: roleARN, sessionName: session, token: Secret(token), durationSeconds: duration, policy: policy,
            policyARNs: policies, facts: facts)
    }

    private static func write(_ answer: WebIdentityAnswer, to result: inout XMLWriter) {
        result.credentials(answer.role.credentials)
        result.element("SubjectFromWebIdentityToken", answer.subject)
        result.assumedRole(answer.role)
        result.element("PackedPolicySize", String(answer.role.packedPolicySize))
        result.element("Provider", answer.provider)
        result.element("Audience", answer.audience)
        if let identity = answer.sourceIdentity { result.element("SourceIdentity", identity) }
    }
}

/// Shapes of the STS model.
extension TextShape {
    static let sessionName = TextShape(length: 2...64, pattern: .sessionName)
    static let externalID = TextShape(length: 2...1224, pattern: .externalID)
    static let sessionPolicy = TextShape(length: 1...2048, pattern: .policyText)
    fileprivate static let webIdentityToken = TextShape(length: 4...20_000, isSensitive: true)
}

import Audit
import IdentityModel
import STS

/// Lets a user, or a session of another role, wear a role.
///
/// - Source: AWS STS API Reference, `AssumeRole`.
struct AssumeRole: QueryAction {
    static let action = "AssumeRole"
    let recognise: CallerCheck
    let assume:
        @Sendable (
            _ request: AssumptionRequest, _ caller: RecognisedCaller, _ context: ExchangeContext
        ) async throws(STSError) -> AssumedRole

    func run(_ call: QueryCall, result: inout XMLWriter, record: inout AccessRecord) async throws(WireError) {
        let caller = try await call.caller(recognise, of: "sts", &record)
        let request = try Self.read(call.parameters)
        let role: AssumedRole
        do throws(STSError) { role = try await assume(request, caller, call.context) } catch { throw error.wire }
        result.credentials(role.credentials)
        result.assumedRole(role)
        result.element("PackedPolicySize", String(role.packedPolicySize))
        if let identity = role.sourceIdentity { result.element("SourceIdentity", identity) }
    }

    private static func read(_ parameters: QueryParameters) throws(WireError) -> AssumptionRequest {
        for name in ["SerialNumber", "TokenCode"] where parameters.contains(name) { throw .wrongDeviceCode }
        guard !parameters.contains("ProvidedContexts") else {
            throw WireError("InvalidParameterValue", "ProvidedContexts is not supported.")
        }
        var members = IAMMembers(parameters: parameters, callerName: nil)
        let roleARN = members.required("RoleArn", .arn)
        let sessionName = members.required("RoleSessionName", .sessionName)
        let policy = members.optional("Policy", .sessionPolicy)
        let policyARNs = try members.list("PolicyArns", of: .arn, member: "arn", limit: 10)
        members.check(sessionPolicy: policy, with: policyARNs)
        let duration = try members.optional("DurationSeconds", in: 900...43_200)
        let externalID = members.optional("ExternalId", .externalID)
        let sourceIdentity = members.optional("SourceIdentity", .sessionName)
        let tags = try members.tags()
        let transitiveKeys = try members.list("TransitiveTagKeys", of: .tagKey)
        try members.refuse()

        let sessionTags: SessionTags
        do throws(SessionTagsError) {
            sessionTags = try SessionTags(tags, transitiveKeys: transitiveKeys)
        } catch {
            throw STSError.tagsRefused(error).wire
        }
        return AssumptionRequest(
            roleARN: roleARN, sessionName: sessionName, duration: duration,
            sessionPolicy: policy.map(SessionPolicy.inline), policyARNs: policyARNs, tags: sessionTags,
            sourceIdentity: sourceIdentity, externalID: externalID)
    }
}

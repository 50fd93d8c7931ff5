import Foundation
import IAMPolicy
import IdentityModel

/// Roles for those who sign: users, and sessions of other roles.
extension RoleAssumption {
    /// - Source: AWS STS API Reference, `AssumeRole`; IAM User Guide, "Policy evaluation logic" and "Role chaining".
    package func assume(
        _ request: AssumptionRequest, by caller: RecognisedCaller, at now: Date, _ trace: inout AssumptionTrace
    ) async throws(STSError) -> AssumedRole {
        guard let arn = RoleARN(request.roleARN) else {
            throw .notAuthorized(action: Action.assumeRole.name, why: .malformedRoleARN)
        }
        let inherited = Inheritance(from: caller)
        let tags: SessionTags
        do throws(SessionTagsError) {
            tags = try request.tags.joined(to: inherited.tags)
        } catch {
            throw .tagsRefused(error)
        }
        // Asking for a role that is not there and for one that is closed must look the same.
        guard let found = try await roles.role(arn) else {
            throw Self.denial(of: .assumeRole, request, caller, .roleNotFound)
        }
        trace.role = found.role
        let sourceIdentity = inherited.sourceIdentity ?? request.sourceIdentity

        // Tags and names that come along from the calling session are as good as asked for.
        var actions: [Action] = [.assumeRole]
        if !tags.values.isEmpty { actions.append(.tagSession) }
        if sourceIdentity != nil { actions.append(.setSourceIdentity) }
        for action in actions {
            let judgement = try await permissions.judge(
                action, on: ARN(found.role.arn), ownedBy: found.role.account, under: found.trust.attached, by: caller
            ) { context in
                context.setRequestTags(
                    request.tags.values.map { ($0.key, $0.value) }, transitive: request.tags.transitiveKeys)
                context.set(.roleSessionName, to: request.sessionName)
                if let id = request.externalID { context.set(.externalID, to: id) }
                if let sourceIdentity { context.set(.requestedSourceIdentity, to: sourceIdentity) }
                context.setResourceTags(inherited.resourceTags(of: found.role))
            }
            trace.judgements.append((action, judgement))
            guard judgement.isAllowed else {
                throw Self.denial(of: action, request, caller, Self.refusal(of: action, judgement.decision))
            }
        }
        if let kept = inherited.sourceIdentity, let asked = request.sourceIdentity, asked != kept {
            throw Self.denial(of: .setSourceIdentity, request, caller, .sourceIdentityKept)
        }
        if inherited.isChained, let duration = request.duration,
            duration > AssumptionRequest.longestChainedDuration
        {
            throw .durationExceedsChaining
        }

        var session = try Self.session(of: found.role, request, at: now)
        session.isChained = inherited.isChained
        session.sourceIdentity = sourceIdentity
        session.principalTags = tags.values
        session.transitiveTagKeys = tags.transitiveKeys
        session.ancestors = caller.lineage(at: now)
        return try await dress(session, request, at: now, &trace)
    }

    private static func refusal(of action: Action, _ decision: Decision) -> AssumptionRefusal {
        switch action {
        case .tagSession: .tagging(decision)
        case .setSourceIdentity: .naming(decision)
        default: .trustPolicy(decision)
        }
    }

    /// The role is named as the caller named it, whether there is one or not.
    private static func denial(
        of action: Action, _ request: AssumptionRequest, _ caller: RecognisedCaller, _ why: AssumptionRefusal
    ) -> STSError {
        let denied = AccessRequest(
            by: caller.principal, action: action, resource: ARN(request.roleARN), context: RequestContext())
        return .roleDenied(AccessDenied.withoutReason(denied), action: action.name, why: why)
    }
}

/// What a session leaves to the session of the next role.
private struct Inheritance {
    var isChained = false
    var tags = SessionTags.none
    var sourceIdentity: String?

    init(from caller: RecognisedCaller) {
        guard case .session(let session) = caller.standing else { return }
        isChained = true
        tags = SessionTags(inheritedFrom: session)
        sourceIdentity = session.sourceIdentity
    }

    /// The role's tags; those that the caller brings along are seen as the caller has them.
    func resourceTags(of role: Role) -> [(key: String, value: String)] {
        let brought = Dictionary(
            tags.values.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        return role.tags.map { (key: $0.key, value: brought[$0.key.lowercased()] ?? $0.value) }
    }
}

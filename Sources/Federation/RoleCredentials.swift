import IdentityModel
import STS
import StrictJSON
import UpstreamSTS

import struct Foundation.Date

/// The last two steps of an exchange: may the role be worn, and who dresses whoever may. A role's own trust policy is always
/// asked; then our STS mints, or the back end that the role names is called, which decides for itself once more.
package struct RoleCredentials: Sendable {
    let assumption: RoleAssumption
    let tokens: OpenIDTokenIssuer
    let upstream: Upstream?
    let now: @Sendable () -> Date

    /// The way to back ends elsewhere.
    package struct Upstream: Sendable {
        let directory: BackEndDirectory
        let credentials: UpstreamCredentials

        package init(directory: BackEndDirectory, credentials: UpstreamCredentials) {
            self.directory = directory
            self.credentials = credentials
        }
    }

    /// - Parameter now: when the request began.
    func credentials(
        _ request: AssumptionRequest, as identity: WebIdentity, of pool: IdentityPool, at now: Date,
        _ trace: inout AssumptionTrace
    ) async throws(FederationError) -> (credentials: TemporaryCredentials, source: CredentialSource) {
        let admitted = try await judged(request) { () throws(STSError) in
            try await assumption.admit(request, as: identity, at: now, &trace)
        }
        guard let upstream, let route = try await upstream.directory.route(of: admitted.role) else {
            let role = try await judged(request) { () throws(STSError) in
                try await assumption.mint(for: admitted, at: now, &trace)
            }
            return (role.credentials, .embedded)
        }
        trace.backEnd = .upstream(route.backEnd.name)
        let wanted = try UpstreamAssumption(admitted, as: identity, by: route)
        do throws(UpstreamFailure) {
            let grant = try await upstream.credentials.credentials(
                for: wanted, began: now,
                token: { wanted throws(UpstreamError) in try await token(for: wanted, of: pool) },
                check: { key, began throws(UpstreamError) in try await holds(key, since: began, for: admitted) })
            return (grant.credentials, .upstream(grant.report))
        } catch {
            throw .upstreamRefused(role: request.roleARN, error)
        }
    }

    /// Credentials that are kept, or that were made for another request, may have been ended as sessions of ours are.
    private func holds(
        _ key: AccessKeyID, since began: Date, for admitted: AdmittedRole
    ) async throws(UpstreamError) -> Bool {
        do throws(STSError) {
            return try await assumption.holds(key, since: began, for: admitted)
        } catch {
            throw .notChecked("\(error)")
        }
    }

    private func judged<Value>(
        _ request: AssumptionRequest, _ work: () async throws(STSError) -> Value
    ) async throws(FederationError) -> Value {
        do throws(STSError) { return try await work() } catch {
            throw .roleNotAssumable(role: request.roleARN, error)
        }
    }

    /// Minted when the back end is called and not before: most requests are answered from what was made earlier.
    private func token(
        for wanted: UpstreamAssumption, of pool: IdentityPool
    ) async throws(UpstreamError) -> Secret<String> {
        do throws(FederationError) {
            return try await tokens.token(for: wanted, of: pool, at: now())
        } catch {
            throw .tokenNotMinted("\(error)")
        }
    }
}

/// Who made credentials.
package enum CredentialSource: Sendable, Equatable {
    case embedded
    case upstream(UpstreamReport)
}

extension UpstreamAssumption {
    fileprivate init(
        _ admitted: AdmittedRole, as identity: WebIdentity, by route: BackEndRoute
    ) throws(FederationError) {
        let backEnd = route.backEnd
        var policy: String?
        if let text = admitted.request.sessionPolicy?.text(knowing: backEnd.kind.policyServices) {
            do throws(JSONError) {
                policy = try JSONDocument(text, limits: .policy).compactText
            } catch {
                throw .internal("a session policy is no JSON: \(error)")
            }
        }
        self.init(
            route: route, sessionName: admitted.request.sessionName, duration: admitted.duration, policy: policy,
            policyARNs: (admitted.request.sessionPolicy?.managedPolicyARNs ?? []) + admitted.request.policyARNs,
            bearer: UpstreamBearer(
                subject: identity.subject, audience: backEnd.audience ?? identity.audience, methods: identity.methods,
                tags: backEnd.passesTags ? identity.tags : [:],
                // An identity's id has a colon in it, which no source identity may have.
                sourceIdentity: backEnd.passesSourceIdentity ? identity.identity.uuid.text : nil))
    }
}

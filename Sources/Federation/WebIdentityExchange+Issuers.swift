import IdentityModel
import STS
import StrictJSON
import WebTokens

import struct Foundation.Date

/// Tokens of issuers that the role's account has registered.
extension WebIdentityExchange {
    func assumeRole(
        _ request: WebIdentityRequest, with token: CompactToken, of issuer: String, at now: Date
    ) async throws(WebIdentityError) -> WebIdentityAnswer {
        guard let account = RoleARN(request.roleARN)?.account else {
            throw .refused(.notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .malformedRoleARN))
        }
        try Self.checkShape(of: token.payload.root)
        guard let provider = try await providers.provider(of: issuer, in: account) else {
            throw .invalidToken("No OpenIDConnect provider found in your account for \(issuer)")
        }
        let login: VerifiedLogin
        do throws(LoginError) {
            login = try await prove(
                Login(provider: provider.name, token: request.token),
                ClientRegistration(clientIDs: provider.clientIDs, issuer: provider.issuer), now)
        } catch {
            throw Self.refusal(of: error)
        }
        // A key that is asked about at the provider, instead of being read here, proves no token of an issuer.
        guard login.proof == .signedToken else { throw .invalidToken(Self.notValidated) }
        let claims = try SessionClaims(login.claims)
        if let roles = claims.roles, !roles.contains(where: { $0.utf8.elementsEqual(request.roleARN.utf8) }) {
            throw .invalidToken("The target role ARN is not present in the roles claim of the identity token")
        }
        let bearer = TokenBearer(
            provider: provider.arn, issuer: provider.name.rawValue, audience: login.audience, subject: login.subject,
            methods: claims.methods, tags: claims.tags, sourceIdentity: claims.sourceIdentity,
            isRoleAuthorized: claims.roles != nil)
        do throws(STSError) {
            let role = try await assumption.assume(request.terms, as: bearer, at: now)
            return WebIdentityAnswer(
                role: role, subject: login.subject, provider: provider.arn, audience: login.audience,
                sourceIdentity: role.sourceIdentity)
        } catch {
            throw .refused(error)
        }
    }

    /// What STS demands of every token; the adapter asks for more, in other words.
    private static func checkShape(of claims: JSONNode) throws(WebIdentityError) {
        for name in ["iss", "sub", "aud", "iat", "exp"] where claims[name] == nil {
            throw .invalidToken("Missing a required claim: \(name)")
        }
        let audiences = claims["aud"].map { Array($0.elements) } ?? []
        if claims["aud"]?.kind == .array, audiences.isEmpty {
            throw .invalidToken("Claim is not allowed to be empty: aud")
        }
        if audiences.count > 1, claims["azp"] == nil {
            throw .invalidToken(
                "Token audience contains more than one audience while authorized party is not present")
        }
    }
}

extension WebIdentityRequest {
    var terms: AssumptionRequest {
        AssumptionRequest(
            roleARN: roleARN, sessionName: sessionName, duration: durationSeconds,
            sessionPolicy: policy.map(SessionPolicy.inline), policyARNs: policyARNs, facts: facts)
    }
}

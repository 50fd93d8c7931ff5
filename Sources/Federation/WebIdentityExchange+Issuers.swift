import IdentityModel
import STS
import StrictJSON
import WebTokens

import struct Foundation.Date

/// Tokens of issuers that the role's account has registered.
extension WebIdentityExchange {
    func assumeRole(
        _ request: WebIdentityRequest, with token: CompactToken, of issuer: String, at now: Date,
        _ draft: inout DecisionDraft
    ) async throws(WebIdentityError) -> WebIdentityAnswer {
        guard let account = RoleARN(request.roleARN)?.account else {
            throw .refused(.notAuthorized(action: "sts:AssumeRoleWithWebIdentity", why: .malformedRoleARN))
        }
        try Self.checkShape(of: token.payload.root, &draft)
        guard let provider = try await providers.provider(of: issuer, in: account) else {
            throw draft.refuse(
                .issuerNotRegistered, .invalidToken("No OpenIDConnect provider found in your account for \(issuer)"))
        }
        let login: VerifiedLogin
        do throws(LoginError) {
            login = try await prove(
                Login(provider: provider.name, token: request.token),
                ClientRegistration(clientIDs: provider.clientIDs, issuer: provider.issuer), now)
            draft.logins.append(.proven(login))
        } catch {
            throw Self.refuse(provider.name.rawValue, error, request.token, &draft)
        }
        // A key that is asked about at the provider, instead of being read here, proves no token of an issuer.
        guard login.proof == .signedToken else {
            throw draft.refuse(.notASignedToken, .invalidToken(Self.notValidated))
        }
        let claims: SessionClaims
        do throws(SessionClaimsFlaw) {
            claims = try SessionClaims(login.claims)
        } catch {
            throw draft.refuse(error.cause, error.refusal)
        }
        if let roles = claims.roles, !roles.contains(where: { $0.utf8.elementsEqual(request.roleARN.utf8) }) {
            throw draft.refuse(
                .roleNotInToken,
                .invalidToken("The target role ARN is not present in the roles claim of the identity token"))
        }
        let bearer = TokenBearer(
            provider: provider.arn, issuer: provider.name.rawValue, audience: login.audience,
            originalAudience: login.originalAudience, subject: login.subject, methods: claims.methods,
            tags: claims.tags, sourceIdentity: claims.sourceIdentity,
            isRoleAuthorized: claims.roles != nil)
        do throws(STSError) {
            let role = try await assumption.assume(request.terms, as: bearer, at: now, &draft.assumption)
            return WebIdentityAnswer(
                role: role, subject: login.subject, provider: provider.arn, audience: login.audience,
                sourceIdentity: role.sourceIdentity)
        } catch {
            throw .refused(error)
        }
    }

    /// What STS demands of every token; the adapter asks for more, in other words.
    private static func checkShape(
        of claims: JSONNode, _ draft: inout DecisionDraft
    ) throws(WebIdentityError) {
        for name in ["iss", "sub", "aud", "iat", "exp"] where claims[name] == nil {
            throw draft.refuse(.requiredClaimMissing, .invalidToken("Missing a required claim: \(name)"))
        }
        let audiences = claims["aud"].map { Array($0.elements) } ?? []
        if claims["aud"]?.kind == .array, audiences.isEmpty {
            throw draft.refuse(.audiencesEmpty, .invalidToken("Claim is not allowed to be empty: aud"))
        }
        if audiences.count > 1, claims["azp"] == nil {
            throw draft.refuse(
                .authorizedPartyMissing,
                .invalidToken("Token audience contains more than one audience while authorized party is not present"))
        }
    }
}

extension VerifiedLogin {
    /// The token's own `aud`, when its `azp` took the place of it.
    var originalAudience: [String]? {
        guard let party = claims["azp"]?.string, party.utf8.elementsEqual(audience.utf8), let own = claims["aud"]
        else { return nil }
        return own.string.map { [$0] } ?? own.elements.compactMap(\.string)
    }
}

extension WebIdentityRequest {
    var terms: AssumptionRequest {
        AssumptionRequest(
            roleARN: roleARN, sessionName: sessionName, duration: durationSeconds,
            sessionPolicy: policy.map(SessionPolicy.inline), policyARNs: policyARNs, facts: facts)
    }
}

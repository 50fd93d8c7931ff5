import Audit
import IdentityModel
import RoleRules
import STS
import Storage

import struct Foundation.Date
import struct Foundation.UUID

/// The way of one request, from logins to credentials: proven, matched to an identity, given a role, allowed to wear
/// it, dressed.
package struct CredentialExchange: Sendable {
    let pools: PoolDirectory
    let identities: IdentityStore
    let verification: LoginVerification
    let roles: RoleCredentials
    let tokens: OpenIDTokenIssuer
    let throttle: Throttle
    let uses: LoginUses
    let record: DecisionRecorder
    let now: @Sendable () -> Date

    /// Counts a request to a pool. Nil to go on; when there are too many, the seconds after which there is room again.
    package typealias Throttle = @Sendable (_ pool: UUID) -> Int64?

    package init(
        pools: PoolDirectory, identities: IdentityStore, verification: LoginVerification, assumption: RoleAssumption,
        tokens: OpenIDTokenIssuer, upstream: RoleCredentials.Upstream? = nil,
        throttle: @escaping Throttle = { _ in nil }, uses: LoginUses = LoginUses(),
        record: DecisionRecorder = .none, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.pools = pools
        self.identities = identities
        self.verification = verification
        roles = RoleCredentials(assumption: assumption, tokens: tokens, upstream: upstream, now: now)
        self.tokens = tokens
        self.throttle = throttle
        self.uses = uses
        self.record = record
        self.now = now
    }
}

extension CredentialExchange {
    /// The stable id of whoever the logins prove, or a new guest.
    ///
    /// - Source: Amazon Cognito Identity API Reference, `GetId`.
    package func identityID(
        pool text: String, logins: [Login], in context: ExchangeContext = .unknown
    ) async throws(FederationError) -> IdentityID {
        try await record(.getID, context, at: now()) { draft throws(FederationError) in
            let identity = try await identityID(pool: text, logins: logins, &draft)
            draft.result = .identity
            return identity
        }
    }

    private func identityID(
        pool text: String, logins: [Login], _ draft: inout DecisionDraft
    ) async throws(FederationError) -> IdentityID {
        let known = try await pools.pool(named: text)
        let pool = known.pool
        draft.pool = pool.id
        try admit(to: pool)
        let fresh = UUID.random()
        guard !logins.isEmpty else {
            guard pool.allowsGuests else { throw .guestsNotAllowed }
            let isMade = try await stored { () throws(StorageError) in
                try await identities.insertGuest(fresh, in: pool.id.uuid)
            }
            guard isMade else { throw .poolNotFound(text) }
            let identity = IdentityID(region: pool.id.region, uuid: fresh)
            draft.identity = TracedIdentity(identity, .newGuest)
            return identity
        }
        let verified = try await verification.verify(
            logins, for: known, admitsBrokerTokens: false, at: now(), &draft)
        let keys = verified.map(LoginKey.init)
        let owner: UUID?
        if keys.count == 1 {
            let found = try await stored { () throws(StorageError) in
                try await identities.findOrLink(keys[0], in: pool.id.uuid, fresh: fresh)
            }
            if let found {
                let identity = IdentityID(region: pool.id.region, uuid: found.id)
                if found.isSuspended { throw .identityDisabled(identity) }
                draft.identity = TracedIdentity(identity, found.id == fresh ? .new : .known)
            }
            owner = found?.id
        } else {
            owner = try await settle(keys, named: nil, in: pool, fresh: fresh, &draft)
        }
        guard let owner else { throw .poolNotFound(text) }
        uses.note(keys, in: pool.id.uuid, at: now())
        return IdentityID(region: pool.id.region, uuid: owner)
    }

    /// Temporary credentials, role and all (the enhanced flow).
    ///
    /// What the logins link stays linked even when no role can be assumed afterwards.
    ///
    /// - Source: Amazon Cognito Identity API Reference, `GetCredentialsForIdentity`.
    package func credentials(
        identity text: String, logins: [Login], customRoleARN: String?, in context: ExchangeContext = .unknown
    ) async throws(FederationError) -> IssuedCredentials {
        // Of before the identity was read: a session is never younger than a change to the identity that it did not see,
        // so that ending the sessions from before a change ends it.
        let started = now()
        return try await record(.getCredentials, context, at: started) { draft throws(FederationError) in
            draft.askedRole = customRoleARN
            let issued = try await credentials(
                identity: text, logins: logins, customRoleARN: customRoleARN, at: started, &draft)
            draft.result = .credentials(issued.credentials.accessKeyID, expires: issued.credentials.expiration)
            return issued
        }
    }

    private func credentials(
        identity text: String, logins: [Login], customRoleARN: String?, at started: Date, _ draft: inout DecisionDraft
    ) async throws(FederationError) -> IssuedCredentials {
        let (record, known) = try await find(text, &draft)
        let standing = try await stand(record, in: known, logins: logins, admitsBrokerTokens: true, &draft)
        let selection = RoleSelection(
            for: standing.applicant, in: known, requested: customRoleARN,
            RuleCircumstances(now: now(), sourceAddress: draft.context.clientAddress))
        draft.roles = selection.explanation
        draft.mappingVersion = selection.version
        draft.shadow = selection.shadow
        let choice: RoleChoice
        do throws(RoleRefusal) {
            choice = try selection.explanation.outcome.get()
        } catch {
            switch error {
            case .noRole(let guest): throw .roleMissing(guest: guest)
            case .notEntitled(let role, _): throw .roleForbidden(role)
            case .ambiguous(let mapping, _): throw .ambiguousRole(mapping: mapping)
            case .tagsNotAllowed(_, _, let problem): throw .unusableTags(problem.explanation)
            }
        }
        let dressed = try await roles.credentials(
            AssumptionRequest(
                roleARN: choice.roleARN, sessionName: AssumptionRequest.enhancedFlowSession,
                duration: choice.sessionSeconds, shortensToRole: true,
                sessionPolicy: standing.isGuest ? known.pool.guestScopeDown : nil),
            as: standing.webIdentity.tagged(by: choice), of: known.pool, at: started, &draft.assumption)
        return IssuedCredentials(
            identity: standing.identity, credentials: dressed.credentials, source: dressed.source)
    }

    /// Our OpenID token for whoever the logins prove, to be taken to an STS (the classic flow).
    ///
    /// - Source: Amazon Cognito Identity API Reference, `GetOpenIdToken`.
    package func openIDToken(
        identity text: String, logins: [Login], in context: ExchangeContext = .unknown
    ) async throws(FederationError) -> IssuedToken {
        try await record(.getOpenIDToken, context, at: now()) { draft throws(FederationError) in
            try await openIDToken(identity: text, logins: logins, &draft)
        }
    }

    private func openIDToken(
        identity text: String, logins: [Login], _ draft: inout DecisionDraft
    ) async throws(FederationError) -> IssuedToken {
        let (record, known) = try await find(text, &draft)
        guard known.pool.allowsClassicFlow != false else { throw .invalid(.classicFlowDisabled) }
        let standing = try await stand(record, in: known, logins: logins, admitsBrokerTokens: false, &draft)
        // A token of ours names no role, and a mapping would have no say in what STS then gives.
        if known.roles.maps(standing.applicant) { throw .invalid(.classicFlowWithMappings) }
        let token = try await tokens.token(for: standing.webIdentity, of: known.pool, at: now())
        draft.tags = standing.webIdentity.tags
        draft.result = .token(seconds: OpenIDTokenIssuer.lifetime)
        return IssuedToken(identity: standing.identity, token: token)
    }

    /// Takes logins from an identity. Whoever asks must prove one of those that it owns.
    ///
    /// - Source: Amazon Cognito Identity API Reference, `UnlinkIdentity`.
    package func unlink(
        identity text: String, logins: [Login], providers: [ProviderName], in context: ExchangeContext = .unknown
    ) async throws(FederationError) {
        try await record(.unlinkIdentity, context, at: now()) { draft throws(FederationError) in
            try await unlink(identity: text, logins: logins, providers: providers, &draft)
            draft.result = .unlinked(providers)
        }
    }

    private func unlink(
        identity text: String, logins: [Login], providers: [ProviderName], _ draft: inout DecisionDraft
    ) async throws(FederationError) {
        let (record, known) = try await find(text, &draft)
        let identity = IdentityID(region: known.pool.id.region, uuid: record.id)
        guard record.suspendedAt == nil else { throw .identityDisabled(identity) }
        guard record.state == .authenticated else {
            throw draft.refuse(
                record.state == .disabled ? .identityDisabled : .identityHasNoLogins, .identityForbidden(identity))
        }
        if let name = known.pool.developerProvider, providers.contains(ProviderName(name)) {
            throw .invalid(.developerProviderNotPublic)
        }
        let verified = try await verification.verify(
            logins, for: known, admitsBrokerTokens: true, at: now(), &draft)
        guard verified.contains(where: { proves($0, record, identity, in: known.pool) }) else {
            throw draft.refuse(.unlinkingWithoutProof, .loginsDoNotMatch)
        }
        let outcome = try await stored { () throws(StorageError) in
            try await identities.unlink(providers, from: record.id, in: record.pool)
        }
        switch outcome {
        case .unlinked: return
        case .notLinked(let provider): throw .invalid(.loginNotLinked(provider))
        case .gone: throw draft.refuse(.identityDisabled, .identityForbidden(identity))
        }
    }
}

/// Credentials, and the identity that they are for: not always the one that was asked for.
package struct IssuedCredentials: Sendable {
    package let identity: IdentityID
    package let credentials: TemporaryCredentials
    package let source: CredentialSource

    package init(identity: IdentityID, credentials: TemporaryCredentials, source: CredentialSource = .embedded) {
        self.identity = identity
        self.credentials = credentials
        self.source = source
    }
}

/// One of our OpenID tokens, and the identity that it is for: not always the one that was asked for.
package struct IssuedToken: Sendable {
    package let identity: IdentityID
    package let token: Secret<String>

    package init(identity: IdentityID, token: Secret<String>) {
        self.identity = identity
        self.token = token
    }
}

extension IdentityPool {
    fileprivate var guestScopeDown: SessionPolicy {
        guestSessionPolicy.map(SessionPolicy.inline) ?? .guestScopeDown
    }
}

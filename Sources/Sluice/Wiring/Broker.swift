import AccessManagement
import AdminAPI
import Audit
import Authorizer
import Federation
import Foundation
import HTTPAPI
import IdentityModel
import Logging
import OutboundHTTP
import Postgres
import Providers
import STS
import Storage
import UpstreamSTS
import WebTokens

/// Every room, wired to the ones below it.
struct Broker {
    let site: Site
    let refresher: Refresher
    let sweeper: PoolSweeper
    let useWriter: LoginUseWriter
    let auditWriter: RecordWriter
    let partitions: PartitionKeeper
    let fetcher: HTTPFetcher

    /// Reads or makes the keys of the deployment; everything else is put together without waiting.
    init(
        _ settings: Settings, _ server: ServerSettings, issuer: String, address: String, masterKey: MasterKey,
        descriptors: DescriptorCatalog, routes: RouteTable?, clients: ServerClients, logger: Logger
    ) async throws {
        let client = clients.serving
        let signingKeys = SigningKeys(
            SigningKeyStore(client, masterKey: masterKey), algorithm: server.openIDAlgorithm, region: settings.region,
            commonName: URL(string: issuer)?.host() ?? "sluice")
        let sealingKeys = SealingKeys(SealingKeyStore(client, masterKey: masterKey))
        try await signingKeys.refresh()
        try await sealingKeys.refresh()

        let fetcher = HTTPFetcher()
        let verifier = IDTokenVerifier()
        let ownKeys = OwnKeySource(signingKeys)
        let fetch: Fetch = { request throws(FetchError) in try await fetcher.fetch(request) }
        let adapters = AdapterEnvironment(
            fetch: fetch, verifier: verifier,
            keySets: KeySetCache(
                fetch: fetch,
                report: { logger.warning("a provider's keys need a look", metadata: ["event": "\($0)"]) }),
            askUserPool: server.userPoolCredentials.map { AdminGetUser($0, fetch: fetch).ask })
        let catalog = ProviderCatalog(descriptors, in: adapters)
        let ownTokens = BrokerTokenProvider(issuer: issuer, verifier: verifier, keys: ownKeys)
        let revocations = SessionRevocations(SessionRevocationStore(client), identities: IdentityStore(client))
        let verification = LoginVerification(
            provider: { catalog.provider(for: $0, registration: $1) }, broker: ownTokens, brokerIssuer: issuer,
            end: { session throws(STSError) in try await revocations.end(of: session) })

        let recorder = Recorder(
            capacity: server.audit.queueLength, whenFull: server.audit.whenFull, logger: logger)
        let record = DecisionRecorder(recorder)

        let deployment = settings.account.rawValue
        let roles = RoleDirectory(RoleStore(client))
        let mint = SessionMint(keys: sealingKeys, deployment: deployment)
        let accessKeys = AccessKeyDirectory(AccessKeyStore(client, masterKey: masterKey))
        let users = UserDirectory(UserStore(client))
        let policies = IdentityPolicyDirectory(IdentityPolicyStore(client))
        let recognition = CallerRecognition(
            accessKeys: accessKeys, users: users, roles: roles, keys: sealingKeys, revocations: revocations,
            deployment: deployment, regions: server.acceptedRegions)
        let permissions = Permissions(policies)
        let assumption = RoleAssumption(
            roles: roles, permissions: permissions, mint: mint, revocations: revocations)
        let poolStore = PoolStore(client)
        let secrets = ProviderSecretStore(client, masterKey: masterKey)
        let directory = PoolDirectory(poolStore, secrets: secrets)
        let poolLimit = server.poolRate.map { TokenBuckets<UUID>($0) }
        let identities = IdentityStore(client)
        let uses = LoginUses()
        let backEnds = BackEndDirectory(BackEndStore(client))
        let upstream = UpstreamCredentials(
            fetch: fetch, allowsLoopbackHTTP: server.allowsLoopbackHTTP,
            report: { logger.warning("an STS back end needs a look", metadata: ["event": "\($0)"]) })
        let exchange = CredentialExchange(
            pools: directory, identities: identities, verification: verification,
            assumption: assumption, tokens: OpenIDTokenIssuer(issuer: issuer, keys: signingKeys),
            upstream: .init(directory: backEnds, credentials: upstream),
            throttle: { pool in poolLimit?.take(for: pool) }, uses: uses, record: record)
        let pools = PoolAdministration(
            store: poolStore, secrets: secrets, directory: directory, permissions: permissions, roles: roles,
            tokens: PageTokens(masterKey))
        let providers = OpenIDProviderDirectory(OpenIDProviderStore(client))
        let webIdentities = WebIdentityExchange(
            issuer: issuer, verifier: verifier, keys: ownKeys, providers: providers,
            prove: { login, app, now throws(LoginError) in
                try await catalog.provider(for: login.provider, registration: app).verify(login, for: app, at: now)
            },
            assumption: assumption, identities: identities, record: record)

        let limits = RateLimits(address: server.addressRate, proxyHops: server.proxyHops)
        let administration = AccountAdministration(
            AccountStores(client, masterKey: masterKey), account: settings.account,
            allowsLoopbackHTTP: server.allowsLoopbackHTTP)
        let forgetAll: @Sendable () -> Void = {
            roles.forgetAll()
            accessKeys.forgetAll()
            users.forgetAll()
            policies.forgetAll()
            directory.forgetAll()
            providers.forgetAll()
            backEnds.forgetAll()
        }
        let identityAdministration = IdentityAdministration(identities: identities, pools: pools)
        let bearerTokens = BearerTokenStore(client)
        let admin = AdminDoor(
            routes: AdminRoutes.pools(pools) + AdminRoutes.identities(identityAdministration)
                + AdminRoutes.roleMappings(
                    RoleMappingAdministration(
                        pools: pools, verification: verification, assumption: assumption,
                        past: PastDecisions(DecisionStore(clients.background))))
                + AdminRoutes.poolProviders(pools)
                + AdminRoutes.principalTags(pools, mint: mint) + AdminRoutes.account(administration)
                + AdminRoutes.openIDProviders(
                    administration.openIDProviders, look: IssuerReport.look(ProviderCheck(fetcher), descriptors))
                + AdminRoutes.sessionRevocations(
                    RevocationAdministration(revocations, account: administration, cursors: PageTokens(masterKey)))
                + AdminRoutes.records(
                    RecordReading(
                        AuditStores(clients.background, masterKey: masterKey), cursors: PageTokens(masterKey)), pools)
                + AdminRoutes.tokens(TokenAdministration(bearerTokens, account: settings.account)),
            callers: AdminCallers(
                recognition: recognition,
                tokens: BearerRecognition(
                    bearerTokens, users: users, account: settings.account, region: settings.region)),
            gate: AdminGate(
                account: settings.account, permissions: permissions, pools: pools, resources: administration.resources),
            idempotency: Idempotency(IdempotencyStore(client, masterKey: masterKey)), limits: limits,
            changes: ChangeLedger(recorder), onChange: forgetAll, logger: logger)
        var mounts = [
            Mount(AdminDoor.root, admin),
            Mount(
                SigningKeyDoor.place,
                SigningKeyDoor(recognition: recognition, permissions: permissions, limits: limits, logger: logger)),
        ]
        if let routes {
            let authorization = RequestAuthorization(
                routes, recognition: recognition, tokens: ownTokens, revocations: revocations,
                account: settings.account, permissions: permissions)
            mounts.append(Self.authorizer(routes, authorization, server.addressRate, logger))
        }
        site = Site(
            cognito: CognitoDoor(
                exchange: exchange,
                administration: Administration(
                    pools: pools,
                    identities: identityAdministration,
                    developers: DeveloperIdentities(exchange: exchange, pools: pools)),
                recognition: recognition, permissions: permissions,
                limits: limits, recorder: recorder, logger: logger),
            query: QueryDoor(
                recognition: recognition, permissions: permissions,
                sessions: STSRooms(
                    exchange: webIdentities,
                    signed: SignedExchange(
                        assumption: assumption, users: UserSessions(mint: mint), record: record)),
                administration: administration, limits: limits, recorder: recorder, onChange: forgetAll,
                logger: logger),
            documents: OpenIDDocuments(issuer: issuer, address: address, keys: signingKeys),
            health: HealthChecks(
                database: { await clients.problem() },
                keys: { signingKeys.problem ?? sealingKeys.problem }),
            mounts: mounts,
            logger: logger)
        refresher = Refresher(
            signingKeys: signingKeys, sealingKeys: sealingKeys, revocations: revocations, logger: logger)
        sweeper = PoolSweeper(pools: poolStore, logger: logger)
        useWriter = LoginUseWriter(uses: uses, identities: IdentityStore(clients.background), logger: logger)
        auditWriter = RecordWriter(
            recorder, into: AuditStores(clients.recording, masterKey: masterKey),
            redaction: server.audit.redaction(masterKey), logger: logger)
        partitions = PartitionKeeper(
            AuditStores(clients.background, masterKey: masterKey), retention: server.audit.retention,
            recorder: recorder, logger: logger)
        self.fetcher = fetcher
    }

    /// A proxy of the API's stands between, whose hops are its own.
    private static func authorizer(
        _ routes: RouteTable, _ authorization: RequestAuthorization, _ addressRate: RateLimit?, _ logger: Logger
    ) -> Mount {
        let limits = RateLimits(address: addressRate, proxyHops: routes.hops)
        return Mount(
            AuthorizeDoor.place,
            AuthorizeDoor(routes, authorization: authorization, limits: limits, logger: logger))
    }
}

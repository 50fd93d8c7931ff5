import Federation
import HTTPTypes
import IdentityModel
import InMemoryLogging
import Logging
import STS
import ServiceLifecycle
import SigV4
import TestSupport

@testable import HTTPAPI

/// What stands behind the doors of a site under test. What a test does not expect to be asked for fails as an internal
/// error.
struct Rooms: Sendable {
    var identityID: @Sendable (String, [Login]) async throws(FederationError) -> IdentityID
    var credentials: @Sendable (String, [Login], String?) async throws(FederationError) -> IssuedCredentials
    var openIDToken: @Sendable (String, [Login]) async throws(FederationError) -> IssuedToken
    var unlink: @Sendable (String, [Login], [ProviderName]) async throws(FederationError) -> Void
    var recognise: @Sendable (SignedRequest, String) async throws(STSError) -> RecognisedCaller
    var assumeRole: @Sendable (WebIdentityRequest) async throws(WebIdentityError) -> WebIdentityAnswer
    var begin: @Sendable (RecognisedCaller, Int?) async throws(STSError) -> TemporaryCredentials = {
        _, _ throws(STSError) in throw .unavailable("unexpected call")
    }
    var assume: @Sendable (AssumptionRequest, RecognisedCaller) async throws(STSError) -> AssumedRole = {
        _, _ throws(STSError) in throw .unavailable("unexpected call")
    }
    var require: PermissionOnResource = { _, _, _, _ throws(STSError) in }
    var limits = RateLimits.none
    var permit: PermissionCheck = { _, _, _, _ throws(STSError) in }
    var mounts: [Mount] = []
    var health = HealthChecks(database: { nil }, keys: { nil })

    /// - Parameter refusal: what every exchange ends in.
    init(refusing refusal: FederationError = .internal("unexpected call")) {
        identityID = { _, _ throws(FederationError) in throw refusal }
        credentials = { _, _, _ throws(FederationError) in throw refusal }
        openIDToken = { _, _ throws(FederationError) in throw refusal }
        unlink = { _, _, _ throws(FederationError) in throw refusal }
        recognise = { _, _ throws(STSError) in throw .unavailable("unexpected call") }
        assumeRole = { _ throws(WebIdentityError) in throw .unavailable("unexpected call") }
    }

    /// Everything succeeds with the sample values.
    static var willing: Rooms {
        var rooms = Rooms()
        rooms.identityID = { _, _ in Sample.identityID }
        rooms.credentials = { _, _, _ in Sample.issuedCredentials }
        rooms.openIDToken = { _, _ in Sample.issuedToken }
        rooms.unlink = { _, _, _ in }
        rooms.recognise = { _, _ in Sample.caller }
        rooms.assumeRole = { _ in Sample.webIdentityAnswer }
        rooms.begin = { _, _ in Sample.credentials }
        return rooms
    }

    func site(_ logger: Logger) -> Site {
        Site(
            cognito: CognitoDoor(
                operations: [
                    AnyOperation(
                        GetCredentialsForIdentity { identity, logins, role, _ throws(FederationError) in
                            try await credentials(identity, logins, role)
                        }),
                    AnyOperation(
                        GetId { pool, logins, _ throws(FederationError) in try await identityID(pool, logins) }),
                    AnyOperation(
                        GetOpenIdToken { identity, logins, _ throws(FederationError) in
                            try await openIDToken(identity, logins)
                        }),
                    AnyOperation(
                        UnlinkIdentity { identity, logins, providers, _ throws(FederationError) in
                            try await unlink(identity, logins, providers)
                        }),
                    AnyOperation(SampleOperation(), permissions: permit),
                ],
                recognise: recognise, limits: limits, logger: logger),
            query: QueryDoor(
                sts: [
                    AssumeRole(
                        recognise: recognise,
                        assume: { request, caller, _ throws(STSError) in try await assume(request, caller) }),
                    AssumeRoleWithWebIdentity { request, _ throws(WebIdentityError) in try await assumeRole(request) },
                    GetAccessKeyInfo(recognise: recognise, require: require),
                    GetCallerIdentity(recognise: recognise),
                    GetSessionToken(
                        recognise: recognise,
                        begin: { caller, duration, _ throws(STSError) in try await begin(caller, duration) }),
                ],
                limits: limits, logger: logger),
            documents: DocumentDoor(
                configuration: Array(#"{"issuer":"https://id.example"}"#.utf8), keySet: { Array(#"{"keys":[]}"#.utf8) }),
            health: health, mounts: mounts, logger: logger)
    }
}

/// A site that listens on a port of its own for as long as `body` runs.
struct TestSite: Sendable {
    let client: RawHTTPClient
    let log: InMemoryLogHandler
    private let group: ServiceGroup

    static func run(
        _ rooms: Rooms = .willing, bodyLimit: Int = 1_048_576, _ body: (TestSite) async throws -> Void
    ) async throws {
        let log = InMemoryLogHandler()
        let logger = Logger(label: "site", factory: { _ in log })
        let silence = Logger(label: "lifecycle", factory: { _ in SwiftLogNoOpLogHandler() })
        let (ports, bound) = AsyncStream<Int>.makeStream()
        let server = HTTPServer(
            HTTPServerConfiguration(port: 0, bodyLimit: bodyLimit), site: rooms.site(logger), logger: silence,
            onListening: { bound.yield($0) })
        let group = ServiceGroup(services: [server], logger: silence)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                defer { bound.finish() }
                try await group.run()
            }
            for await port in ports {
                try await body(TestSite(client: RawHTTPClient(port: port), log: log, group: group))
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    func shutDown() async { await group.triggerGracefulShutdown() }

    /// One call of the Cognito API.
    func call(
        _ action: String, _ body: String = "", headers: [(name: String, value: String)] = []
    ) async throws -> RawAnswer {
        try await client.send(
            "POST",
            headers: [
                ("X-Amz-Target", "AWSCognitoIdentityService.\(action)"), ("Content-Type", "application/x-amz-json-1.1"),
            ] + headers,
            body: Array(body.utf8))
    }

    /// One call of the STS API, as a form.
    func query(_ form: String) async throws -> RawAnswer {
        try await client.send(
            "POST", headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: Array(form.utf8))
    }
}

/// An operation that takes a signature and does nothing.
private struct SampleOperation: SignedOperation {
    static let action = "DescribeIdentityPool"
    func run(_ pool: String, by caller: RecognisedCaller) async throws(FederationError) -> EmptyOutput {
        EmptyOutput()
    }
    typealias Input = PoolInput
}

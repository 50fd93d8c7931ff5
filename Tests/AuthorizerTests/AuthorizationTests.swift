import IAMPolicy
import IdentityModel
import SigV4
import Testing

@testable import Authorizer
@testable import STS

@Suite struct `A request to an API` {
    /// The caller may read all that is public, and write below its own identity.
    static let policy = #"""
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "notes:Read", "Resource": "arn:aws:notes:::public/*"},
          {"Effect": "Allow", "Action": "notes:*",
           "Resource": "arn:aws:notes:::users/us-east-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d*"}]}
        """#

    static func authorize(
        _ request: OriginalRequest, recognised: Result<RecognisedRequest, STSError> = .success(Sample.recognised()),
        tokens: OneToken = OneToken(.notABrokerToken), end: UnknownCaller? = nil
    ) async throws -> AuthorizedCaller {
        let identity = AttachedPolicy(
            name: "own", document: try PolicyDocument(parsing: policy, as: .inline))
        return try await RequestAuthorization(
            Sample.table(),
            recognise: { request, _ throws(STSError) in
                guard request.headers.contains(where: { $0.name == "authorization" }) else {
                    throw .signatureRefused(.noSignature)
                }
                return try recognised.get()
            },
            tokens: tokens, end: { _ in end },
            decide: { action, resource, owner, policy, caller in
                var context = RequestContext()
                context.setFacts(caller.facts)
                return PolicyLayers(identity: [identity], resource: policy).evaluate(
                    AccessRequest(
                        by: caller.principal, action: action, resource: resource, ownedBy: owner, context: context))
            },
            decideByResource: { action, resource, policy, identity, facts in
                var context = RequestContext()
                context.setFacts(facts)
                if let identity {
                    context.setToken(
                        .cognito, audience: identity.audience, subject: identity.subject, methods: identity.methods)
                }
                return PolicyLayers(resource: policy).evaluate(
                    AccessRequest(
                        by: identity == nil ? .anonymous : .federated(provider: WebIdentity.provider), action: action,
                        resource: resource, context: context))
            },
            now: { Sample.now }
        ).authorize(request)
    }

    static func expectRefusal(
        _ reason: String, _ request: OriginalRequest,
        recognised: Result<RecognisedRequest, STSError> = .success(Sample.recognised()),
        tokens: OneToken = OneToken(.notABrokerToken), end: UnknownCaller? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let refusal = await #expect(throws: AuthorizationRefusal.self, sourceLocation: sourceLocation) {
            try await authorize(request, recognised: recognised, tokens: tokens, end: end)
        }
        #expect(refusal?.reason == reason, sourceLocation: sourceLocation)
    }

    static let bearer = [("authorization", "Bearer some.token.here")]
    static let own = "/users/\(Sample.identity)/a"

    @Test func `passes as its signer`() async throws {
        let caller = try await Self.authorize(Sample.request())
        #expect(caller.name == "arn:aws:sts::000000000000:assumed-role/member/CognitoIdentityCredentials")
        #expect(caller.method == "sigv4")
        _ = try await Self.authorize(Sample.request("PUT", Self.own, [("authorization", "AWS4-HMAC-SHA256 …")]))
        _ = try await Self.authorize(Sample.request("GET", "/me"))
    }

    @Test(arguments: [
        ("GET", "/elsewhere", "route-unknown"), ("POST", "/public/a", "route-unknown"),
        ("get", "/public/a", "route-unknown"),
        ("GET", "/public", "route-unknown"), ("PUT", "/users/us-east-1:other/a", "not-allowed"),
        ("GET", "/public/../users/x", "path-ambiguous"), ("GET", "//public/a", "path-ambiguous"),
        ("GET", "/public%2fa", "path-ambiguous"), ("GET", "/public/a;x", "path-ambiguous"),
        ("GET", "public/a", "path-ambiguous"), ("GET", "/open/closed", "explicit-deny"),
    ])
    func `is refused`(_ method: String, _ target: String, _ reason: String) async {
        await Self.expectRefusal(reason, Sample.request(method, target))
    }

    @Test func `is refused at another host`() async {
        await Self.expectRefusal("host-unknown", Sample.request(host: "other.example.com"))
        await Self.expectRefusal("host-misplaced", Sample.request(api: "strict"))
    }

    @Test(arguments: [
        (STSError.signatureRefused(.mismatch(.signatureDiffers)), "signature-mismatch"),
        (.signatureRefused(.hostNotSigned), "signature-mismatch"),
        (.signatureRefused(.severalSignatures), "credentials-ambiguous"),
        (.signatureRefused(.wrongScope([.region("x")])), "signature-scope"),
        (.signatureRefused(.malformedCredential("x")), "signature-malformed"),
        (.signatureRefused(.mismatch(.payloadNotSigned)), "payload-unsigned"),
        (.unknownCaller(.roleGone), "credentials-unknown"), (.unknownCaller(.noSuchKey), "credentials-unknown"),
        (.sessionExpired, "session-expired"), (.unavailable("no route to db-1"), "unavailable"),
    ])
    func `is refused for its signature`(_ error: STSError, _ reason: String) async {
        await Self.expectRefusal(reason, Sample.request(), recognised: .failure(error))
        // Credentials that are shown are judged, also where none are needed.
        await Self.expectRefusal(reason, Sample.request("GET", "/open/a"), recognised: .failure(error))
    }

    @Test func `leaves its body to the API, which is told the hash`() async throws {
        let hash = SignedPayload.hash(String(repeating: "a", count: 64))
        for (payload, presigned) in [(hash, false), (SignedPayload.unsigned, true)] {
            let caller = try await Self.authorize(
                Sample.request(contentLength: "5"),
                recognised: .success(Sample.recognised(payload, presigned: presigned)))
            #expect(caller.method == (presigned ? "sigv4-presigned" : "sigv4"))
        }
    }

    @Test func `has no body that its signature denies`() async throws {
        await Self.expectRefusal("body-unsigned", Sample.request(contentLength: "5"))
        _ = try await Self.authorize(Sample.request(contentLength: "0"))
    }

    @Test func `must sign its body where the API says so`() async {
        await Self.expectRefusal(
            "payload-unsigned", Sample.request(host: "strict.example.com"),
            recognised: .success(Sample.recognised(.unsigned)))
    }

    @Test func `needs credentials where nobody in particular may come`() async throws {
        await Self.expectRefusal("credentials-missing", Sample.request([]))
        #expect(try await Self.authorize(Sample.request("GET", "/open/a", [])).method == "anonymous")
        await Self.expectRefusal("explicit-deny", Sample.request("GET", "/open/closed", []))
        // What the policies do not mention is open to everybody, whoever they are.
        #expect(try await Self.authorize(Sample.request("GET", "/open/a")).method == "sigv4")
    }

    @Test func `passes as the bearer of a token, by the policy of the API alone`() async throws {
        let caller = try await Self.authorize(Sample.request(Self.bearer), tokens: OneToken())
        #expect(caller.method == "bearer")
        #expect(caller.name == "cognito-identity.amazonaws.com:\(Sample.identity)")
        await Self.expectRefusal(
            "not-allowed", Sample.request(Self.bearer), tokens: try OneToken(methods: ["unauthenticated"]))
        await Self.expectRefusal("not-allowed", Sample.request("PUT", Self.own, Self.bearer), tokens: try OneToken())
        await Self.expectRefusal("not-allowed", Sample.request("GET", "/me", Self.bearer), tokens: try OneToken())
    }

    @Test(arguments: [
        (LoginError.expired(now: 2, expiry: 1), "token-expired"), (.audienceMismatch, "token-audience"),
        (.notABrokerToken, "token-invalid"), (.badSignature, "token-invalid"), (.providerUnavailable, "unavailable"),
    ])
    func `is refused for its token`(_ error: LoginError, _ reason: String) async {
        await Self.expectRefusal(reason, Sample.request(Self.bearer), tokens: OneToken(error))
        await Self.expectRefusal(reason, Sample.request("GET", "/open/a", Self.bearer), tokens: OneToken(error))
    }

    @Test(arguments: [UnknownCaller.identityGone, .roleGone])
    func `shows a token that nothing has ended`(_ end: UnknownCaller) async throws {
        await Self.expectRefusal("token-revoked", Sample.request(Self.bearer), tokens: try OneToken(), end: end)
        await Self.expectRefusal(
            "token-revoked", Sample.request("GET", "/open/a", Self.bearer), tokens: try OneToken(), end: end)
    }

    /// The policy of the API denies it to one address.
    @Test(arguments: [[("authorization", "AWS4-HMAC-SHA256 …")], bearer, []])
    func `is judged by where it comes from`(_ headers: [(String, String)]) async throws {
        var request = Sample.request("GET", "/open/a", headers)
        request.facts = RequestFacts(sourceIP: "192.0.2.66")
        await Self.expectRefusal("explicit-deny", request, tokens: try OneToken())
        request.facts = RequestFacts(sourceIP: "192.0.2.67")
        _ = try await Self.authorize(request, tokens: try OneToken())
    }

    @Test func `shows a token where tokens are taken`() async throws {
        await Self.expectRefusal(
            "token-not-admitted", Sample.request(host: "strict.example.com", Self.bearer), tokens: try OneToken())
    }

    @Test(arguments: [
        Self.bearer + Self.bearer, Self.bearer + [("authorization", "AWS4-HMAC-SHA256 …")],
        [("authorization", "AWS4-HMAC-SHA256 …")] + Self.bearer,
    ])
    func `shows one kind of credentials`(_ headers: [(String, String)]) async throws {
        await Self.expectRefusal("credentials-ambiguous", Sample.request(headers), tokens: try OneToken())
    }

    @Test func `shows no token beside a signed URL`() async throws {
        await Self.expectRefusal(
            "credentials-ambiguous", Sample.request("GET", "/public/a?X-Amz-Signature=0", Self.bearer),
            tokens: try OneToken())
    }
}

extension Sample {
    static func request(_ headers: [(String, String)]) -> OriginalRequest { request("GET", "/public/a", headers) }
}

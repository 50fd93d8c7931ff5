import Foundation
import HTTPTypes
import IAMPolicy
import IdentityModel
import SigV4
import StrictJSON

@testable import Authorizer
@testable import HTTPAPI
@testable import STS

/// Callers, tokens and proxies' questions, without the rooms behind them.
enum Sample {
    static let account = AccountID("000000000000")!
    static let pool = IdentityPoolID("us-east-1:00000000-0000-4000-8000-000000000001")!
    static let identity = IdentityID("us-east-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d")!
    static let now = Date(timeIntervalSince1970: 1_790_000_000)

    static let session = SealedSession(
        kind: .assumedRole, account: account, principalID: UniqueID("AROAQAAAAAAABBBBBBBBB")!,
        principalPath: "/apps/", principalName: "member", sessionName: "CognitoIdentityCredentials", issuedAt: now,
        expiresAt: now + 3_600, identity: .init(id: identity, pool: pool), principalTags: ["team": "red"],
        policy: #"{"Version":"2012-10-17"}"#, policyARNs: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        id: UUID(uuidString: "00000000-0000-4000-8000-000000000009")!)

    static let accessKeyID = AccessKeyID("ASIAQAAAAAAABBBBBBBB")!
    static let caller = RecognisedCaller(session, accessKeyID: accessKeyID, region: "us-east-1")

    static func recognised(
        _ payload: SignedPayload = .empty, presigned: Bool = false
    ) -> RecognisedRequest {
        RecognisedRequest(caller: caller, payload: payload, isPresigned: presigned)
    }

    static let routes = """
        proxy: nginx
        apis:
          - name: notes
            hosts: [notes.example.com]
            bearer_pools: ["us-east-1:00000000-0000-4000-8000-000000000001"]
            resource_policy:
              Version: "2012-10-17"
              Statement:
                - Effect: Allow
                  Principal: {Federated: cognito-identity.amazonaws.com}
                  Action: notes:Read
                  Resource: arn:aws:notes:::public/*
                  Condition:
                    StringEquals: {"cognito-identity.amazonaws.com:aud": "us-east-1:00000000-0000-4000-8000-000000000001"}
                    ForAnyValue:StringEquals: {"cognito-identity.amazonaws.com:amr": authenticated}
                - Effect: Deny
                  Principal: "*"
                  Action: notes:*
                  Resource: arn:aws:notes:::open/closed
                - Effect: Deny
                  Principal: {AWS: "*", Federated: cognito-identity.amazonaws.com}
                  Action: notes:*
                  Resource: arn:aws:notes:::open/*
                  Condition: {IpAddress: {"aws:SourceIp": 192.0.2.66/32}}
            routes:
              - {methods: [GET], path: /public/**, action: "notes:Read", resource: "arn:aws:notes:::public/${rest}"}
              - {methods: [GET], path: /open/**, action: "notes:Read", resource: "arn:aws:notes:::open/${rest}", anonymous: true}
              - {methods: [PUT], path: "/users/{id}/**", action: "notes:Write", resource: "arn:aws:notes:::users/${path.id}/${rest}"}
              - {methods: [GET], path: /me, action: "notes:Read", resource: "arn:aws:notes:::users/${identity.id}"}
          - name: strict
            hosts: [strict.example.com]
            unsigned_payload: false
            routes:
              - {methods: ["*"], path: /**, action: "notes:Read", resource: "arn:aws:notes:::public/${rest}"}
        """

    static func table(_ text: String = routes) throws -> RouteTable {
        try RouteTable(Array(text.utf8), file: "routes.yaml", regions: ["us-east-1"])
    }

    static func request(
        _ method: String = "GET", _ target: String = "/public/a", host: String = "notes.example.com",
        _ headers: [(String, String)] = [("authorization", "AWS4-HMAC-SHA256 …")], contentLength: String? = nil,
        api: String? = nil
    ) -> OriginalRequest {
        OriginalRequest(
            method: method, target: target, host: host, headers: headers.map { .init($0.0, $0.1) },
            contentLength: contentLength, expectedAPI: api)
    }
}

/// Proves one token.
struct OneToken: LoginProvider {
    let outcome: Result<VerifiedLogin, LoginError>

    init(_ error: LoginError) { outcome = .failure(error) }

    init(
        methods: [String] = ["authenticated"], audience: String = "\(Sample.pool)",
        subject: String = "\(Sample.identity)"
    )
        throws
    {
        let claims = try JSONDocument(#"{"amr":["\#(methods.joined(separator: #"",""#))"]}"#, limits: .token)
        outcome = .success(
            VerifiedLogin(
                provider: .broker, issuer: "us", subject: subject, audience: audience, claims: Claims(claims),
                proof: .developer, issuedAt: nil, expiresAt: Sample.now))
    }

    func verify(_ login: Login, for app: ClientRegistration, at now: Date) async throws(LoginError) -> VerifiedLogin {
        guard login.provider == .broker, app.clientIDs == ["\(Sample.pool)"] else { throw .notConfigured }
        return try outcome.get()
    }
}

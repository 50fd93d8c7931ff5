/// Signs outgoing requests with one set of credentials, for one service in one region.
package struct Signer: Sendable {
    private let accessKeyID: String
    private let secretAccessKey: String
    private let sessionToken: String?
    private let region: String
    private let service: String
    private let rules: CanonicalRules

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, region: String, service: String,
        rules: CanonicalRules = .general
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
        self.rules = rules
    }

    /// The request with the headers that sign it. It must already carry `host`.
    package func sign(_ request: SignedRequest, at now: SigningTime) -> SignedRequest {
        var signed = request
        let payload = Hexadecimal.encode(request.body.digest)
        signed.headers.append(.init("x-amz-date", now.basic))
        if let sessionToken { signed.headers.append(.init("x-amz-security-token", sessionToken)) }
        if rules == .s3, !request.has(Payload.header) {
            signed.headers.append(.init(Payload.header, String(decoding: payload, as: UTF8.self)))
        }
        let names = Self.namesToSign(in: signed)
        let signature = signature(of: signed, names, payload, at: now)
        let authorization =
            "\(PresentedSignature.algorithm) Credential=\(accessKeyID)/\(scope(at: now)), "
            + "SignedHeaders=\(names.joined(separator: ";")), Signature=\(signature)"
        signed.headers.append(.init("authorization", authorization))
        return signed
    }

    /// The request with the query parameters that sign it for so many seconds. It must already carry `host`.
    package func presign(_ request: SignedRequest, lasting seconds: Int64, at now: SigningTime) -> SignedRequest {
        var signed = request
        let names = Self.namesToSign(in: request)
        signed.append(QueryName.algorithm, PresentedSignature.algorithm)
        signed.append(QueryName.credential, "\(accessKeyID)/\(scope(at: now))")
        signed.append(QueryName.date, now.basic)
        signed.append(QueryName.expires, "\(seconds)")
        signed.append(QueryName.signedHeaders, names.joined(separator: ";"))
        if let sessionToken { signed.append(QueryName.securityToken, sessionToken) }
        let payload = rules == .s3 ? Array(Payload.unsigned.utf8) : Hexadecimal.encode(request.body.digest)
        signed.append(QueryName.signature, signature(of: signed, names, payload, at: now))
        return signed
    }

    private func scope(at now: SigningTime) -> CredentialScope {
        CredentialScope(date: now.day, region: region, service: service)
    }

    private func signature(
        of request: SignedRequest, _ names: [String], _ payload: [UInt8], at now: SigningTime
    ) -> String {
        let canonical = CanonicalRequest(
            request, CanonicalQuery(request.query), signing: names, payload: payload, rules: rules)
        let key = SigningKey(secret: secretAccessKey, scope: scope(at: now))
        return String(decoding: key.signature(of: canonical, at: now), as: UTF8.self)
    }

    private static func namesToSign(in request: SignedRequest) -> [String] {
        Set(request.headers.map(\.name)).subtracting(changedOnTheWay).sorted()
    }

    /// What proxies add, drop or rewrite.
    private static let changedOnTheWay: Set = [
        "authorization", "connection", "expect", "transfer-encoding", "user-agent", "x-amzn-trace-id",
    ]
}

extension SignedRequest {
    fileprivate mutating func append(_ name: String, _ value: String) {
        var encoded: [UInt8] = []
        for byte in value.utf8 { PercentCoding.appendEncoded(byte, to: &encoded) }
        query += "\(query.isEmpty ? "" : "&")\(name)=\(String(decoding: encoded, as: UTF8.self))"
    }
}

extension Signer: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

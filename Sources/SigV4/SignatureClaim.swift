/// The texts of a signature, found in the request but not judged yet.
///
/// Finding and judging are apart because the answer to a request with several faults is fixed: what is absent is named
/// first, then an unsigned host, then a bad time, then a bad credential.
struct SignatureClaim {
    let credential: String
    let signedHeaders: [String]
    let signature: String
    let date: String
    /// What `date` says; nil when it is no date.
    let timestamp: SigningTime?
    let carrier: Carrier
    let sessionToken: String?

    enum Carrier {
        case header
        case query(expires: String?)
    }

    /// Finds the one signature of a request.
    init(in request: SignedRequest, _ query: CanonicalQuery) throws(SignatureRefusal) {
        let authorizations = request.headers.filter { $0.name == "authorization" }
        switch (authorizations.count, query.bearsSignature) {
        case (0, false): throw .noSignature
        case (0, true): try self.init(presigned: query)
        case (1, false): try self.init(authorization: authorizations[0].value, of: request)
        default: throw .severalSignatures
        }
    }
}

extension SignatureClaim {
    /// Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; of repeated parts the last counts.
    private init(authorization: String, of request: SignedRequest) throws(SignatureRefusal) {
        let space = authorization.utf8.firstIndex(of: UInt8(ascii: " ")) ?? authorization.endIndex
        let algorithm = authorization[..<space]
        guard algorithm == PresentedSignature.algorithm else { throw .unsupportedAlgorithm(String(algorithm)) }

        var credential: String?
        var signedHeaders: String?
        var signature: String?
        for item in authorization.utf8[space...].split(separator: UInt8(ascii: ",")).map(\.trimmed) where !item.isEmpty
        {
            guard let equals = item.firstIndex(of: UInt8(ascii: "=")) else {
                throw .notKeyValue(item: String(Substring(item)), header: authorization)
            }
            let value = String(Substring(item[equals...].dropFirst()))
            switch Substring(item[..<equals]) {
            case "Credential": credential = value
            case "SignedHeaders": signedHeaders = value
            case "Signature": signature = value
            default: break
            }
        }
        let amzDate = request.value(of: "x-amz-date")
        guard let credential, let signature, let signedHeaders, let date = amzDate ?? request.value(of: "date") else {
            var missing: [SignatureRefusal.HeaderPart] = []
            if credential == nil { missing.append(.credential) }
            if signature == nil { missing.append(.signature) }
            if signedHeaders == nil { missing.append(.signedHeaders) }
            if amzDate == nil, !request.has("date") { missing.append(.date) }
            throw .headerPartsMissing(missing)
        }
        self.credential = credential
        self.signedHeaders = signedHeaders.fields(separatedBy: UInt8(ascii: ";"))
        self.signature = signature
        self.date = date
        timestamp = SigningTime(basic: date) ?? (amzDate == nil ? SigningTime(httpDate: date) : nil)
        carrier = .header
        sessionToken = request.value(of: "x-amz-security-token")
    }

    private init(presigned query: CanonicalQuery) throws(SignatureRefusal) {
        if let algorithm = query.value(of: QueryName.algorithm), algorithm != PresentedSignature.algorithm {
            throw .unsupportedAlgorithm(algorithm)
        }
        guard query.has(QueryName.algorithm), let credential = query.value(of: QueryName.credential),
            let signature = query.value(of: QueryName.signature), let date = query.value(of: QueryName.date),
            let signedHeaders = query.value(of: QueryName.signedHeaders)
        else { throw .queryParametersMissing(QueryName.required.filter { !query.has($0) }) }
        self.credential = credential
        self.signedHeaders = signedHeaders.fields(separatedBy: UInt8(ascii: ";"))
        self.signature = signature
        self.date = date
        timestamp = SigningTime(basic: date)
        carrier = .query(expires: query.value(of: QueryName.expires))
        sessionToken = query.value(of: QueryName.securityToken)
    }
}

extension CanonicalQuery {
    /// Whether it bears a signature, or the beginnings of one.
    var bearsSignature: Bool { has(QueryName.algorithm) || has(QueryName.signature) }
}

/// The query parameters of a presigned URL.
enum QueryName {
    static let algorithm = "X-Amz-Algorithm"
    static let credential = "X-Amz-Credential"
    static let date = "X-Amz-Date"
    static let expires = "X-Amz-Expires"
    static let securityToken = "X-Amz-Security-Token"
    static let signature = "X-Amz-Signature"
    static let signedHeaders = "X-Amz-SignedHeaders"

    /// In the order in which their absence is reported.
    static let required = [algorithm, credential, signature, signedHeaders, date]
}

extension String {
    /// Splits at a byte. By characters it would miss a separator that carries a combining mark, and be slower.
    func fields(separatedBy separator: UInt8, keepingEmpty: Bool = false) -> [String] {
        utf8.split(separator: separator, omittingEmptySubsequences: !keepingEmpty).map { String(Substring($0)) }
    }
}

extension Substring.UTF8View {
    fileprivate var trimmed: Substring.UTF8View {
        var rest = drop { $0 == UInt8(ascii: " ") }
        while rest.last == UInt8(ascii: " ") { rest.removeLast() }
        return rest
    }
}

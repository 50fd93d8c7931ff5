/// What the caller is told. The door turns the code into its protocol's spelling and status.
///
/// - Source: the messages that AWS's own services send; SDKs and people search for them word by word.
extension SignatureRefusal {
    package enum Code: Equatable, Sendable {
        case missingAuthenticationToken
        case incompleteSignature
        case signatureDoesNotMatch
        case invalidClientTokenID
    }

    package var code: Code {
        switch self {
        case .noSignature: .missingAuthenticationToken
        case .unsupportedAlgorithm, .notKeyValue, .headerPartsMissing, .queryParametersMissing, .malformedTimestamp,
            .malformedExpiry, .malformedCredential:
            .incompleteSignature
        case .severalSignatures, .hostNotSigned, .expired, .notYetCurrent, .wrongScope, .mismatch:
            .signatureDoesNotMatch
        case .unknownAccessKey: .invalidClientTokenID
        }
    }

    package var message: String {
        switch self {
        case .severalSignatures: ""
        case .noSignature: "Request is missing Authentication Token"
        case .unsupportedAlgorithm(let name): "Unsupported AWS 'algorithm': '\(name)'."
        case .notKeyValue(let item, let header):
            "'\(item)' not a valid key=value pair (missing equal-sign) in Authorization header: '\(header)'."
        case .headerPartsMissing(let parts):
            "\(parts.map(\.message).joined(separator: " ")) Authorization=\(PresentedSignature.algorithm)"
        case .queryParametersMissing(let names):
            names.map { "AWS query-string parameters must include '\($0)'." }.joined(separator: " ")
                + " Re-examine the query-string parameters."
        case .hostNotSigned: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        case .malformedTimestamp(let text):
            "Date must be in ISO-8601 'basic format'. Got '\(text)'. See http://en.wikipedia.org/wiki/ISO_8601"
        case .malformedExpiry(let text):
            "'X-Amz-Expires' must be a whole number of seconds from 0 to 604800. Got '\(text)'."
        case .expired(let signedAt, let now, let window):
            "Signature expired: \(signedAt.basic) is now earlier than \((now - window).basic) "
                + "(\(now.basic) - \(Self.duration(window)))"
        case .notYetCurrent(let signedAt, let now, let window):
            "Signature not yet current: \(signedAt.basic) is still later than \((now + window).basic) "
                + "(\(now.basic) + \(Self.duration(window)))"
        case .malformedCredential(let text):
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '\(text)'"
        case .wrongScope(let problems): problems.map(\.message).joined(separator: " ")
        case .unknownAccessKey: "The security token included in the request is invalid."
        case .mismatch:
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                + "Access Key and signing method. Consult the service documentation for details."
        }
    }

    private static func duration(_ seconds: Int64) -> String {
        seconds % 60 == 0 ? "\(seconds / 60) min." : "\(seconds) sec."
    }
}

extension SignatureRefusal.HeaderPart {
    fileprivate var message: String {
        switch self {
        case .credential: "Authorization header requires 'Credential' parameter."
        case .signature: "Authorization header requires 'Signature' parameter."
        case .signedHeaders: "Authorization header requires 'SignedHeaders' parameter."
        case .date: "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
        }
    }
}

extension SignatureRefusal.ScopeProblem {
    fileprivate var message: String {
        switch self {
        case .region(let name): "Credential should be scoped to a valid region, not '\(name)'."
        case .service(let name): "Credential should be scoped to correct service: '\(name)'."
        case .terminator(let text):
            "Credential should be scoped with a valid terminator: '\(CredentialScope.terminator)', not '\(text)'."
        case .date(let scope, let signedAt):
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'\(scope)' != '\(signedAt.day)', from '\(signedAt.basic)'."
        }
    }
}

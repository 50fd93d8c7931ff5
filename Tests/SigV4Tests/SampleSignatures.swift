import SigV4

/// The credentials, day and host of AWS's published signature test suite.
enum Sample {
    static let accessKeyID = "AKIDEXAMPLE"
    static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    static let host = "example.amazonaws.com"
    /// 2015-08-30 12:36:00 UTC.
    static let now = SigningTime(secondsSinceEpoch: 1_440_938_160)

    static let verifier = SignatureVerifier(regions: ["us-east-1"], service: "service")

    static func key(for service: String = "service") -> SigningKey {
        SigningKey(
            secret: secret, scope: CredentialScope(date: "20150830", region: "us-east-1", service: service))
    }

    static func signer(for service: String = "service", token: String? = nil, rules: CanonicalRules = .general)
        -> Signer
    {
        Signer(
            accessKeyID: accessKeyID, secretAccessKey: secret, sessionToken: token, region: "us-east-1",
            service: service, rules: rules)
    }

    static func authorization(
        credential: String = "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request",
        signedHeaders: String = "host;x-amz-date", signature: String
    ) -> String {
        "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=\(signedHeaders), Signature=\(signature)"
    }

    /// `get-vanilla` of the suite, signed there.
    static func getVanilla(
        authorization: String? = Sample.authorization(signature: getVanillaSignature),
        date: String? = "20150830T123600Z"
    ) -> SignedRequest {
        var headers = [SignedRequest.Header("host", host)]
        if let date { headers.append(.init("x-amz-date", date)) }
        if let authorization { headers.append(.init("authorization", authorization)) }
        return SignedRequest(method: "GET", path: "/", headers: headers)
    }

    static let getVanillaSignature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"

    /// A presigned `GetCallerIdentity`, good for 60 seconds.
    static func presigned(_ query: String = presignedQuery) -> SignedRequest {
        SignedRequest(method: "GET", path: "/", query: query, headers: [.init("host", host)])
    }

    static let presignedQuery =
        "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
        + "&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fsts%2Faws4_request&X-Amz-Date=20150830T123600Z"
        + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host"
        + "&X-Amz-Signature=66ad5abfc8108ce3c950addffb2d53b06a07daabed08f67240acabffe03a50cd"

    static let presignVerifier = SignatureVerifier(regions: ["us-east-1"], service: "sts")
}

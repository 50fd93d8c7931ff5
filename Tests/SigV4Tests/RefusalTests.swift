import SigV4
import Testing

/// The wording is that of AWS's services; people and programs search for it.
@Suite struct `A request is refused before any key is looked up` {
    private func refusal(
        of request: SignedRequest, at now: SigningTime = Sample.now, by verifier: SignatureVerifier = Sample.verifier,
        _ location: SourceLocation = #_sourceLocation
    ) -> SignatureRefusal? {
        #expect(throws: SignatureRefusal.self, sourceLocation: location) { try verifier.admit(request, at: now) }
    }

    @Test func `when it is signed in the header and in the query`() {
        var request = Sample.getVanilla()
        request.query = "X-Amz-Algorithm=AWS4-HMAC-SHA256"
        let refusal = refusal(of: request)
        #expect(refusal?.code == .signatureDoesNotMatch)
        #expect(refusal?.message == "")
    }

    @Test func `when it is signed in two headers`() {
        var request = Sample.getVanilla()
        request.headers.append(.init("authorization", "Bearer other"))
        #expect(refusal(of: request) == .severalSignatures)
    }

    @Test func `when it is not signed`() {
        let refusal = refusal(of: Sample.getVanilla(authorization: nil))
        #expect(refusal?.code == .missingAuthenticationToken)
        #expect(refusal?.message == "Request is missing Authentication Token")
    }

    @Test(arguments: ["AWS4-ECDSA-P256-SHA256", "Bearer", "aws4-hmac-sha256", "AWS"])
    func `when the algorithm is another one`(name: String) {
        let refusal = refusal(of: Sample.getVanilla(authorization: "\(name) Credential=a, SignedHeaders=b"))
        #expect(refusal?.code == .incompleteSignature)
        #expect(refusal?.message == "Unsupported AWS 'algorithm': '\(name)'.")
    }

    @Test func `when the algorithm of a presigned request is another one`() {
        let query = Sample.presignedQuery.replacing("AWS4-HMAC-SHA256", with: "AWS4-ECDSA-P256-SHA256")
        #expect(
            refusal(of: Sample.presigned(query), by: Sample.presignVerifier)?.message
                == "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.")
    }

    @Test func `when a part of the header has no equals sign`() {
        let refusal = refusal(of: Sample.getVanilla(authorization: "AWS4-HMAC-SHA256 Credential=a,  Signature , b=c"))
        #expect(refusal?.code == .incompleteSignature)
        #expect(
            refusal?.message
                == "'Signature' not a valid key=value pair (missing equal-sign) in Authorization header: "
                + "'AWS4-HMAC-SHA256 Credential=a,  Signature , b=c'.")
    }

    @Test func `when parts of the header are missing, naming all of them`() {
        let refusal = refusal(of: Sample.getVanilla(authorization: "AWS4-HMAC-SHA256", date: nil))
        #expect(refusal?.code == .incompleteSignature)
        #expect(
            refusal?.message
                == "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' "
                + "parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires "
                + "existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256")
    }

    @Test(arguments: [
        ("AWS4-HMAC-SHA256 SignedHeaders=host, Signature=c", "Authorization header requires 'Credential' parameter."),
        ("AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host", "Authorization header requires 'Signature' parameter."),
        ("AWS4-HMAC-SHA256 Credential=a, Signature=c", "Authorization header requires 'SignedHeaders' parameter."),
    ])
    func `when one part of the header is missing`(authorization: String, text: String) {
        let refusal = refusal(of: Sample.getVanilla(authorization: authorization))
        #expect(refusal?.message == "\(text) Authorization=AWS4-HMAC-SHA256")
    }

    @Test func `when it carries no time`() {
        #expect(
            refusal(of: Sample.getVanilla(date: nil))?.message
                == "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
                + "Authorization=AWS4-HMAC-SHA256")
    }

    @Test(arguments: ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date"])
    func `when a parameter of a presigned request is missing`(name: String) {
        let query = Sample.presignedQuery.replacing("\(name)=", with: "X-Other=")
        let refusal = refusal(of: Sample.presigned(query), by: Sample.presignVerifier)
        #expect(refusal?.code == .incompleteSignature)
        #expect(
            refusal?.message
                == "AWS query-string parameters must include '\(name)'. Re-examine the query-string parameters.")
    }

    @Test func `when several parameters of a presigned request are missing, naming all of them`() {
        #expect(
            refusal(of: Sample.presigned("X-Amz-Algorithm=AWS4-HMAC-SHA256"))?.message
                == "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must "
                + "include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS "
                + "query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.")
    }

    @Test(arguments: ["x-amz-date", "", "hosts;x-amz-date", "Host;x-amz-date"])
    func `when the host is not signed`(signedHeaders: String) {
        let authorization = Sample.authorization(signedHeaders: signedHeaders, signature: Sample.getVanillaSignature)
        let refusal = refusal(of: Sample.getVanilla(authorization: authorization))
        #expect(refusal?.code == .signatureDoesNotMatch)
        #expect(refusal?.message == "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
    }

    @Test(arguments: [
        "2015-08-30T12:36:00Z", "20150830T123600", "20150230T123600Z", "20150830T246000Z",
        "Sun, 30 Aug 2015 12:36:00 GMT",
        "20150830t123600z", "+0150830T123600Z", "",
    ])
    func `when its time is in another format`(text: String) {
        let refusal = refusal(of: Sample.getVanilla(date: text))
        #expect(refusal?.code == .incompleteSignature)
        #expect(
            refusal?.message
                == "Date must be in ISO-8601 'basic format'. Got '\(text)'. "
                + "See http://en.wikipedia.org/wiki/ISO_8601")
    }

    @Test func `when it was signed more than a quarter of an hour ago`() {
        let now = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch + 901)
        let refusal = refusal(of: Sample.getVanilla(), at: now)
        #expect(refusal?.code == .signatureDoesNotMatch)
        #expect(
            refusal?.message
                == "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
                + "(20150830T125101Z - 15 min.)")
    }

    @Test func `when it was signed more than a quarter of an hour ahead`() {
        let now = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch - 901)
        let refusal = refusal(of: Sample.getVanilla(), at: now)
        #expect(refusal?.code == .signatureDoesNotMatch)
        #expect(
            refusal?.message
                == "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z "
                + "(20150830T122059Z + 15 min.)")
    }

    @Test(arguments: ["AKIDEXAMPLE", "AKID/EXAMPLE/20150830/us-east-1/service/aws4_request", ""])
    func `when the credential has not five fields`(credential: String) {
        let authorization = Sample.authorization(credential: credential, signature: Sample.getVanillaSignature)
        let refusal = refusal(of: Sample.getVanilla(authorization: authorization))
        #expect(refusal?.code == .incompleteSignature)
        #expect(
            refusal?.message
                == "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                + "got '\(credential)'")
    }

    @Test(arguments: [
        (
            "AKIDEXAMPLE/20150830/mars-1/service/aws4_request",
            "Credential should be scoped to a valid region, not 'mars-1'."
        ),
        (
            "AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request",
            "Credential should be scoped to correct service: 'service'."
        ),
        (
            "AKIDEXAMPLE/20150830/us-east-1/service/aws5_request",
            "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'."
        ),
        (
            "AKIDEXAMPLE/20150831/us-east-1/service/aws4_request",
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'20150831' != '20150830', from '20150830T123600Z'."
        ),
        (
            "AKIDEXAMPLE/x/mars-1/iam/",
            "Credential should be scoped to a valid region, not 'mars-1'. Credential should be scoped to correct "
                + "service: 'service'. Credential should be scoped with a valid terminator: 'aws4_request', not ''. "
                + "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + "'x' != '20150830', from '20150830T123600Z'."
        ),
    ])
    func `when the credential is for something else, naming all of it`(credential: String, text: String) {
        let authorization = Sample.authorization(credential: credential, signature: Sample.getVanillaSignature)
        let refusal = refusal(of: Sample.getVanilla(authorization: authorization))
        #expect(refusal?.code == .signatureDoesNotMatch)
        #expect(refusal?.message == text)
    }

    /// Each request has the fault of its row and of all rows behind it.
    @Test func `for the first of several faults`() {
        let late = SigningTime(secondsSinceEpoch: Sample.now.secondsSinceEpoch + 10_000)
        func request(_ authorization: String, _ date: String? = "20150830T123600Z") -> SignedRequest {
            Sample.getVanilla(authorization: "AWS4-HMAC-SHA256 " + authorization, date: date)
        }
        #expect(
            refusal(of: request("Credential=a, Signature=b, x", nil), at: late)
                == .notKeyValue(item: "x", header: "AWS4-HMAC-SHA256 Credential=a, Signature=b, x"))
        #expect(
            refusal(of: request("Credential=a, SignedHeaders=b", "x"), at: late) == .headerPartsMissing([.signature]))
        #expect(refusal(of: request("Credential=a, SignedHeaders=b, Signature=c", "x"), at: late) == .hostNotSigned)
        #expect(
            refusal(of: request("Credential=a, SignedHeaders=host, Signature=c", "x"), at: late)
                == .malformedTimestamp("x"))
        #expect(
            refusal(of: request("Credential=a, SignedHeaders=host, Signature=c"), at: late)
                == .expired(signedAt: Sample.now, now: late, window: 900))
        #expect(
            refusal(of: request("Credential=a, SignedHeaders=host, Signature=c")) == .malformedCredential("a"))
    }
}

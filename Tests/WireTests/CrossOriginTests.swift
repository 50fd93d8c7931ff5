import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A page of another origin` {
    @Test(arguments: [("/", "GET, POST, OPTIONS"), ("/.well-known/jwks_uri", "GET, HEAD, OPTIONS")])
    func `is allowed the headers that it asks for`(_ path: String, _ methods: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.client.send(
                "OPTIONS", path,
                headers: [
                    ("Origin", "https://app.example"), ("Access-Control-Request-Method", "POST"),
                    ("Access-Control-Request-Headers", "amz-sdk-invocation-id, content-type,x-amz-target"),
                ])
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
            #expect(answer["Access-Control-Allow-Methods"] == methods)
            #expect(answer["Access-Control-Allow-Headers"] == "amz-sdk-invocation-id, content-type,x-amz-target")
            #expect(answer["Access-Control-Max-Age"] == "172800")
            #expect(answer["Access-Control-Allow-Credentials"] == nil)
            #expect(answer["x-amzn-RequestId"] != nil)
        }
    }

    @Test(arguments: ["a;b", "a\tb", "caf\u{E9}", "<script>", String(repeating: "a", count: 4097)])
    func `gets no allowance for what are no header names`(_ names: String) async throws {
        try await TestSite.run { site in
            let answer = try await site.client.send(
                "OPTIONS", headers: [("Access-Control-Request-Headers", names)])
            #expect(answer.status == 200)
            #expect(answer["Access-Control-Allow-Headers"] == nil)
            #expect(answer["Access-Control-Allow-Origin"] == "*")
        }
    }

    @Test func `may read every answer and the headers that matter`() async throws {
        try await TestSite.run { site in
            for answer in [
                try await site.call("GetId", #"{"IdentityPoolId":"eu:ab"}"#), try await site.call("GetId", "{}"),
                try await site.query("Action=GetCallerIdentity&Version=2011-06-15"), try await site.query("Action=X"),
                try await site.client.send("GET", "/.well-known/openid-configuration"),
            ] {
                #expect(answer["Access-Control-Allow-Origin"] == "*")
                #expect(
                    answer["Access-Control-Expose-Headers"]
                        == "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date")
                #expect(answer["Access-Control-Allow-Credentials"] == nil)
            }
        }
    }
}

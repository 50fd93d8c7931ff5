import Federation
import IdentityModel
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct `The Cognito door` {
    @Test func `answers GetId with the id alone`() async throws {
        try await TestSite.run { site in
            let answer = try await site.call("GetId", #"{"IdentityPoolId":"\#(Sample.poolID)"}"#)
            #expect(answer.status == 200)
            #expect(answer.text == #"{"IdentityId":"eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d"}"#)
            #expect(answer["Content-Type"] == "application/x-amz-json-1.1")
            #expect(answer["Content-Length"] == "63")
            #expect(answer["x-amzn-ErrorType"] == nil)
        }
    }

    @Test func `writes credentials with members in alphabetical order and whole seconds with a fraction`() async throws
    {
        try await TestSite.run { site in
            let answer = try await site.call("GetCredentialsForIdentity", #"{"IdentityId":"\#(Sample.identity)"}"#)
            #expect(
                answer.text
                    == #"{"Credentials":{"AccessKeyId":"ASIAQAAAAAAABBBBBBBB","Expiration":1538497905.0,"#
                    + #""SecretKey":"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY","SessionToken":"FwoGZXIvYXdzEXAMPLE//token=="},"#
                    + #""IdentityId":"eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d"}"#)
        }
    }

    @Test func `answers GetOpenIdToken with id and token`() async throws {
        try await TestSite.run { site in
            let answer = try await site.call("GetOpenIdToken", #"{"IdentityId":"\#(Sample.identity)"}"#)
            #expect(
                answer.text
                    == #"{"IdentityId":"eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d","Token":"our.openid.token"}"#)
        }
    }

    @Test func `answers UnlinkIdentity with an empty body`() async throws {
        try await TestSite.run { site in
            let answer = try await site.call(
                "UnlinkIdentity",
                #"{"IdentityId":"\#(Sample.identity)","Logins":{"a":"t"},"LoginsToRemove":["a","b"]}"#)
            #expect(answer.status == 200)
            #expect(answer["Content-Length"] == "0")
            #expect(answer.text == "")
        }
    }

    @Test func `hands over every member of a request, logins in the order written`() async throws {
        let seen = Mutex<[String]>([])
        var rooms = Rooms.willing
        rooms.credentials = { identity, logins, role in
            let pairs = logins.map { "\($0.provider)=\($0.token.reveal())" }
            seen.withLock { $0 = [identity] + pairs + [role ?? "none"] }
            return Sample.issuedCredentials
        }
        try await TestSite.run(rooms) { site in
            _ = try await site.call(
                "GetCredentialsForIdentity",
                #"{"Logins":{"z.example":"t\u00311","a.example":"t2"},"Unknown":[1],"#
                    + #""CustomRoleArn":"arn:aws:iam::123456789012:role/r","IdentityId":"\#(Sample.identity)"}"#)
        }
        #expect(
            seen.withLock { $0 } == [
                "eu-west-1:9a0c1d2e-3f40-4152-8637-48596a7b8c9d", "z.example=t11", "a.example=t2",
                "arn:aws:iam::123456789012:role/r",
            ])
    }

    @Test(arguments: [
        #"{"IdentityPoolId":"eu-west-1:ab"}"#, #"{"IdentityPoolId":"eu-west-1:ab","Logins":null,"AccountId":null}"#,
        #"{"IdentityPoolId":"eu-west-1:ab","Logins":{}}"#, #" {"Logins" : {}, "IdentityPoolId" : "eu-west-1:ab" } "#,
    ])
    func `takes absent, null and empty logins for a guest's`(_ body: String) async throws {
        let logins = Mutex<Int?>(nil)
        var rooms = Rooms.willing
        rooms.identityID = { _, given in
            logins.withLock { $0 = given.count }
            return Sample.identityID
        }
        try await TestSite.run(rooms) { site in
            let answer = try await site.call("GetId", body)
            #expect(answer.status == 200)
        }
        #expect(logins.withLock { $0 } == 0)
    }

    @Test func `hears a target in lower case and ignores headers that the public operations do not need`() async throws
    {
        try await TestSite.run { site in
            let answer = try await site.client.send(
                "POST",
                headers: [
                    ("x-amz-target", "AWSCognitoIdentityService.GetId"), ("Authorization", "AWS4-HMAC-SHA256 nonsense"),
                    ("X-HTTP-Method-Override", "DELETE"),
                ],
                body: Array(#"{"IdentityPoolId":"\#(Sample.poolID)"}"#.utf8))
            #expect(answer.status == 200)
        }
    }

    @Test func `takes ten logins and a token of fifty thousand characters`() async throws {
        try await TestSite.run { site in
            let long = String(repeating: "x", count: 50_000)
            let logins = (1...10).map { #""p\#($0)":"\#(long)""# }.joined(separator: ",")
            let body = #"{"IdentityPoolId":"\#(Sample.poolID)","Logins":{\#(logins)}}"#
            let answer = try await site.call("GetId", body)
            #expect(answer.status == 200)
        }
    }
}

import StrictJSON
import Testing

@testable import AdminDisplay

@Suite struct `The story of a decision` {
    private func tell(_ json: String) throws -> String {
        let limits = JSONLimits(depth: 64, members: 1_000, stringBytes: 65_536, totalBytes: 1_048_576)
        return Explanation(try JSONDocument(json, limits: limits).root).lines.joined(separator: "\n")
    }

    @Test func `tells a grant from the login to the credentials`() throws {
        #expect(
            try tell(
                #"""
                {"version":1,"requestId":"7d9c","operation":"GetCredentialsForIdentity","time":1795850000123456,
                "reason":"first-matching-rule","outcome":"granted","clientAddress":"192.0.2.7","pool":"us-east-1:p",
                "askedIdentity":"us-east-1:i","claimsRedaction":"keep",
                "logins":[{"provider":"idp.example.com","outcome":"proven","proof":"signedToken",
                "passedChecks":["admission","form","signature"],"issuer":"https://idp.example.com","subject":"ada",
                "audience":"app","algorithm":"RS256","keyId":"k1","expiresAt":1795853600,
                "claims":{"groups":["eng","ops"],"email":"ada@example.com","sub":null}}],
                "identity":{"id":"us-east-1:i","way":"known"},
                "roleChoice":{"role":"arn:aws:iam::000000000000:role/eng","reason":"first-matching-rule",
                "logins":[{"provider":"idp.example.com","kind":"openIDConnect","mappingKeys":["idp.example.com"],
                "mapping":"idp.example.com"}],
                "rules":[{"index":0,"name":"admins","role":"arn:aws:iam::000000000000:role/admin","matches":false,
                "condition":{"all":[{"test":{"claim":"groups","equals":"admin"},"actual":["eng","ops"],
                "finding":"doesNotHold"},{"test":{"path":"$.x.y","lessThan":5},"finding":"missing"}],"isMet":false}},
                {"index":1,"role":"arn:aws:iam::000000000000:role/eng","matches":true,
                "condition":{"test":{"claim":"email","endsWith":"@example.com"},"actual":["ada@example.com"],
                "finding":"holds"}}]},"mappingVersion":3,
                "assumption":{"role":"arn:aws:iam::000000000000:role/eng","roleId":"AROA","backEnd":"embedded",
                "judgements":[{"action":"sts:AssumeRoleWithWebIdentity","caller":"federated",
                "decision":"allowed","by":{"layer":"trust","policy":"trust","statement":1,"sid":"Users"},
                "statements":[{"statement":{"layer":"trust","policy":"trust","statement":0},"effect":"Allow",
                "applies":false,"mismatches":[{"part":"condition","operator":"StringEquals","key":"c:aud",
                "expected":["p1"],"actual":["p2"],"isIndeterminate":false}]},
                {"statement":{"layer":"trust","policy":"trust","statement":1,"sid":"Users"},"effect":"Allow",
                "applies":true,"mismatches":[]}]}],
                "session":{"id":"u","name":"CognitoIdentityCredentials","seconds":3600,"isChained":false,
                "tags":{"team":"blue"}}},
                "result":{"accessKeyId":"ASIAEXAMPLE","expires":1795853600}}
                """#) == """
                    GetCredentialsForIdentity was granted.
                      request    7d9c
                      time       2026-11-28T07:13:20Z
                      from       192.0.2.7
                      pool       us-east-1:p
                      asked for  us-east-1:i

                    Logins
                      idp.example.com: proven
                        subject    ada
                        issuer     https://idp.example.com
                        audience   app
                        signed     RS256, key k1
                        expires    2026-11-28T08:13:20Z
                        passed     admission, form, signature
                        claims     groups=eng, ops, email=ada@example.com, sub=(not kept)

                    Identity
                      us-east-1:i: the owner of the login

                    Role (version 3 of the pool's roles)
                      idp.example.com: mapped by idp.example.com
                      rule 1 “admins”, for arn:aws:iam::000000000000:role/admin: does not match
                        all of these: no
                          groups equals “admin”: no, it is “eng”, “ops”
                          $.x.y less than 5: there is no such value
                      rule 2, for arn:aws:iam::000000000000:role/eng: matches
                        email ends with “@example.com”: yes, it is “ada@example.com”
                      chosen: arn:aws:iam::000000000000:role/eng
                      because: the first rule that matches [first-matching-rule]

                    Permission to wear arn:aws:iam::000000000000:role/eng
                      sts:AssumeRoleWithWebIdentity: allowed by statement 2 “Users” of the trust policy
                        caller     federated
                        statement 1 of the trust policy, Allow: does not apply
                          StringEquals c:aud wants p1, and it is p2
                        statement 2 “Users” of the trust policy, Allow: applies

                    Session
                      name       CognitoIdentityCredentials
                      lasts      1 h
                      tag        team = blue

                    Result
                      credentials ASIAEXAMPLE until 2026-11-28T08:13:20Z
                    """)
    }

    @Test func `tells a refusal with the check that failed, and believes nothing of the token`() throws {
        #expect(
            try tell(
                #"""
                {"trace":{"operation":"GetId","outcome":"refused","reason":"login-expired","requestId":"r",
                "logins":[{"provider":"accounts.google.com","outcome":"refused","reason":"login-expired",
                "failedCheck":"times","passedChecks":["admission","form"],"now":1795853600,"expiry":1795850000,
                "claimed":{"algorithm":"RS256","audiences":["one","two\u001b[31m"],"expiresAt":1795850000}}]}}
                """#) == """
                    GetId was refused: the token's time is over [login-expired].
                      request    r

                    Logins
                      accounts.google.com: refused: the token's time is over [login-expired]
                        passed     admission, form
                        failed     times
                        expired    2026-11-28T07:13:20Z
                        it was     2026-11-28T08:13:20Z
                        what the token says of itself, of which nothing was believed:
                          algorithm  RS256
                          audiences  one, two\\u{1b}[31m
                          expiresAt  2026-11-28T07:13:20Z
                    """)
    }

    @Test func `tells a refusal by a trust policy`() throws {
        let text = try tell(
            #"""
            {"operation":"GetCredentialsForIdentity","outcome":"refused",
            "reason":"assume-role-not-allowed-by-trust-policy","logins":[],
            "roleChoice":{"role":"r","reason":"default-for-guests","logins":[],"rules":[]},
            "assumption":{"role":"r","backEnd":"embedded","judgements":[{"action":"a","caller":"c",
            "decision":"notMentioned","layer":"trust","statements":[{"statement":{"layer":"trust","statement":0},
            "effect":"Allow","applies":false,"mismatches":[{"part":"audienceNotTested"},
            {"part":"condition","operator":"StringEquals","key":"k","expected":["v"],"isIndeterminate":false},
            {"part":"principal","expected":["p"],"isNegated":true,"actual":"q"}]}]}]}}
            """#)
        #expect(text.contains("was refused: no statement of the role's trust policy lets this identity in [assume-"))
        #expect(text.contains("\n  none: a guest\n"))
        #expect(text.contains("  a: allowed by no statement of the trust policy\n"))
        #expect(text.contains("      it does not say for which pool, so it lets nobody in\n"))
        #expect(text.contains("      StringEquals k wants v, and there is no such value\n"))
        #expect(text.hasSuffix("      principal is to be none of p, and it is q"))
    }

    @Test(arguments: ["{}", "[]", "null", #"{"logins":5,"roleChoice":[],"assumption":{"judgements":[null,{}]}}"#])
    func `is told of whatever comes`(_ json: String) throws {
        #expect(!(try tell(json).isEmpty))
    }

    @Test func `ends however deep a condition is`() throws {
        let deep = String(repeating: #"{"not":["#, count: 14) + #"{"test":{}}"# + String(repeating: "]}", count: 14)
        #expect(try tell(#"{"roleChoice":{"rules":[{"index":0,"condition":\#(deep)}]}}"#).contains("not these: no"))
    }
}

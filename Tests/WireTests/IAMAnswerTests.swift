import AccessManagement
import HTTPTypes
import IAMPolicy
import IdentityModel
import Logging
import NIOCore
import Postgres
import STS
import Storage
import TestSupport
import Testing

import struct Foundation.Date

@testable import HTTPAPI

/// The IAM API on a real database, everything allowed. What varies is replaced: ids, dates, markers.
struct OpenIAM: Sendable {
    let door: QueryDoor

    static func lend<Result: Sendable>(_ body: (OpenIAM) async throws -> Result) async throws -> Result {
        try await LentDatabase.lend(from: .migrated) { uri in
            let client = PostgresClient(try PostgresConfiguration(uri: uri), logger: .silent)
            let masterKey = try #require(MasterKey(Secret([UInt8](repeating: 7, count: 32))))
            let administration = AccountAdministration(
                AccountStores(client, masterKey: masterKey), account: AccountID("123456789012")!)
            let gate = IAMGate(
                account: AccountID("123456789012")!,
                recognise: { _, _ in Sample.caller }, require: { _, _, _, _ in },
                locate: administration.resources.locate, onChange: {})
            let door = QueryDoor(
                sts: [], iam: IAMActions.all(of: administration, behind: gate), logger: .silent)
            do {
                let result = try await body(OpenIAM(door: door))
                await client.close()
                return result
            } catch {
                await client.close()
                throw error
            }
        }
    }

    /// The answer's text between `<ACTIONResult>` and its end, or the whole document of another answer.
    func call(_ action: String, _ form: String = "") async -> String {
        let request = WireRequest(
            method: .post, target: "/", headers: [.contentType: "application/x-www-form-urlencoded"],
            body: .bytes(Array("Version=2010-05-08&Action=\(action)&\(form)".utf8)))
        let response = await door.answer(request)
        var text = String(decoding: response.body.readableBytesView, as: UTF8.self)
        text = text.replacing(request.id.description, with: "ID")
        text = text.replacing(/(AROA|AIDA|ANPA|AKIA)[A-Z2-7]{16,17}/) { "\($0.1)…" }
        text = text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/, with: "DATE")
        text = text.replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, with: "MILLISECONDS")
        text = text.replacing(/<SecretAccessKey>[A-Za-z0-9+\/]{40}</, with: "<SecretAccessKey>SECRET<")
        text = text.replacing(/<Marker>[A-Za-z0-9+\/=]{40,320}</, with: "<Marker>MARKER<")
        let namespace = "https://iam.amazonaws.com/doc/2010-05-08/"
        let front = #"<\#(action)Response xmlns="\#(namespace)">"#
        let back = "<ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></\(action)Response>"
        guard text.hasPrefix(front), text.hasSuffix(back) else { return text }
        return String(text.dropFirst(front.count).dropLast(back.count))
    }
}

@Suite struct `An answer of the IAM API` {
    private static let trust =
        "%7B%22Version%22:%222012-10-17%22,%22Statement%22:%7B%22Effect%22:%22Allow%22,%22Principal%22:%7B%22AWS%22:%22123456789012%22%7D,%22Action%22:%22sts:AssumeRole%22%7D%7D"
    private static let encodedTrust = Self.trust.replacing(":", with: "%3A").replacing(",", with: "%2C")
    private static let policy =
        "%7B%22Version%22:%222012-10-17%22,%22Statement%22:%7B%22Effect%22:%22Allow%22,%22Action%22:%22s3:*%22,%22Resource%22:%22*%22%7D%7D"
    private static let encodedPolicy = Self.policy.replacing(":", with: "%3A").replacing(",", with: "%2C")
        .replacing("*", with: "%2A")

    @Test func `describes users and their keys`() async throws {
        try await OpenIAM.lend { iam in
            let user =
                "<Path>/a/</Path><UserName>Anna</UserName><UserId>AIDA…</UserId><Arn>arn:aws:iam::123456789012:user/a/Anna</Arn><CreateDate>DATE</CreateDate>"
            let tags = "<Tags><member><Key>k</Key><Value>v</Value></member></Tags>"
            #expect(
                await iam.call("CreateUser", "UserName=Anna&Path=/a/&Tags.member.1.Key=k&Tags.member.1.Value=v")
                    == "<CreateUserResult><User>\(user)\(tags)</User></CreateUserResult>")
            #expect(
                await iam.call("GetUser", "UserName=ANNA")
                    == "<GetUserResult><User>\(user)\(tags)</User></GetUserResult>")
            #expect(
                await iam.call("ListUsers")
                    == "<ListUsersResult><Users><member>\(user)</member></Users><IsTruncated>false</IsTruncated></ListUsersResult>"
            )
            #expect(
                await iam.call("CreateAccessKey", "UserName=anna")
                    == "<CreateAccessKeyResult><AccessKey><UserName>Anna</UserName><AccessKeyId>AKIA…</AccessKeyId><Status>Active</Status><SecretAccessKey>SECRET</SecretAccessKey><CreateDate>DATE</CreateDate></AccessKey></CreateAccessKeyResult>"
            )
            #expect(
                await iam.call("ListAccessKeys", "UserName=anna")
                    == "<ListAccessKeysResult><AccessKeyMetadata><member><UserName>Anna</UserName><AccessKeyId>AKIA…</AccessKeyId><Status>Active</Status><CreateDate>DATE</CreateDate></member></AccessKeyMetadata><IsTruncated>false</IsTruncated></ListAccessKeysResult>"
            )
            #expect(
                await iam.call("ListGroupsForUser", "UserName=anna")
                    == "<ListGroupsForUserResult><Groups></Groups><IsTruncated>false</IsTruncated></ListGroupsForUserResult>"
            )
            #expect(await iam.call("UntagUser", "UserName=anna&TagKeys.member.1=K") == "")
        }
    }

    @Test func `describes roles as recorded`() async throws {
        try await OpenIAM.lend { iam in
            let role =
                "<Path>/</Path><RoleName>r</RoleName><RoleId>AROA…</RoleId><Arn>arn:aws:iam::123456789012:role/r</Arn><CreateDate>DATE</CreateDate><AssumeRolePolicyDocument>\(Self.encodedTrust)</AssumeRolePolicyDocument>"
            let terms = "<Description>d</Description><MaxSessionDuration>3600</MaxSessionDuration>"
            let tags = "<Tags><member><Key>k</Key><Value></Value></member></Tags>"
            #expect(
                await iam.call(
                    "CreateRole",
                    "RoleName=r&AssumeRolePolicyDocument=\(Self.trust)&Description=d&Tags.member.1.Key=k&Tags.member.1.Value="
                )
                    == "<CreateRoleResult><Role>\(role)\(tags)</Role></CreateRoleResult>")
            #expect(
                await iam.call("GetRole", "RoleName=R")
                    == "<GetRoleResult><Role>\(role)\(terms)\(tags)<RoleLastUsed></RoleLastUsed></Role></GetRoleResult>"
            )
            #expect(
                await iam.call("ListRoles")
                    == "<ListRolesResult><Roles><member>\(role)\(terms)</member></Roles><IsTruncated>false</IsTruncated></ListRolesResult>"
            )
            #expect(await iam.call("UpdateRole", "RoleName=r") == "<UpdateRoleResult></UpdateRoleResult>")
            #expect(await iam.call("PutRolePolicy", "RoleName=r&PolicyName=P&PolicyDocument=\(Self.policy)") == "")
            #expect(
                await iam.call("GetRolePolicy", "RoleName=R&PolicyName=p")
                    == "<GetRolePolicyResult><RoleName>R</RoleName><PolicyName>p</PolicyName><PolicyDocument>\(Self.encodedPolicy)</PolicyDocument></GetRolePolicyResult>"
            )
            #expect(
                await iam.call("ListRolePolicies", "RoleName=r")
                    == "<ListRolePoliciesResult><PolicyNames><member>P</member></PolicyNames><IsTruncated>false</IsTruncated></ListRolePoliciesResult>"
            )
            #expect(await iam.call("DeleteRolePolicy", "RoleName=r&PolicyName=p") == "")
            #expect(await iam.call("DeleteRole", "RoleName=r") == "")
        }
    }

    @Test func `describes managed policies`() async throws {
        try await OpenIAM.lend { iam in
            let policy =
                "<PolicyName>p</PolicyName><PolicyId>ANPA…</PolicyId><Arn>arn:aws:iam::123456789012:policy/p</Arn><Path>/</Path><DefaultVersionId>v1</DefaultVersionId><AttachmentCount>0</AttachmentCount><PermissionsBoundaryUsageCount>0</PermissionsBoundaryUsageCount><IsAttachable>true</IsAttachable><CreateDate>DATE</CreateDate><UpdateDate>DATE</UpdateDate>"
            #expect(
                await iam.call("CreatePolicy", "PolicyName=p&PolicyDocument=\(Self.policy)&Description=d")
                    == "<CreatePolicyResult><Policy>\(policy)</Policy></CreatePolicyResult>")
            let arn = "PolicyArn=arn:aws:iam::123456789012:policy/p"
            #expect(
                await iam.call("GetPolicy", arn)
                    == "<GetPolicyResult><Policy>\(policy)<Description>d</Description></Policy></GetPolicyResult>")
            #expect(
                await iam.call("ListPolicies", "MaxItems=1")
                    == "<ListPoliciesResult><Policies><member>\(policy)</member></Policies><IsTruncated>true</IsTruncated><Marker>MARKER</Marker></ListPoliciesResult>"
            )
            #expect(
                await iam.call("GetPolicyVersion", "\(arn)&VersionId=v1")
                    == "<GetPolicyVersionResult><PolicyVersion><Document>\(Self.encodedPolicy)</Document><VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion><CreateDate>DATE</CreateDate></PolicyVersion></GetPolicyVersionResult>"
            )
            #expect(
                await iam.call("ListEntitiesForPolicy", arn)
                    == "<ListEntitiesForPolicyResult><PolicyGroups></PolicyGroups><PolicyUsers></PolicyUsers><PolicyRoles></PolicyRoles><IsTruncated>false</IsTruncated></ListEntitiesForPolicyResult>"
            )
        }
    }

    @Test func `describes OpenID providers`() async throws {
        try await OpenIAM.lend { iam in
            let arn = "arn:aws:iam::123456789012:oidc-provider/idp.example/x"
            #expect(
                await iam.call(
                    "CreateOpenIDConnectProvider", "Url=https://idp.example/x&ClientIDList.member.1=app")
                    == "<CreateOpenIDConnectProviderResult><OpenIDConnectProviderArn>\(arn)</OpenIDConnectProviderArn></CreateOpenIDConnectProviderResult>"
            )
            #expect(
                await iam.call("GetOpenIDConnectProvider", "OpenIDConnectProviderArn=\(arn)")
                    == "<GetOpenIDConnectProviderResult><Url>idp.example/x</Url><ClientIDList><member>app</member></ClientIDList><ThumbprintList></ThumbprintList><CreateDate>MILLISECONDS</CreateDate></GetOpenIDConnectProviderResult>"
            )
            #expect(
                await iam.call("ListOpenIDConnectProviders")
                    == "<ListOpenIDConnectProvidersResult><OpenIDConnectProviderList><member><Arn>\(arn)</Arn></member></OpenIDConnectProviderList></ListOpenIDConnectProvidersResult>"
            )
        }
    }

    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
        (1_538_497_905.75, "2018-10-02T16:31:45Z", "2018-10-02T16:31:45.750Z"),
        (1_538_497_905.0625, "2018-10-02T16:31:45Z", "2018-10-02T16:31:45.062Z"),
    ])
    func `writes dates`(_ seconds: Double, _ short: String, _ long: String) {
        #expect(Timestamp.seconds(Date(timeIntervalSince1970: seconds)) == short)
        #expect(Timestamp.milliseconds(Date(timeIntervalSince1970: seconds)) == long)
    }
}

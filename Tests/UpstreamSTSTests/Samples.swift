import Foundation
import IdentityModel
import OutboundHTTP

@testable import UpstreamSTS

extension STSBackEnd {
    static func sample(
        _ kind: Kind = .ceph, endpoint: String = "https://sts.example", maxConcurrent: Int = 32
    ) -> STSBackEnd {
        STSBackEnd(
            account: AccountID("111122223333")!, name: "store", kind: kind, endpoint: endpoint,
            maxConcurrent: maxConcurrent)
    }
}

extension UpstreamAssumption {
    static func sample(
        _ subject: String = "eu-west-1:ada", at backEnd: STSBackEnd = .sample(),
        roleARN: String? = "arn:aws:iam:::role/photos", duration: Int = 3_600, policy: String? = nil,
        policyARNs: [String] = [], tags: [String: String] = [:], methods: [String] = ["authenticated"]
    ) -> UpstreamAssumption {
        UpstreamAssumption(
            route: BackEndRoute(
                backEnd: backEnd,
                role: RoleBackEnd(
                    account: backEnd.account, role: UniqueID("AROAQAAAAAAABBBBBBBBB")!, backEnd: backEnd.name,
                    upstreamRoleARN: roleARN)),
            sessionName: "CognitoIdentityCredentials", duration: duration, policy: policy, policyARNs: policyARNs,
            bearer: UpstreamBearer(subject: subject, audience: "pool", methods: methods, tags: tags))
    }
}

/// Answers as the three kinds were seen, or are documented, to write them.
enum SampleAnswer {
    /// - Source: AWS STS API Reference, `AssumeRoleWithWebIdentity`, sample response.
    static let aws = """
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleWithWebIdentityResult>
            <SubjectFromWebIdentityToken>eu-west-1:ada</SubjectFromWebIdentityToken>
            <Audience>pool</Audience>
            <AssumedRoleUser>
              <Arn>arn:aws:sts::123456789012:assumed-role/photos/CognitoIdentityCredentials</Arn>
              <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:CognitoIdentityCredentials</AssumedRoleId>
            </AssumedRoleUser>
            <Credentials>
              <SessionToken>AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE</SessionToken>
              <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY</SecretAccessKey>
              <Expiration>2030-01-01T01:00:00Z</Expiration>
              <AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>
            </Credentials>
            <SourceIdentity>ada</SourceIdentity>
            <Provider>arn:aws:iam::123456789012:oidc-provider/sluice.example</Provider>
          </AssumeRoleWithWebIdentityResult>
          <ResponseMetadata><RequestId>ad4156e9-bce1-11e2-82e6-6b6efEXAMPLE</RequestId></ResponseMetadata>
        </AssumeRoleWithWebIdentityResponse>
        """

    /// The ARN is empty, and the id of the assumed role is spelt in MinIO's way.
    ///
    /// - Source: MinIO, `docs/sts/web-identity.md`.
    static let minio = """
        <?xml version="1.0" encoding="UTF-8"?>
        <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\
        <AssumeRoleWithWebIdentityResult><AssumedRoleUser><Arn></Arn><AssumeRoleId></AssumeRoleId></AssumedRoleUser>\
        <Credentials><AccessKeyId>Y4RJU1RNFGK48LGO9I2S</AccessKeyId>\
        <SecretAccessKey>sYLRKS1Z7hSjluf6gEbb9066hnx315wHTiACPAjg</SecretAccessKey>\
        <Expiration>2030-01-01T01:00:00Z</Expiration><SessionToken>eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.e30.c2ln</SessionToken>\
        </Credentials><SubjectFromWebIdentityToken>eu-west-1:ada</SubjectFromWebIdentityToken>\
        </AssumeRoleWithWebIdentityResult><ResponseMetadata><RequestId>16C8</RequestId></ResponseMetadata>\
        </AssumeRoleWithWebIdentityResponse>
        """

    /// No namespace, nine places behind the point of the second. As 16.2 wrote it.
    static let ceph = """
        <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult>\
        <SubjectFromWebIdentityToken>eu-west-1:ada</SubjectFromWebIdentityToken><Audience>pool</Audience>\
        <AssumedRoleUser><Arn>arn:aws:sts:::assumed-role/photos/CognitoIdentityCredentials</Arn>\
        <AssumeRoleId>ecc1b7d1-d5aa-43ec-9aaa-5ef6eb12f506:CognitoIdentityCredentials</AssumeRoleId></AssumedRoleUser>\
        <Credentials><AccessKeyId>kot7kWDsXb7xU57KoJG</AccessKeyId>\
        <Expiration>2030-01-01T01:00:00.442881897Z</Expiration>\
        <SecretAccessKey>T846B0TZ0KBZAFLQQAC29U1ZW4SWHGWEJDO60SI</SecretAccessKey>\
        <SessionToken>OlcY1NLDYNX+zaKYZ9uManjXLaOj6hN1WfE4==</SessionToken></Credentials>\
        <Provider>http://127.0.0.1:45897</Provider><PackedPolicySize>0</PackedPolicySize>\
        </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
        """

    /// As 16.2 wrote it: no text, and no `ErrorResponse` around it.
    static let cephRefusal = """
        <?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message></Message>\
        <RequestId>tx0000078d5db165cef9c31</RequestId><HostId>1030-default-default</HostId></Error>
        """

    static func error(_ code: String, _ message: String = "", type: String = "Sender") -> String {
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>\(type)</Type>\
        <Code>\(code)</Code><Message>\(message)</Message></Error><RequestId>1</RequestId></ErrorResponse>
        """
    }

    /// Credentials that end so many seconds after the beginning of 2030.
    static func ending(after seconds: TimeInterval, key: String = "KEY") -> String {
        aws.replacing("2030-01-01T01:00:00Z", with: (beginning + seconds).formatted(.iso8601))
            .replacing("ASIAIOSFODNN7EXAMPLE", with: key)
    }

    /// 2030-01-01T00:00:00Z
    static let beginning = Date(timeIntervalSince1970: 1_893_456_000)
}

extension FetchedDocument {
    static func xml(_ text: String, status: Int = 200, retryAfter: Int? = nil) -> FetchedDocument {
        FetchedDocument(status: status, body: Array(text.utf8), contentType: "text/xml", retryAfter: retryAfter)
    }
}

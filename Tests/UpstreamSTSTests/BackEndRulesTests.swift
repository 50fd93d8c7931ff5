import IdentityModel
import OutboundHTTP
import TestSupport
import Testing

@testable import UpstreamSTS

@Suite struct `What an administrator writes of a back end` {
    struct Row: CustomTestStringConvertible, Sendable {
        let endpoint: String
        let isPrivate: Bool
        let isPlain: Bool
        let isDevelopment: Bool
        let isAdmitted: Bool

        var testDescription: String {
            "\(endpoint)\(isPrivate ? " private" : "")\(isPlain ? " plain" : "")\(isDevelopment ? " development" : "")"
        }

        init(
            _ endpoint: String, private isPrivate: Bool = false, plain: Bool = false, development: Bool = false,
            _ ok: Bool
        ) {
            self.endpoint = endpoint
            self.isPrivate = isPrivate
            isPlain = plain
            isDevelopment = development
            isAdmitted = ok
        }
    }

    static let rows = [
        Row("https://sts.eu-west-1.amazonaws.com", true),
        Row("https://minio.example.org:9000/sts", true),
        Row("http://sts.example.org", false),
        Row("http://sts.example.org", plain: true, false),
        Row("https://10.0.0.7", false),
        Row("https://10.0.0.7:8443", private: true, true),
        Row("https://rgw.internal", false),
        Row("https://rgw.internal", private: true, true),
        Row("http://rgw.internal:7480", private: true, false),
        Row("http://rgw.internal:7480", private: true, plain: true, true),
        Row("http://[fd00::7]:7480", private: true, plain: true, true),
        Row("http://127.0.0.1:9000", false),
        Row("http://127.0.0.1:9000", development: true, true),
        Row("http://localhost:9000", development: true, true),
        Row("http://10.0.0.7:9000", development: true, false),
        Row("https://sts.example.org/?Action=AssumeRole", false),
        Row("https://user:pass@sts.example.org", false),
        Row("https://sts.example.org/#a", false),
        Row("ftp://sts.example.org", private: true, plain: true, false),
        Row("https://169.254.169.254/", false),
        Row("sts.example.org", false),
    ]

    @Test(arguments: rows) func `leads to the internet over TLS unless it says otherwise`(row: Row) {
        var backEnd = STSBackEnd.sample(endpoint: row.endpoint)
        backEnd.allowsPrivateAddress = row.isPrivate
        backEnd.allowsPlainHTTP = row.isPlain
        let problems = backEnd.problems(allowsLoopbackHTTP: row.isDevelopment)
        #expect(problems.contains { $0.field == .endpoint } == !row.isAdmitted)
        #expect(problems.contains { $0.field == .allowsPlainHTTP } == (row.isPlain && !row.isPrivate))
    }

    @Test func `has its limits`() {
        var backEnd = STSBackEnd.sample()
        #expect(backEnd.problems(allowsLoopbackHTTP: false).isEmpty)
        backEnd.name = "-store"
        backEnd.timeoutSeconds = 31
        backEnd.maxConcurrent = 0
        backEnd.audience = "two words"
        backEnd.certificateAuthority = "no certificate"
        #expect(
            backEnd.problems(allowsLoopbackHTTP: false).map(\.field) == [
                .name, .certificateAuthority, .audience, .timeoutSeconds, .maxConcurrent,
            ])
    }

    @Test func `names a role elsewhere, except at MinIO`() {
        var role = UpstreamAssumption.sample(roleARN: nil).role
        #expect(role.problem(at: .aws) != nil)
        #expect(role.problem(at: .ceph) != nil)
        #expect(role.problem(at: .minio) == nil)
        role.policyClaim = "readwrite"
        #expect(role.problem(at: .minio) == nil)
        role.upstreamRoleARN = "arn:aws:iam:::role/photos"
        #expect(role.problem(at: .ceph) == "only MinIO takes policies from the token")
        role.policyClaim = nil
        #expect(role.problem(at: .ceph) == nil)
        role.upstreamRoleARN = "photos"
        #expect(role.problem(at: .ceph) != nil)
    }
}

@Suite struct `A back end without TLS` {
    /// What a name resolves to is judged at every call, whatever the name promises.
    @Test func `is never asked at a public address`() async throws {
        var backEnd = STSBackEnd.sample(endpoint: "http://93.184.216.34:7480")
        backEnd.allowsPrivateAddress = true
        backEnd.allowsPlainHTTP = true
        let fetcher = HTTPFetcher()
        let call = STSCall(
            fetch: { request throws(FetchError) in try await fetcher.fetch(request) }, allowsLoopbackHTTP: true)
        await #expect(throws: UpstreamError.misconfigured("its endpoint: addressNotAdmitted")) {
            try await call.assume(.sample(at: backEnd), with: Secret("token"))
        }
        await fetcher.shutdown()
    }
}

import IdentityModel
import StrictYAML
import UpstreamSTS

extension STSBackEnd {
    /// One entry of `sts_backends`. Its account is that of the deployment, which a file does not know.
    init(_ fields: YAMLFields) {
        let kind = fields.choice("kind", of: Kind.self)
        if kind == nil, !fields.has("kind") { fields.note("is missing", at: "kind") }
        self.init(
            account: Self.noAccount, name: fields.text("name"), kind: kind ?? .aws,
            endpoint: Self.endpoint(fields, kind), certificateAuthority: fields.optionalText("certificate_authority"),
            audience: fields.optionalText("audience"),
            timeoutSeconds: fields.integer("timeout_seconds", in: 1...30) ?? 5,
            maxConcurrent: fields.integer("max_concurrent", in: 1...64) ?? 32,
            allowsPrivateAddress: fields.flag("allow_private_address") ?? false,
            allowsPlainHTTP: fields.flag("allow_plain_http") ?? false, passesTags: fields.flag("pass_tags") ?? true,
            passesSourceIdentity: fields.flag("pass_source_identity") ?? false)
        fields.refuseUnknown()
        // Whether loopback may do without TLS is for the server to say, which is asked when it calls.
        for problem in problems(allowsLoopbackHTTP: true) where fields.has(problem.field.fileName) {
            fields.note(problem.reason, at: problem.field.fileName)
        }
    }

    /// Every region of AWS has an STS of its own under a name that can be told.
    private static func endpoint(_ fields: YAMLFields, _ kind: Kind?) -> String {
        guard fields.has("region") else { return fields.text("endpoint") }
        let region = fields.text("region")
        if fields.has("endpoint") { fields.note("stands beside region: say one of them", at: "endpoint") }
        if kind != .aws { fields.note("is for the kind aws", at: "region") }
        if !region.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }) {
            fields.note("must be a region such as eu-west-1", at: "region")
        }
        return "https://sts.\(region).amazonaws.com"
    }

    private static let noAccount = AccountID("000000000000")!
}

extension STSBackEnd.Problem.Field {
    fileprivate var fileName: String {
        switch self {
        case .name: "name"
        case .endpoint: "endpoint"
        case .certificateAuthority: "certificate_authority"
        case .audience: "audience"
        case .timeoutSeconds: "timeout_seconds"
        case .maxConcurrent: "max_concurrent"
        case .allowsPlainHTTP: "allow_plain_http"
        }
    }
}

extension RoleDeclaration.BackEnd {
    /// The `backend` of a role: `embedded`, or fields that say where else.
    init?(_ role: YAMLFields) {
        guard role.has("backend") else { return nil }
        guard !role.isScalar("backend") else {
            if role.text("backend") != "embedded" { role.note("must be embedded, or hold fields", at: "backend") }
            self = .embedded
            return
        }
        guard let fields = role.section("backend") else { return nil }
        self = .elsewhere(
            name: fields.text("name"), roleARN: fields.optionalText("role_arn"),
            policyClaim: fields.optionalText("policy_claim"))
        fields.refuseUnknown()
    }
}

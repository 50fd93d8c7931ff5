import IdentityModel
import SigV4
import StrictJSON

/// Whose signing key a resource server asks for, and for what.
struct SigningKeyRequest: Sendable {
    let accessKeyID: AccessKeyID
    let sessionToken: Secret<String>
    let scope: CredentialScope

    private static let names: Set = ["accessKeyId", "sessionToken", "date", "region", "service"]

    /// Bytes; a session token has 4,096 at most.
    static let longestBody = 16_384

    init(_ body: [UInt8]) throws(Problem) {
        guard body.count <= Self.longestBody else { throw .tooLarge(limit: Self.longestBody) }
        let document: JSONDocument
        do throws(JSONError) { document = try JSONDocument(body, limits: .request) } catch { throw .notJSON }
        guard document.root.kind == .object else { throw .notJSON }
        for (name, _) in document.root.members where !Self.names.contains(name) { throw .invalid(name, "is not known") }
        func text(_ name: String) throws(Problem) -> String {
            guard let text = document.root[name]?.string, !text.isEmpty else { throw .invalid(name, "must be text") }
            return text
        }
        guard let accessKeyID = AccessKeyID(try text("accessKeyId")) else {
            throw .invalid("accessKeyId", "is no access key id")
        }
        guard accessKeyID.kind == .temporary else { throw .longTermKey }
        self.accessKeyID = accessKeyID
        sessionToken = Secret(try text("sessionToken"))
        let date = try text("date")
        guard SigningTime(basic: "\(date)T000000Z") != nil else { throw .invalid("date", "must be a day as yyyymmdd") }
        let region = try text("region")
        let service = try text("service")
        for (name, value) in [("region", region), ("service", service)] where !Self.isScopePart(value) {
            throw .invalid(name, "must be 1 to 64 letters, digits or -")
        }
        guard !ReservedServices.names.contains(service) else { throw .reservedService(service) }
        scope = CredentialScope(date: date, region: region, service: service)
    }

    private static func isScopePart(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy { $0.isNameByte }
    }
}

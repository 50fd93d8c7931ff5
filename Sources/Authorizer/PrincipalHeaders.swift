import HTTPTypes
import IdentityModel
import STS
import SigV4

/// What the API is told of the caller, by way of the proxy.
///
/// Every header is on every good answer, empty where there is nothing to say: a proxy that copies only what it gets would
/// otherwise let through what a client wrote into a header of ours.
enum PrincipalHeaders {
    static func fields(of caller: AuthorizedCaller) -> HTTPFields {
        var fields = HTTPFields()
        func add(_ name: HTTPField.Name, _ value: String?) { fields.append(HTTPField(name: name, value: value ?? "")) }
        var signer: RecognisedCaller?
        var payload: SignedPayload?
        if case .signer(let recognised) = caller {
            signer = recognised.caller
            payload = recognised.payload
        }
        add(principal, caller.name)
        add(method, caller.method)
        add(account, signer?.account.rawValue)
        add(identity, caller.value(.identity))
        add(pool, caller.value(.pool))
        add(role, signer?.role.map { "\($0)" })
        add(session, signer?.sessionName)
        add(accessKey, signer?.accessKeyID?.rawValue)
        add(content, payload?.text)
        return fields
    }

    /// Whether a header of a client becomes one of ours where underscores and hyphens are the same, as they are in CGI and
    /// what came after it. The proxy replaces the headers that are spelt as ours, and no others.
    ///
    /// - Parameter name: in lower case.
    static func areMimicked(by name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: "_")) && name.replacing("_", with: "-").hasPrefix("x-sluice-")
    }

    static let principal = HTTPField.Name.header("x-sluice-principal")
    static let method = HTTPField.Name.header("x-sluice-auth-method")
    static let account = HTTPField.Name.header("x-sluice-account")
    static let identity = HTTPField.Name.header("x-sluice-identity-id")
    static let pool = HTTPField.Name.header("x-sluice-identity-pool-id")
    static let role = HTTPField.Name.header("x-sluice-role")
    static let session = HTTPField.Name.header("x-sluice-session-name")
    static let accessKey = HTTPField.Name.header("x-sluice-access-key-id")
    /// What the signature says of the body: a SHA-256, or `UNSIGNED-PAYLOAD`.
    static let content = HTTPField.Name.header("x-sluice-content-sha256")
    /// On a refusal: why.
    static let reason = HTTPField.Name.header("x-sluice-reason")
}

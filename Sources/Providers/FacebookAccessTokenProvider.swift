import Crypto
import Foundation
import IdentityModel
import OutboundHTTP
import StrictJSON

/// Proves Facebook access tokens, by asking Facebook for which app and whom a token is.
///
/// That a token works is not enough: every app's tokens work. With the app's secret Facebook is asked as the app
/// (`debug_token`); without it, it is asked with the token itself which app it belongs to (`/app`).
///
/// - Source: Facebook Login, "Debugging access tokens"; Graph API, "Securing requests" (`appsecret_proof`).
struct FacebookAccessTokenProvider: LoginProvider {
    private var calls: ProviderCalls
    private let introspection: Introspection

    private static let idLimit = 64

    init(_ descriptor: ProviderDescriptor, in environment: AdapterEnvironment, patience: Patience = Patience()) {
        calls = ProviderCalls(descriptor, in: environment, patience: patience)
        introspection = descriptor.introspection
    }

    func verify(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        var timed = self
        timed.calls = calls.timed(for: app, at: now)
        return try await timed.prove(login, for: app, at: now)
    }

    private func prove(
        _ login: Login, for app: ClientRegistration, at now: Date
    ) async throws(LoginError) -> VerifiedLogin {
        guard let appID = app.clientIDs.first else { throw .notConfigured }
        guard login.token.isToken(upTo: 2_048, "._|-") else { throw .tokenInvalid }
        let latest = now + TimeInterval(introspection.loginSeconds)
        guard let secret = app.secret else {
            let subject = try await subject(ofTokenOf: appID, login.token)
            return try VerifiedLogin(
                confirmedBy: login.provider, subject: subject, app: appID, proof: .introspection, expiresAt: latest)
        }
        let said = try await introspect(login.token, as: appID, secret, at: now)
        if introspection.confirmsPerson {
            let me = try await me(login.token, proof: Self.proof(of: login.token, secret))
            guard me == said.subject else { throw .providerProtocol }
        }
        return try VerifiedLogin(
            confirmedBy: login.provider, subject: said.subject, app: appID, proof: .introspection,
            issuedAt: said.issuedAt, expiresAt: min(said.expiresAt ?? latest, latest))
    }

    // MARK: With the app's secret

    private struct Said {
        let subject: String
        let issuedAt: Date?
        let expiresAt: Date?
    }

    private func introspect(
        _ token: Secret<String>, as appID: String, _ secret: Secret<String>, at now: Date
    ) async throws(LoginError) -> Said {
        var request = calls.request("/debug_token")
        request.query = [.init("input_token", token.reveal())]
        authorize(&request, with: Secret("\(appID)|\(secret.reveal())"))
        let answer = try await calls.ask(request)
        // An error at the top is about us; one inside `data` is about the token.
        if let error = GraphError(answer["error"]) { throw error.ofOurApp }
        guard answer.status == 200, let data = answer["data"], data.kind == .object else { throw .providerProtocol }
        if let owner = data["app_id"], owner.digits(Self.idLimit) != appID { throw .audienceMismatch }
        if let error = GraphError(data["error"]) { throw error.ofToken }
        guard data["is_valid"]?.bool == true else { throw .tokenInvalid }
        guard data["app_id"] != nil else { throw .providerProtocol }
        guard data["type"]?.string == "USER" else { throw .wrongTokenUse }
        guard let subject = data["user_id"]?.digits(Self.idLimit) else { throw .providerProtocol }
        let expiry = try Self.date(data["expires_at"])
        if let expiry, now >= expiry { throw .tokenExpired }
        return Said(subject: subject, issuedAt: try Self.date(data["issued_at"]), expiresAt: expiry)
    }

    /// Zero means that there is none.
    private static func date(_ node: JSONNode?) throws(LoginError) -> Date? {
        guard let node else { return nil }
        guard let seconds = node.number?.integer, seconds >= 0 else { throw .providerProtocol }
        return seconds == 0 ? nil : Date(timeIntervalSince1970: TimeInterval(seconds))
    }

    /// Shows that a call with a user's token comes from the app that the token was issued to.
    static func proof(of token: Secret<String>, _ secret: Secret<String>) -> Secret<String> {
        let key = SymmetricKey(data: Array(secret.reveal().utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array(token.reveal().utf8), using: key)
        return Secret(code.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined())
    }

    // MARK: With the token itself

    private func subject(
        ofTokenOf appID: String, _ token: Secret<String>
    ) async throws(LoginError) -> String {
        var request = calls.request("/app")
        authorize(&request, with: token)
        let answer = try await calls.ask(request)
        if let error = GraphError(answer["error"]) { throw error.ofCallWithToken }
        guard answer.status == 200, let owner = answer["id"]?.digits(Self.idLimit) else { throw .providerProtocol }
        guard owner == appID else { throw .audienceMismatch }
        return try await me(token, proof: nil)
    }

    private func me(_ token: Secret<String>, proof: Secret<String>?) async throws(LoginError) -> String {
        var request = calls.request("/me")
        request.query = [.init("fields", "id")]
        if let proof { request.query.append(.init("appsecret_proof", proof.reveal())) }
        authorize(&request, with: token)
        let answer = try await calls.ask(request)
        if let error = GraphError(answer["error"]) { throw error.ofCallWithToken }
        guard answer.status == 200, let id = answer["id"]?.digits(Self.idLimit) else { throw .providerProtocol }
        return id
    }

    private func authorize(_ request: inout FetchRequest, with token: Secret<String>) {
        if introspection.sendsTokenInQuery {
            request.query.append(.init("access_token", token.reveal()))
        } else {
            request.headers.append(.init("authorization", "Bearer \(token.reveal())"))
        }
    }
}

import Foundation
import IdentityModel
import OutboundHTTP
import StrictJSON

/// Proves access tokens of Login with Amazon, by asking Amazon for which app and whom a token is.
///
/// - Source: Login with Amazon Developer Guide, "Obtain customer profile": `tokeninfo` and `user/profile`.
struct AmazonTokenProvider: LoginProvider {
    private var calls: ProviderCalls
    private let introspection: Introspection

    private static let issuer = "https://www.amazon.com"
    /// Seconds that a token can have left. What is more was not meant as seconds from now.
    private static let longestLife: Int64 = 7_200

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
        guard login.token.reveal().hasPrefix("Atza|"), login.token.isToken(upTo: 2_048, "|-_.~+/=") else {
            throw .tokenInvalid
        }
        var request = calls.request("/auth/o2/tokeninfo")
        request.query = [.init("access_token", login.token.reveal())]
        let answer = try await calls.ask(request)
        guard answer.status == 200 else { throw Self.refusal(answer) }
        guard answer["iss"]?.string == Self.issuer, let subject = answer["user_id"]?.string, Self.isAccount(subject),
            let remaining = answer["exp"]?.number?.integer, remaining <= Self.longestLife
        else { throw .providerProtocol }
        guard [answer["app_id"], answer["aud"]].contains(where: { $0?.string == appID }) else {
            throw .audienceMismatch
        }
        // Unlike an ID token's, this is how many seconds are left.
        guard remaining > 0 else { throw .tokenInvalid }
        if introspection.confirmsPerson { try await confirm(subject, by: login.token) }
        return try VerifiedLogin(
            confirmedBy: login.provider, subject: subject, app: appID, proof: .introspection,
            issuedAt: answer["iat"]?.number?.integer.map { Date(timeIntervalSince1970: TimeInterval($0)) },
            expiresAt: now + TimeInterval(min(remaining, Int64(introspection.loginSeconds))))
    }

    /// A person who shares no profile is still who the token says.
    private func confirm(_ subject: String, by token: Secret<String>) async throws(LoginError) {
        var request = calls.request("/user/profile")
        request.headers = [.init("x-amz-access-token", token.reveal())]
        let answer = try await calls.ask(request)
        if answer.status == 403 { return }
        guard answer.status == 200 else { throw Self.refusal(answer) }
        guard answer["user_id"]?.string == subject else { throw .providerProtocol }
    }

    private static func refusal(_ answer: ProviderAnswer) -> LoginError {
        switch answer["error"]?.string {
        case "invalid_token", "invalid_request": .tokenInvalid
        case "ServerError", "server_error": .providerUnavailable
        case "Throttling", "slow_down": .providerThrottled
        default: .providerProtocol
        }
    }

    private static func isAccount(_ id: String) -> Bool {
        id.wholeMatch(of: /amzn1\.account\.[A-Z0-9]{10,64}/) != nil
    }
}

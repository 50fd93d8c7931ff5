import Foundation
import IdentityModel
import STS
import SigV4
import StrictJSON

/// What a resource server gets: the key, whose it is, what bounds the session, and until when to believe it.
enum SigningKeyAnswer {
    static func json(_ derived: DerivedKey) -> [UInt8] {
        var json = JSONWriter(capacity: 1_024)
        json.beginObject()
        json.member("signingKey", Data(derived.key.reveal()).base64EncodedString())
        json.member("expiresAt", text(derived.expiresAt))
        json.name("scope")
        json.beginObject()
        json.member("date", derived.key.scope.date)
        json.member("region", derived.key.scope.region)
        json.member("service", derived.key.scope.service)
        json.endObject()
        json.name("principal")
        write(derived.caller, derived.session, to: &json)
        json.name("sessionPolicy")
        writePolicy(of: derived.session, to: &json)
        json.endObject()
        return json.bytes
    }

    private static func write(_ caller: RecognisedCaller, _ session: SealedSession, to json: inout JSONWriter) {
        json.beginObject()
        json.member("arn", caller.arn)
        json.member("account", caller.account.rawValue)
        json.member("userId", caller.userID)
        if let role = caller.role { json.member("roleArn", "\(role)") }
        if let name = caller.sessionName { json.member("sessionName", name) }
        if let identity = session.identity {
            json.member("identityId", "\(identity.id)")
            json.member("identityPoolId", "\(identity.pool)")
        }
        if let identity = session.sourceIdentity { json.member("sourceIdentity", identity) }
        if let federation = session.federation {
            json.name("federation")
            json.beginObject()
            json.member("provider", federation.provider)
            json.member("audience", federation.audience)
            json.member("subject", federation.subject)
            json.member("methods", federation.methods)
            json.endObject()
        }
        json.name("tags")
        json.beginObject()
        for (key, value) in session.principalTags.sorted(by: { $0.key < $1.key }) { json.member(key, value) }
        json.endObject()
        json.member("issuedAt", text(session.issuedAt))
        json.member("sessionExpiresAt", text(session.expiresAt))
        json.endObject()
    }

    /// The bounds of the session: what is named here may allow, and all of it is a limit on what the role may.
    private static func writePolicy(of session: SealedSession, to json: inout JSONWriter) {
        json.beginObject()
        json.name("inline")
        if let policy = session.policy { json.string(policy) } else { json.null() }
        json.member("managed", session.policyARNs)
        json.member("guestScopeDown", session.scopeDown != nil)
        json.endObject()
    }

    /// Whole seconds, rounded down.
    private static func text(_ date: Date) -> String {
        Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)).formatted(.iso8601)
    }
}

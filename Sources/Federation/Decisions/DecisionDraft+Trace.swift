import Audit
import IdentityModel
import RoleRules
import STS
import Storage
import StrictJSON

import struct Foundation.Date
import struct Foundation.UUID

/// The trace of a decision as JSON. Its members are described in `docs/decisions-and-audit.md`.
extension DecisionDraft {
    static let traceVersion: Int64 = 1

    func write(to json: inout JSONWriter, _ redaction: Redaction) {
        json.beginObject()
        json.member("version", Self.traceVersion)
        json.member("requestId", context.requestID)
        json.member("operation", operation.rawValue)
        json.member("time", began.microseconds)
        json.member("reason", reason)
        if let failure {
            json.member("outcome", failure.isOurs ? "failed" : "refused")
            if let explanation = failure.explanation { json.member("explanation", explanation) }
        } else {
            json.member("outcome", "granted")
        }
        if let address = context.clientAddress.flatMap(redaction.clientAddress) {
            json.member("clientAddress", address)
        }
        if let agent = context.userAgent { json.member("userAgent", agent) }
        if let pool { json.member("pool", "\(pool)") }
        if let askedIdentity { json.member("askedIdentity", askedIdentity) }
        if let askedRole { json.member("askedRole", askedRole) }
        if let caller { json.member("caller", caller.arn) }
        json.member("claimsRedaction", redaction.claims.rawValue)
        json.name("logins")
        json.beginArray()
        for login in logins { write(login, to: &json, redaction) }
        json.endArray()
        writeIdentity(to: &json, redaction)
        if let roles {
            json.name("roleChoice")
            roles.write(to: &json) { redaction.claim($0) }
        }
        if let mappingVersion { json.member("mappingVersion", mappingVersion) }
        if let shadow {
            json.name("shadow")
            json.beginObject()
            json.member("version", shadow.version)
            json.member("agrees", shadow.agrees)
            json.name("outcome")
            shadow.outcome.write(to: &json)
            json.endObject()
        }
        if !tags.isEmpty { tags.write(as: "tags", to: &json, redaction) }
        if assumption.isBegun {
            json.name("assumption")
            assumption.write(to: &json, redaction)
        }
        writeResult(to: &json)
        json.endObject()
    }

    private func writeIdentity(to json: inout JSONWriter, _ redaction: Redaction) {
        guard let identity else { return }
        json.name("identity")
        json.beginObject()
        json.member("id", "\(identity.id)")
        json.member("way", identity.way.rawValue)
        if !identity.linked.isEmpty {
            json.name("linked")
            identity.linked.write(to: &json, redaction)
        }
        if !identity.absorbed.isEmpty {
            json.member("absorbed", identity.absorbed.map { "\(IdentityID(region: identity.id.region, uuid: $0))" })
        }
        json.endObject()
    }

    private func writeResult(to json: inout JSONWriter) {
        guard let result, failure == nil else { return }
        json.name("result")
        json.beginObject()
        switch result {
        case .credentials(let id, let expires):
            json.member("accessKeyId", id.rawValue)
            json.member("expires", Int64(expires.timeIntervalSince1970))
        case .token(let seconds): json.member("tokenSeconds", seconds)
        case .identity: json.member("identity", identity.map { "\($0.id)" } ?? "")
        case .unlinked(let providers): json.member("unlinked", providers.map(\.rawValue))
        }
        json.endObject()
    }

    // MARK: Logins

    private func write(_ login: TracedLogin, to json: inout JSONWriter, _ redaction: Redaction) {
        json.beginObject()
        switch login {
        case .proven(let proven): write(proven, to: &json, redaction)
        case .refused(let provider, let error, let evidence):
            json.member("provider", provider.rawValue)
            json.member("outcome", "refused")
            json.member("reason", error.code)
            json.member("failedCheck", error.check.rawValue)
            json.member("passedChecks", error.passedChecks(isSigned: evidence != nil).map(\.rawValue))
            error.writeValues(to: &json)
            evidence?.write(to: &json)
        }
        json.endObject()
    }

    private func write(_ proven: VerifiedLogin, to json: inout JSONWriter, _ redaction: Redaction) {
        json.member("provider", proven.provider.rawValue)
        json.member("outcome", "proven")
        json.member("proof", proven.proof.rawValue)
        json.member("passedChecks", LoginCheck.all(of: proven.proof).map(\.rawValue))
        json.member("issuer", proven.issuer)
        if let subject = redaction.subject(proven.subject) { json.member("subject", subject) }
        json.member("audience", proven.audience)
        if let signature = proven.signature {
            json.member("algorithm", signature.algorithm)
            if let id = signature.keyID { json.member("keyId", id) }
        }
        if let time = proven.issuedAt { json.member("issuedAt", Int64(time.timeIntervalSince1970)) }
        json.member("expiresAt", Int64(proven.expiresAt.timeIntervalSince1970))
        if let login = ruleLogin(of: proven) {
            json.member("kind", login.kind.name)
            json.member("mappingKeys", login.mappingKeys)
            json.member("tagMapKeys", login.tagMapKeys)
        }
        json.name("claims")
        proven.claims.write(to: &json, redaction)
    }

    /// What rules see of the login.
    private func ruleLogin(of proven: VerifiedLogin) -> RuleLogin? {
        guard case .logins(let logins)? = applicant else { return nil }
        return logins.first { $0.provider == proven.provider && $0.subject == proven.subject }
    }
}

extension LoginError {
    fileprivate func writeValues(to json: inout JSONWriter) {
        switch self {
        case .claimMissing(let claim), .claimInvalid(let claim): json.member("claim", claim)
        case .expired(let now, let expiry, _):
            json.member("now", now)
            json.member("expiry", expiry)
        default: break
        }
    }
}

extension LoginEvidence {
    fileprivate func write(to json: inout JSONWriter) {
        json.name("claimed")
        json.beginObject()
        json.member("algorithm", algorithm)
        if let keyID { json.member("keyId", keyID) }
        if let issuer { json.member("issuer", issuer) }
        json.member("audiences", audiences)
        if let issuedAt { json.member("issuedAt", issuedAt) }
        if let expiry { json.member("expiresAt", expiry) }
        json.endObject()
    }
}

extension Claims {
    /// Names are kept in any case; values as the settings say. What names the person is treated as subjects are, when that
    /// keeps less.
    fileprivate func write(to json: inout JSONWriter, _ redaction: Redaction) {
        guard redaction.claims != .keep || redaction.subjects != .keep else { return json.raw(text) }
        json.beginObject()
        for (name, value) in members {
            json.name(name)
            let names = ["sub", "amr"].contains(name)
            let treatment = names ? redaction.claims.stricter(redaction.subjects) : redaction.claims
            switch treatment {
            case .keep: json.raw(value.kind == .string ? value.quoted : value.text)
            case .hash, .drop:
                if let kept = redaction.apply(treatment, to: value.text) { json.string(kept) } else { json.null() }
            }
        }
        json.endObject()
    }
}

extension Redaction.Treatment {
    fileprivate func stricter(_ other: Self) -> Self {
        self == .drop || other == .drop ? .drop : self == .hash || other == .hash ? .hash : .keep
    }
}

extension JSONNode {
    /// A string as it came, with its quotes.
    fileprivate var quoted: String { "\"\(text)\"" }
}

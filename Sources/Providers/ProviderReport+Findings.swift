import Foundation
import OutboundHTTP
import StrictJSON
import WebTokens

// What is found, in words. Texts of a provider are shown as they are only where a terminal cannot be led astray.

extension DiscoveryInspection {
    func findings(expecting policy: TokenPolicy, in report: inout ProviderReport) {
        if let syntax {
            return report.refuse("discovery", "not-json", "the document is not strict JSON: \(syntax.reason)")
        }
        if issuer == nil { report.refuse("discovery", "member-missing", "the document has no text `issuer`") }
        if keySetURL == nil { report.refuse("discovery", "member-missing", "the document has no text `jwks_uri`") }
        if error == .foreignIssuer, let issuer {
            report.refuse(
                "discovery", "issuer-mismatch",
                "the document speaks for \(issuer.printable), not \(policy.issuer.printable)")
        } else if error != nil, issuer != nil, keySetURL != nil {
            report.refuse("discovery", "member-malformed", "a member of the document is not what it must be")
        }
        guard error == nil else { return }
        if !namesAlgorithms {
            report.note("discovery", "algorithms-unsaid", "no algorithms are named, so only RS256 is taken")
        }
        if algorithms.isDisjoint(with: policy.algorithms) {
            let admitted = policy.algorithms.map(\.rawValue).sorted().joined(separator: ", ")
            report.refuse("discovery", "no-common-algorithm", "no algorithm is named that is admitted: \(admitted)")
        }
        if let issuer, issuer != policy.issuer {
            report.note("discovery", "issuer-spelling", "tokens must write the issuer \(issuer.printable)")
        }
    }
}

extension KeySetInspection {
    func findings(in report: inout ProviderReport) {
        for (index, key) in keys.enumerated() { key.findings(at: "keys[\(index)]", in: &report) }
        if let syntax { return report.refuse("keys", "not-json", "the set is not strict JSON: \(syntax.reason)") }
        switch error {
        case .malformed: report.refuse("keys", "no-key-list", "the set has no array `keys`")
        case .tooManyKeys(let limit): report.refuse("keys", "too-many-keys", "the set has more than \(limit) keys")
        case .noUsableKey: report.refuse("keys", "no-usable-key", "no key of the set can verify anything")
        case .privateKeyPublished:
            report.refuse("keys", "private-key", "a private key is published: the whole set is refused")
        case .foreignIssuer, nil:
            if !keys.contains(where: \.isUsed) {
                report.refuse("keys", "no-usable-key", "no key of the set would be used for tokens of this issuer")
            }
        }
    }
}

extension KeySetInspection.Key {
    fileprivate var isUsed: Bool {
        guard case .used = standing else { return false }
        return true
    }

    fileprivate func findings(at place: String, in report: inout ProviderReport) {
        switch standing {
        case .used: break
        case .ignored: report.note(place, "key-ignored", "not a key for signatures that we know: it is ignored")
        case .refused(let refusal):
            report.refuse(place, refusal.code, "\(refusal.reason): tokens signed with it are refused")
        case .isPrivate: report.refuse(place, "private-key", "the private half is published")
        case .noAlgorithm:
            report.refuse(
                place, "algorithm-not-admitted", "no algorithm is admitted for this issuer that goes with the key")
        case .notByTheRule:
            report.refuse(place, "key-not-by-rule", "size or exponent are not what the descriptor asks for")
        case .nameShared:
            report.refuse(place, "kid-shared", "another key has the same `kid`: tokens that name it are refused")
        case .nameless: report.refuse(place, "kid-missing", "the key has no `kid`, so no token can mean it")
        }
    }
}

extension KeyRefusal {
    var code: String {
        switch self {
        case .member: "key-malformed"
        case .modulusSize, .evenModulus, .weaklyGenerated, .exponent, .point: "key-weak"
        case .curve: "curve-not-supported"
        case .coordinateLength: "key-malformed"
        case .unusable: "key-unusable"
        }
    }

    var reason: String {
        switch self {
        case .member(let name): "its member `\(name)` is missing or not what it must be"
        case .modulusSize(let bits): "its modulus has \(bits) bits, not 2048 to 8192"
        case .evenModulus: "its modulus is even"
        case .weaklyGenerated: "its modulus bears the mark of a generator whose keys can be factored"
        case .exponent: "its exponent is not an odd number from 3 to 4294967295"
        case .curve: "its curve is none of P-256, P-384, P-521 and Ed25519"
        case .coordinateLength: "its coordinates do not have the length that the curve asks for"
        case .point: "it is no point of the curve that could be a key"
        case .unusable: "it cannot be used"
        }
    }
}

extension JSONError {
    var reason: String {
        switch self {
        case .empty: "it is empty"
        case .byteOrderMark: "it begins with a byte order mark"
        case .invalidUTF8(let at): "byte \(at) is not UTF-8"
        case .unexpectedByte(let at), .trailingBytes(let at): "byte \(at) does not belong there"
        case .unexpectedEnd: "it ends too early"
        case .malformedNumber(let at): "the number at byte \(at) is malformed"
        case .malformedEscape(let at), .loneSurrogate(let at): "the escape at byte \(at) is malformed"
        case .controlCharacter(let at): "byte \(at) is a control character"
        case .duplicateMember(let at): "the member at byte \(at) is there twice"
        case .tooDeep(let limit): "it is nested deeper than \(limit)"
        case .tooLong(let limit): "it has more than \(limit) bytes"
        case .tooManyMembers(let limit): "something in it has more than \(limit) members"
        case .stringTooLong(let limit): "a text in it has more than \(limit) bytes"
        }
    }
}

extension FetchRefusal {
    var code: String {
        switch self {
        case .malformedURL, .userInformation, .fragment: "url-malformed"
        case .schemeNotAdmitted: "not-https"
        case .addressLiteral, .privateName, .addressNotAdmitted: "private-address"
        case .portNotAdmitted: "port-not-admitted"
        case .unreadableAuthority: "authority-unreadable"
        }
    }
}

extension FetchTrouble? {
    var code: String {
        switch self {
        case .name: "name-unknown"
        case .connection: "no-connection"
        case .certificate: "tls"
        case .time: "too-slow"
        case .redirect: "redirect"
        case .status: "status"
        case .html: "html"
        case .compressed: "compressed"
        case .tooLong: "too-long"
        case .garbage: "not-http"
        case nil: "unavailable"
        }
    }

    var reason: String {
        switch self {
        case .name: "has a host without an address"
        case .connection: "does not answer"
        case .certificate: "has no certificate that is valid for it, or no TLS 1.2"
        case .time: "does not answer in time"
        case .redirect(let status): "answers with a redirect (\(status)): none is followed"
        case .status(let status): "answers with status \(status)"
        case .html: "answers with HTML"
        case .compressed: "answers with a compressed body although none was asked for"
        case .tooLong(let limit): "answers with more than \(limit) bytes"
        case .garbage: "does not speak HTTP"
        case nil: "did not answer at first: try again"
        }
    }
}

extension String {
    /// The text, with everything that could steer a terminal or hide from the eye written out.
    package var printable: String {
        var text = ""
        for scalar in unicodeScalars.prefix(256) {
            let isPlain = (0x20...0x7E).contains(scalar.value)
            text += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        return text
    }
}

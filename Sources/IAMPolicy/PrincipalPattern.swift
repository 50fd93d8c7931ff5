import IdentityModel

/// How far a resource policy's Allow carries, by how closely it names the caller.
///
/// - Source: IAM User Guide, policy evaluation logic: a session or user that is named exactly needs nobody else's
///   consent, a role that is named still has its boundary and session policies, an account only delegates.
enum Grant: Int, Comparable {
    case delegates, standsForIdentity, isFinal

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// One entry of `Principal` or `NotPrincipal`.
struct PrincipalPattern: Sendable {
    private enum Form: Sendable {
        case everyone
        case account(AccountID)
        case arn(String)
        case uniqueID(String)
        case federated(String)
        case service(String)
        /// `CanonicalUser` belongs to S3 and names nobody here.
        case nobody
    }

    /// As written: `AWS`, `Federated`, `Service`, `CanonicalUser`.
    let type: String
    let text: String
    private let form: Form

    /// Nil for a text that cannot name anybody, such as an ARN with wildcards.
    init?(type: String, _ text: String) {
        self.type = type
        self.text = text
        switch type {
        case "AWS":
            guard let form = Self.aws(text) else { return nil }
            self.form = form
        case "Federated": form = .federated(text)
        case "Service": form = .service(text)
        default: form = .nobody
        }
    }

    private static func aws(_ text: String) -> Form? {
        if text == "*" { return .everyone }
        if let account = AccountID(text) { return .account(account) }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        if parts.count == 6, parts[0] == "arn", ["iam", "sts"].contains(parts[2]),
            let account = AccountID(String(parts[4])), !text.utf8.contains(where: { $0 == 0x2A || $0 == 0x3F })
        {
            return parts[5] == "root" ? .account(account) : .arn(text)
        }
        let isUniqueID = text.utf8.count >= 16 && text.utf8.allSatisfy { Self.uniqueIDBytes.contains($0) }
        return isUniqueID && text.hasPrefix("A") ? .uniqueID(text) : nil
    }

    private static let uniqueIDBytes = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

    /// The ARN of a user or role that must exist when a trust policy is saved.
    var namedARN: String? {
        if case .arn(let text) = form, text.split(separator: ":").dropFirst(2).first == "iam" { text } else { nil }
    }

    func isFederated(_ provider: String) -> Bool {
        if case .federated(let name) = form { name.isSame(as: provider) } else { false }
    }

    /// What this entry grants to the caller; nil when it names somebody else.
    func grant(to caller: Caller) -> Grant? {
        switch (form, caller) {
        case (.federated(let name), .federated(let provider)): name.isSame(as: provider) ? .isFinal : nil
        // A token is not an AWS caller: "everyone" may deny it, and never admits it.
        case (.everyone, .federated): .delegates
        case (_, .federated), (.federated, _), (.nobody, _): nil
        case (.service(let name), .service(let service)): name.isSame(as: service) ? .isFinal : nil
        case (.service, _): nil
        case (.everyone, _): caller.account == nil ? .isFinal : .standsForIdentity
        case (.account(let account), _): account == caller.account ? .delegates : nil
        case (.arn(let arn), .user(_, let own, _)), (.arn(let arn), .federatedUser(_, let own)):
            arn.isSame(as: own) ? .isFinal : nil
        case (.arn(let arn), .roleSession(let session)):
            if arn.isSame(as: session.sessionARN) {
                .isFinal
            } else {
                arn.isSame(as: session.roleARN) ? .standsForIdentity : nil
            }
        case (.uniqueID(let id), .user(_, _, let own)): id.isSame(as: own) ? .isFinal : nil
        case (.uniqueID(let id), .roleSession(let session)): id.isSame(as: session.roleID) ? .standsForIdentity : nil
        case (.arn, _), (.uniqueID, _): nil
        }
    }
}

/// Who a statement is about.
struct PrincipalClause: Sendable {
    let isNegated: Bool
    let entries: [PrincipalPattern]

    func grant(to caller: Caller) -> Grant? {
        var best: Grant?
        for entry in entries {
            if let grant = entry.grant(to: caller) { best = max(best ?? grant, grant) }
        }
        guard isNegated else { return best }
        guard best == nil else { return nil }
        // "Everybody but…" may deny a token, but must never admit one.
        if case .federated = caller { return .delegates }
        return caller.account == nil ? .isFinal : .standsForIdentity
    }
}

extension String {
    /// Equal byte by byte. `==` takes composed and decomposed accents for one text; IAM does not.
    func isSame(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}

import IdentityModel
import Storage

/// The OpenID Connect issuers that an account trusts.
///
/// What a declarative file says of an issuer beyond IAM's members (where its keys are, which algorithms it uses) stays
/// as it is whatever is changed here.
///
/// - Source: IAM API Reference; behaviour recorded from the service.
package struct OpenIDProviders: Sendable {
    let stores: AccountStores
    let account: AccountID
    var allowsLoopbackHTTP = false

    package static let clientLimit = 100
    package static let thumbprintLimit = 5

    package func create(
        _ url: String, clientIDs: [String], thumbprints: [String], tags: [Tag]
    ) async throws(AccessManagementError) -> (arn: String, tags: [Tag]) {
        let made = try await create(
            OpenIDIssuer(url: url), clientIDs: clientIDs, thumbprints: thumbprints, tags: tags)
        return (made.provider.arn, tags)
    }

    package func find(_ arn: String) async throws(AccessManagementError) -> OpenIDProviderDetails {
        let urls = try urls(arn)
        let found = try await stored { () throws(StorageError) in
            try await stores.openIDProviders.details(urls: urls, account: account)
        }
        guard let found else { throw .noSuchEntity(.openIDProvider(arn: arn)) }
        return found
    }

    package func list() async throws(AccessManagementError) -> [String] {
        try await stored { () throws(StorageError) in try await stores.openIDProviders.urls(account: account) }
            .map { OpenIDProvider.arn(account: account, url: $0) }
    }

    /// Roles and pools that name the provider are left alone: its tokens are refused from then on.
    package func delete(_ arn: String) async throws(AccessManagementError) {
        let urls = try urls(arn)
        let refusal = try await stored { () throws(StorageError) in
            try await stores.openIDProviders.delete(urls: urls, account: account)
        }
        if refusal != nil { throw .noSuchEntity(.deletedOpenIDProvider(arn: arn)) }
    }

    package func add(clientID: String, to arn: String) async throws(AccessManagementError) {
        try Self.check(clientID: clientID)
        try await change(arn) { (urls) throws(StorageError) in
            try await stores.openIDProviders.add(
                clientID: clientID, urls: urls, account: account, limit: Self.clientLimit)
        }
    }

    package func remove(clientID: String, from arn: String) async throws(AccessManagementError) {
        try Self.check(clientID: clientID)
        try await change(arn) { (urls) throws(StorageError) in
            try await stores.openIDProviders.remove(clientID: clientID, urls: urls, account: account)
        }
    }

    package func setThumbprints(_ thumbprints: [String], of arn: String) async throws(AccessManagementError) {
        guard !thumbprints.isEmpty else { throw .invalidInput("Thumbprint list must contain at least one entry.") }
        let thumbprints = try Self.admitted(thumbprints)
        try await change(arn) { (urls) throws(StorageError) in
            try await stores.openIDProviders.set(thumbprints: thumbprints, urls: urls, account: account)
        }
    }

    func urls(_ arn: String) throws(AccessManagementError) -> [String] {
        guard arn.hasPrefix("arn:aws:iam::"), arn.contains(":oidc-provider/") else { throw .malformedARN(arn) }
        guard let urls = ProviderURL.candidates(arn: arn, account: account) else {
            throw .noSuchEntity(.openIDProvider(arn: arn))
        }
        return urls
    }

    private func change(
        _ arn: String, _ work: ([String]) async throws(StorageError) -> EntityRefusal?
    ) async throws(AccessManagementError) {
        let urls = try urls(arn)
        switch try await stored({ () throws(StorageError) in try await work(urls) }) {
        case nil: return
        case .notFound?: throw .noSuchEntity(.openIDProvider(arn: arn))
        case .limit(let limit)?: throw .limitExceeded(.clientIDs, limit: limit)
        case let refusal?: throw AccessManagementError(unexpected: refusal)
        }
    }

    /// Their order is kept.
    static func withoutRepeats(_ texts: [String]) -> [String] {
        var seen: Set<[UInt8]> = []
        return texts.filter { seen.insert(Array($0.utf8)).inserted }
    }

    /// Any text without control characters: clients choose their own ids.
    static func check(clientID: String) throws(AccessManagementError) {
        guard clientID.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .invalidInput("A client id contains control characters.")
        }
    }

    /// As IAM keeps them: in lower case, repeated ones repeated, hexadecimal or not.
    static func admitted(_ thumbprints: [String]) throws(AccessManagementError) -> [String] {
        guard thumbprints.count <= thumbprintLimit else {
            throw .invalidInput("Thumbprint list must contain fewer than 5 entries.")
        }
        guard thumbprints.allSatisfy({ $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }) else {
            throw .invalidInput("A thumbprint contains characters that are not printable.")
        }
        return thumbprints.map { $0.lowercased() }
    }
}

import IdentityModel
import Storage

/// Registrations with all that `sluice apply` can say of them.
///
/// - Parameter isExpected: asked for the state that a change is made on, when nobody can change it any more.
extension OpenIDProviders {
    package static let trustedAudienceLimit = 100

    /// By URL.
    package func list(_ page: PageRequest) async throws(AccessManagementError) -> Page<OpenIDProviderDetails> {
        try await stores.markers.page(page, of: "OpenIDProviders", position: \.provider.issuer.url) {
            (after, limit) throws(AccessManagementError) in
            try await stored { () throws(StorageError) in
                try await stores.openIDProviders.list(account: account, after: after, limit: limit)
            }
        }
    }

    package func create(
        _ issuer: OpenIDIssuer, clientIDs: [String], thumbprints: [String], tags: [Tag]
    ) async throws(AccessManagementError) -> OpenIDProviderDetails {
        var issuer = issuer
        issuer.url = try ProviderURL(issuer.url, allowsLoopbackHTTP: allowsLoopbackHTTP).text
        let provider = try admitted(issuer, clientIDs, thumbprints)
        let urls = try urls(provider.arn)
        try Tagging.check(tags, of: .openIDProvider(urls))
        let isNew = try await stored { () throws(StorageError) in
            try await stores.openIDProviders.insert(provider, tags: tags, sharing: urls)
        }
        guard isNew else { throw .entityExists(.openIDProviderURL(issuer.url)) }
        return try await find(provider.arn)
    }

    /// Replaces all of a registration but its URL.
    package func replace(
        _ arn: String, with issuer: OpenIDIssuer, clientIDs: [String], thumbprints: [String], tags: [Tag],
        onlyOn isExpected: @Sendable (OpenIDProviderDetails) -> Bool
    ) async throws(AccessManagementError) -> OpenIDProviderDetails {
        let urls = try urls(arn)
        let wanted = try admitted(issuer, clientIDs, thumbprints)
        try Tagging.check(tags, of: .openIDProvider(urls))
        let outcome = try await stored { () throws(StorageError) in
            try await stores.openIDProviders.replace(
                urls: urls, account: account, with: wanted, tags: tags, onlyOn: isExpected)
        }
        switch outcome {
        case .success(let replaced): return replaced
        case .failure(let refusal): throw AccessManagementError(refusal, of: .openIDProvider(arn: arn))
        }
    }

    package func delete(
        _ arn: String, onlyOn isExpected: @Sendable (OpenIDProviderDetails) -> Bool
    ) async throws(AccessManagementError) {
        let urls = try urls(arn)
        let refusal = try await stored { () throws(StorageError) in
            try await stores.openIDProviders.delete(urls: urls, account: account, onlyOn: isExpected)
        }
        if let refusal { throw AccessManagementError(refusal, of: .openIDProvider(arn: arn)) }
    }

    package func admits(issuerURL text: String) -> Bool {
        (try? ProviderURL(text, allowsLoopbackHTTP: allowsLoopbackHTTP)) != nil
    }

    /// What stands behind `oidc-provider/` in the ARN of the issuer; nil for a URL that cannot be registered.
    package func key(ofIssuer text: String) -> String? {
        (try? ProviderURL(text, allowsLoopbackHTTP: allowsLoopbackHTTP))?.withoutScheme
    }

    /// Whether a document of a provider may be fetched from there: over TLS, or from this machine where that is allowed.
    package func admits(documentURL text: String) -> Bool {
        let place = text.prefix { $0 != "?" }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else { return false }
        return (try? ProviderURL(String(place), allowsLoopbackHTTP: allowsLoopbackHTTP)) != nil
    }

    private func admitted(
        _ issuer: OpenIDIssuer, _ clientIDs: [String], _ thumbprints: [String]
    ) throws(AccessManagementError) -> OpenIDProvider {
        let clients = Self.withoutRepeats(clientIDs)
        guard clients.count <= Self.clientLimit else { throw .limitExceeded(.clientIDs, limit: Self.clientLimit) }
        for text in clients + issuer.trustedAudiences { try Self.check(clientID: text) }
        guard [issuer.keySetURL, issuer.discoveryURL].allSatisfy({ $0.map(admits(documentURL:)) ?? true }) else {
            throw .malformedProviderURL
        }
        return OpenIDProvider(
            account: account, issuer: issuer, clientIDs: clients, thumbprints: try Self.admitted(thumbprints))
    }
}

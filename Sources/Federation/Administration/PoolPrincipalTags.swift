import IdentityModel
import RoleRules
import STS
import Storage

/// Which claims of a provider's logins become tags of the session.
///
/// - Source: Amazon Cognito Identity API Reference, `SetPrincipalTagAttributeMap`, `GetPrincipalTagAttributeMap`.
extension PoolAdministration {
    package func principalTags(
        of pool: String, provider: String, by caller: RecognisedCaller
    ) async throws(FederationError) -> PrincipalTagMap {
        guard let map = try await find(pool, for: caller).pool.principalTagMaps[provider] else {
            throw .principalTagsNotFound(provider: provider)
        }
        return map
    }

    /// - Parameter isExpected: asked for the number of the state that the change is made on.
    package func setPrincipalTags(
        of pool: String, provider: String, to map: PrincipalTagMap, by caller: RecognisedCaller,
        onlyOn isExpected: (Int64) -> Bool = { _ in true }
    ) async throws(FederationError) {
        try PrincipalTagLimits.check(map)
        // A provider's map rests on nothing in the pool but that the provider is there, which is asked each time.
        _ = try await change(pool, by: caller, anewWhen: { _, _ in true }, onlyOn: isExpected) {
            pool throws(FederationError) in
            guard pool.taggableProviders.contains(where: { $0.utf8.elementsEqual(provider.utf8) }) else {
                throw .invalid(.providerNotConfigured(provider))
            }
            pool.principalTagMaps[provider] = map
        }
    }

    package func removePrincipalTags(
        of pool: String, provider: String, by caller: RecognisedCaller, onlyOn isExpected: (Int64) -> Bool
    ) async throws(FederationError) {
        _ = try await change(pool, by: caller, anewWhen: { _, _ in true }, onlyOn: isExpected) {
            pool throws(FederationError) in
            guard pool.principalTagMaps.removeValue(forKey: provider) != nil else {
                throw .principalTagsNotFound(provider: provider)
            }
        }
    }
}

/// - Source: Amazon Cognito Developer Guide, "Using attributes for access control".
enum PrincipalTagLimits {
    /// Bytes of all names of claims together.
    static let names = PrincipalTagSize.publishedLimit

    static func check(_ map: PrincipalTagMap) throws(FederationError) {
        for key in map.claims.keys.sorted() where key.lowercased().hasPrefix("aws:") {
            throw .invalid(.principalTags("Tag keys must not begin with aws:."))
        }
        guard Set(map.claims.keys.map { $0.lowercased() }).count == map.claims.count else {
            throw .invalid(.principalTags("Tag keys must differ in more than case."))
        }
        guard map.claims.values.reduce(0, { $0 + $1.utf8.count }) <= names else {
            throw .invalid(.principalTags("The names of all claims together exceed \(names) bytes."))
        }
    }
}

extension IdentityPool {
    /// User pools are named without their client here.
    fileprivate var taggableProviders: [String] {
        socialProviders.map(\.name.rawValue) + userPoolClients.map(\.name.rawValue) + openIDProviderARNs
            + samlProviderARNs
    }
}

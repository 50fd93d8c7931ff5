import IdentityModel
import StrictJSON

/// A pool as the API shows it. What was never set is absent, but for tags, which are always there.
///
/// - Source: recorded answers of CreateIdentityPool, DescribeIdentityPool, UpdateIdentityPool.
struct PoolOutput: OperationOutput {
    let pool: IdentityPool

    func write(to json: inout JSONWriter) {
        json.beginObject()
        if let allows = pool.allowsClassicFlow { json.member("AllowClassicFlow", allows) }
        json.member("AllowUnauthenticatedIdentities", pool.allowsGuests)
        if !pool.userPoolClients.isEmpty { writeUserPools(to: &json) }
        if let name = pool.developerProvider { json.member("DeveloperProviderName", name) }
        json.member("IdentityPoolId", "\(pool.id)")
        json.member("IdentityPoolName", pool.name)
        json.name("IdentityPoolTags")
        json.map(pool.tags)
        if !pool.openIDProviderARNs.isEmpty { json.member("OpenIdConnectProviderARNs", pool.openIDProviderARNs) }
        if !pool.samlProviderARNs.isEmpty { json.member("SamlProviderARNs", pool.samlProviderARNs) }
        if !pool.socialProviders.isEmpty {
            json.name("SupportedLoginProviders")
            json.beginObject()
            for provider in pool.socialProviders { json.member(provider.name.rawValue, provider.appID) }
            json.endObject()
        }
        json.endObject()
    }

    private func writeUserPools(to json: inout JSONWriter) {
        json.name("CognitoIdentityProviders")
        json.beginArray()
        for client in pool.userPoolClients {
            json.beginObject()
            json.member("ClientId", client.clientID)
            json.member("ProviderName", client.name.rawValue)
            json.member("ServerSideTokenCheck", client.serverSideTokenCheck)
            json.endObject()
        }
        json.endArray()
    }

    func note(in record: inout AccessRecord) { record.poolID = "\(pool.id)" }
}

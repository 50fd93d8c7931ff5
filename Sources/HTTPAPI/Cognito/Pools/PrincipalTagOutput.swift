import IdentityModel
import StrictJSON

/// The map of one provider, as both of its actions answer it.
struct PrincipalTagOutput: OperationOutput {
    let pool: String
    let provider: String
    let map: PrincipalTagMap

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("IdentityPoolId", pool)
        json.member("IdentityProviderName", provider)
        json.name("PrincipalTags")
        json.map(map.claims)
        json.member("UseDefaults", map.usesDefaults)
        json.endObject()
    }
}

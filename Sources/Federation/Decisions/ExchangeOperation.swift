/// The exchanges, and the changes to whose a login is, of which decisions are kept, as their APIs name them.
package enum ExchangeOperation: String, Sendable, CaseIterable {
    case getID = "GetId"
    case getCredentials = "GetCredentialsForIdentity"
    case getOpenIDToken = "GetOpenIdToken"
    case getDeveloperToken = "GetOpenIdTokenForDeveloperIdentity"
    case mergeDeveloperIdentities = "MergeDeveloperIdentities"
    case unlinkDeveloperIdentity = "UnlinkDeveloperIdentity"
    case unlinkIdentity = "UnlinkIdentity"
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    case assumeRole = "AssumeRole"
    case getSessionToken = "GetSessionToken"
}

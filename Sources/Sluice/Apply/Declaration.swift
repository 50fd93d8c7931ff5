import IdentityModel
import RoleRules

/// What a declarative file asks for. Names refer to each other; ids and ARNs are found when it is applied.
struct Declaration: Sendable, Equatable {
    var openIDProviders: [OpenIDProviderDeclaration] = []
    /// In the account that the file is applied to.
    var backEnds: [STSBackEnd] = []
    var roles: [RoleDeclaration] = []
    var pools: [PoolDeclaration] = []
}

struct OpenIDProviderDeclaration: Sendable, Equatable {
    var issuer: OpenIDIssuer
    var clientIDs: [String]
    var thumbprints: [String] = []
}

struct RoleDeclaration: Sendable, Equatable {
    var name: String
    var path = "/"
    var trust: Trust
    var maxSessionSeconds = 3_600
    /// Policy documents by name.
    var policies: [String: String] = [:]
    /// Nil: wherever its credentials are made, that is left alone.
    var backEnd: BackEnd?

    enum BackEnd: Sendable, Equatable {
        /// They are made here.
        case embedded
        case elsewhere(name: String, roleARN: String?, policyClaim: String?)
    }

    enum Trust: Sendable, Equatable {
        case document(String)
        /// The canonical policy that admits guests, or authenticated identities, of the pool of that name.
        case pool(String, guests: Bool)
    }
}

struct SocialProviderDeclaration: Sendable, Equatable {
    var app: AppSettings
    /// Whether the file says more of the app than its id. What it does not say is then left alone.
    var hasSettings: Bool
}

struct PoolDeclaration: Sendable, Equatable {
    var name: String
    /// Nil: the pool of that name keeps its id, or gets one.
    var id: IdentityPoolID?
    var allowsGuests: Bool
    var allowsClassicFlow: Bool?
    var developerProvider: String?
    var socialProviders: [SocialProviderDeclaration] = []
    var userPoolClients: [IdentityPool.UserPoolClient] = []
    /// URLs of registered issuers.
    var openIDProviders: [String] = []
    /// Names of declared roles, or ARNs.
    var authenticatedRole: String?
    var unauthenticatedRole: String?
    /// By mapping key, all that there shall be; roles by name, or ARN. Nil: those that the pool has.
    var roleMappings: [String: MappingDocument]?
    /// Nil: those that the pool has.
    var roleTests: [RoleTest]?
    var guestSessionPolicy: String?
}

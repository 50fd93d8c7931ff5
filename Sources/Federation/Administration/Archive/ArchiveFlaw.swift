import IdentityModel
import Storage
import StrictJSON

/// What is wrong with one line of an archive. Names members, providers and limits; never whom a login is of.
package enum ArchiveFlaw: Error, Sendable, Equatable {
    case tooLong(limit: Int)
    case notJSON(JSONError)
    case notAnObject
    case unknownKind
    case unknownMember(String)
    case missing(String)
    case malformed(String)
    /// A header of another form than this one.
    case version(limit: Int64)
    /// An id of another region than the pool's, and than the one that was told.
    case region(String)
    /// The state, the logins, `mergedInto` and `disabledAt` do not go together.
    case contradiction(String)
    case tooManyLogins(limit: Int)
    /// More bytes than can be kept.
    case tooLarge(String, limit: Int)
    case repeatedLogin(ProviderName)
    /// Two users of one provider, of whom an identity has one.
    case sameProvider(ProviderName)
    /// A developer's user of a provider that is not the pool's developer provider, or a public login of the one that is.
    case developerProvider(ProviderName)
    case conflict(ImportConflict)
}

extension ArchiveFlaw {
    package var code: String {
        switch self {
        case .tooLong: "lineTooLong"
        case .notJSON, .notAnObject: "notJSON"
        case .unknownKind: "unknownKind"
        case .unknownMember: "unknownMember"
        case .missing: "memberMissing"
        case .malformed: "memberMalformed"
        case .version: "version"
        case .region: "region"
        case .contradiction: "contradiction"
        case .tooManyLogins: "tooManyLogins"
        case .tooLarge: "tooLarge"
        case .repeatedLogin: "repeatedLogin"
        case .sameProvider: "sameProvider"
        case .developerProvider: "developerProvider"
        case .conflict(.takenElsewhere): "takenElsewhere"
        case .conflict(.differs): "differs"
        case .conflict(.loginTaken): "loginTaken"
        case .conflict(.identityMissing): "identityMissing"
        }
    }

    package var explanation: String {
        switch self {
        case .tooLong(let limit): "A line can have no more than \(limit) bytes."
        case .notJSON(let error): "This is not one JSON object: \(error)."
        case .notAnObject: "This is not a JSON object."
        case .unknownKind: "`kind` is none of header, identity, merge and end."
        case .unknownMember(let name): "There is no member '\(name)' here."
        case .missing(let name): "The member '\(name)' is missing."
        case .malformed(let name): "The member '\(name)' has not the form that it must have."
        case .version(let limit): "The archive has another version than \(limit)."
        case .region(let region):
            "The id is of the region '\(region)', which is neither the pool's nor the one that was told."
        case .contradiction(let reason): reason
        case .tooManyLogins(let limit): "An identity can have no more than \(limit) logins."
        case .tooLarge(let name, let limit): "The member '\(name)' can have no more than \(limit) bytes."
        case .repeatedLogin(let provider): "A login of '\(provider)' stands here twice."
        case .sameProvider(let provider): "An identity can have one user of '\(provider)' only."
        case .developerProvider(let provider): "'\(provider)' and `developer` do not go together in this pool."
        case .conflict(.takenElsewhere): "The id is taken in another pool."
        case .conflict(.differs): "There is an identity of this id, and it is not as this line says."
        case .conflict(.loginTaken(let provider)): "The login of '\(provider)' belongs to another identity."
        case .conflict(.identityMissing): "An identity of this merge is not in the pool."
        }
    }
}

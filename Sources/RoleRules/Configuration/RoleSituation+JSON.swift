import Foundation
import IdentityModel
import StrictJSON

extension RoleSituation {
    /// The situation that an object says among others; a guest of now when it says nothing.
    ///
    /// - Throws: every mistake in it.
    package init(in node: JSONNode?) throws(MappingMistakes) {
        var reader = MappingReader()
        var members: [String: JSONNode] = [:]
        for name in MappingReader.situationMembers { members[name] = node?[name] }
        guard let situation = reader.situation(members, []), reader.mistakes.isEmpty else {
            throw MappingMistakes(mistakes: reader.mistakes)
        }
        self = situation
    }

    /// Its members, into an object that has been begun.
    package func writeMembers(to json: inout JSONWriter) {
        if !logins.isEmpty {
            json.name("logins")
            json.beginArray()
            for login in logins {
                json.beginObject()
                json.member("provider", login.provider.rawValue)
                json.member("subject", login.subject)
                json.member("audience", login.audience)
                json.name("claims")
                json.raw(login.claims.text)
                json.endObject()
            }
            json.endArray()
        }
        if let requestedRole { json.member("requestedRole", requestedRole) }
        if let sourceAddress { json.member("sourceAddress", sourceAddress) }
        if let time { json.member("time", time.formatted(.iso8601)) }
    }
}

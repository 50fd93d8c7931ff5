import Foundation
import IdentityModel
import StrictJSON

extension RoleSituation {
    /// - Throws: every mistake in the object.
    package init(_ node: JSONNode) throws(MappingMistakes) {
        var reader = MappingReader()
        let members = reader.members(of: node, among: MappingReader.situationMembers, [])
        let situation = members.flatMap { reader.situation($0, []) }
        guard let situation, reader.mistakes.isEmpty else { throw MappingMistakes(mistakes: reader.mistakes) }
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

import Authorizer
import Foundation
import StrictYAML

extension RouteTable {
    /// Reads the routes of the authorizer from the file that the settings name.
    init(path: String, _ server: ServerSettings) throws(YAMLMistakes) {
        let bytes = FileManager.default.contents(atPath: path).map { Array($0) }
        try self.init(bytes, file: path, regions: server.acceptedRegions)
    }
}

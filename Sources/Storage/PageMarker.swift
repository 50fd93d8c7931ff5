import Foundation
import IdentityModel

/// Makes the markers with which a list is read on: opaque to clients, authenticated, and good for the list that gave
/// them out only.
package struct PageMarker: Sendable {
    private let masterKey: MasterKey

    package init(_ masterKey: MasterKey) {
        self.masterKey = masterKey
    }

    /// - Parameters:
    ///   - position: what the last item shown is ordered by; at most about 200 bytes, since markers have 320 characters.
    ///   - list: names the list, and what it was asked for.
    package func marker(at position: String, of list: String) throws(StorageError) -> String {
        let sealed = try masterKey.seal(Secret(Array(position.utf8)), for: Self.purpose(list))
        return Data(sealed).base64EncodedString()
    }

    /// Nil for everything that is not a marker of that list.
    package func position(in marker: String, of list: String) -> String? {
        guard let sealed = Data(base64Encoded: marker) else { return nil }
        do throws(StorageError) {
            let opened = try masterKey.open(Array(sealed), for: Self.purpose(list))
            return String(validating: opened.reveal(), as: UTF8.self)
        } catch {
            return nil
        }
    }

    private static func purpose(_ list: String) -> String { "page_markers/\(list)" }
}

import Foundation
import IdentityModel
import Storage

/// The master key, from where the settings say.
enum MasterKeyFile {
    enum Failure: Error, CustomStringConvertible {
        case malformed(where: String)
        case tooOpen(path: String)
        case unreadable(path: String, reason: String)
        case unwritable(path: String, reason: String)

        var description: String {
            switch self {
            case .malformed(let place): "The master key in \(place) is not base64 of 32 bytes."
            case .tooOpen(let path): "The master key file \(path) can be read by others: chmod 600 it."
            case .unreadable(let path, let reason): "The master key file \(path) cannot be read: \(reason)"
            case .unwritable(let path, let reason): "The master key file \(path) cannot be made: \(reason)"
            }
        }
    }

    /// Reads the key; a file that is not there yet is made, for its owner's eyes only.
    static func key(from source: MasterKeySource) throws(Failure) -> MasterKey {
        switch source {
        case .given(let text):
            guard let key = key(text) else { throw .malformed(where: "SLUICE_MASTER_KEY") }
            return key
        case .file(let path):
            if !FileManager.default.fileExists(atPath: path) { try make(path) }
            return try read(path)
        }
    }

    private static func read(_ path: String) throws(Failure) -> MasterKey {
        let text: String
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
            guard mode & 0o077 == 0 else { throw Failure.tooOpen(path: path) }
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .unreadable(path: path, reason: error.localizedDescription)
        }
        guard let key = key(Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))) else {
            throw .malformed(where: path)
        }
        return key
    }

    /// Makes the file complete under another name first and links it into place: whoever starts at the same moment
    /// finds a whole key or none, and a key that stands is never overwritten.
    private static func make(_ path: String) throws(Failure) {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<MasterKey.byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let draft = "\(path).\(getpid())"
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(path: path, reason: error.localizedDescription)
        }
        let text = Data(Data(bytes).base64EncodedString().utf8) + Data("\n".utf8)
        guard FileManager.default.createFile(atPath: draft, contents: text, attributes: [.posixPermissions: 0o600])
        else { throw .unwritable(path: path, reason: "\(draft) cannot be written") }
        defer { try? FileManager.default.removeItem(atPath: draft) }
        do {
            try FileManager.default.linkItem(atPath: draft, toPath: path)
        } catch {
            guard FileManager.default.fileExists(atPath: path) else {
                throw .unwritable(path: path, reason: error.localizedDescription)
            }
        }
    }

    private static func key(_ text: Secret<String>) -> MasterKey? {
        guard let data = Data(base64Encoded: text.reveal()) else { return nil }
        return MasterKey(Secret(Array(data)))
    }
}

import Foundation

/// Who runs a command, for the audit: the user of this machine, which is all that a command knows.
enum LocalUser {
    static var name: String { "local:\(NSUserName())@\(ProcessInfo.processInfo.hostName)" }
}

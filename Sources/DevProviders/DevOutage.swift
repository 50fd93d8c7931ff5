import HTTPAPI
import HTTPTypes

/// How a played provider can be out of order.
package enum DevOutage: String, Sendable, CaseIterable {
    case down, html, throttled, redirect, oversize
    case duplicateMembers = "duplicate-members"

    func answer(_ call: DevCall) -> WireResponse {
        switch self {
        case .down: call.json(#"{"error":"unavailable"}"#, .serviceUnavailable)
        case .html: call.answer("<html>Back soon</html>", "text/html")
        case .throttled: call.json(#"{"error":"Throttling"}"#, .tooManyRequests)
        case .redirect:
            WireResponse(.found, to: call.request, headers: [.location: "http://127.0.0.1:1/"])
        case .oversize: call.json("[" + String(repeating: "0,", count: 500_000) + "0]")
        case .duplicateMembers: call.json(#"{"id":"1","id":"2","keys":[],"keys":[]}"#)
        }
    }
}

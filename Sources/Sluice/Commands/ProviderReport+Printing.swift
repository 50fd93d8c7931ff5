import Providers
import StrictJSON
import WebTokens

extension ProviderReport {
    /// For people.
    var text: String {
        var lines = ["\(provider) \(issuer.printable)"]
        if let discoveryURL { lines.append("  discovery  \(discoveryURL.printable)") }
        if let keySetURL { lines.append("  keys       \(keySetURL.printable)") }
        for key in keys {
            guard case .used(let algorithms) = key.standing else { continue }
            let name = key.id.map { "\"\($0.printable)\"" } ?? "without a name"
            lines.append(
                "  key        \(name), \(key.kind ?? ""): \(algorithms.map(\.rawValue).joined(separator: ", "))")
        }
        for finding in findings {
            let weight = finding.weight.rawValue.padding(to: 9)
            lines.append("  \(weight)  \(finding.place): \(finding.text) [\(finding.code)]")
        }
        lines.append(isSound ? "Nothing would be refused." : "Logins would be refused.")
        return lines.joined(separator: "\n")
    }

    /// For scripts.
    var json: String {
        var json = JSONWriter(capacity: 1_024)
        json.beginObject()
        json.member("provider", provider)
        json.member("sound", isSound)
        json.member("issuer", issuer)
        if let discoveryURL { json.member("discovery_url", discoveryURL) }
        if let keySetURL { json.member("key_set_url", keySetURL) }
        json.name("keys")
        json.beginArray()
        for key in keys { json.append(key) }
        json.endArray()
        json.name("findings")
        json.beginArray()
        for finding in findings {
            json.beginObject()
            json.member("weight", finding.weight.rawValue)
            json.member("place", finding.place)
            json.member("code", finding.code)
            json.member("text", finding.text)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension JSONWriter {
    fileprivate mutating func append(_ key: KeySetInspection.Key) {
        beginObject()
        if let id = key.id { member("kid", id) }
        if let kind = key.kind { member("kind", kind) }
        if case .used(let algorithms) = key.standing { member("algorithms", algorithms.map(\.rawValue)) }
        endObject()
    }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }
}

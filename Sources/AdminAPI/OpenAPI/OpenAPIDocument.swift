import HTTPTypes
import StrictJSON

/// Describes every route, from what the routes themselves are held to.
///
/// - Source: OpenAPI Specification 3.1.
package enum OpenAPIDocument {
    /// Compact JSON, the same for the same routes.
    package static func write(_ routes: [RouteDescription]) -> [UInt8] {
        var names: [String: Schema] = [:]
        var json = JSONWriter(capacity: 65_536)
        json.beginObject()
        json.member("openapi", "3.1.0")
        json.name("info")
        json.beginObject()
        json.member("title", "Sluice admin API")
        json.member("version", "1")
        json.member("license", ["name": "Apache-2.0"])
        json.endObject()
        json.name("servers")
        json.beginArray()
        json.beginObject()
        json.member("url", RouteTable.root)
        json.endObject()
        json.endArray()
        json.name("paths")
        json.beginObject()
        let byPath = Dictionary(grouping: routes, by: \.path.text)
        for (path, routes) in byPath.sorted(by: { $0.key < $1.key }) {
            json.name(path)
            json.beginObject()
            for route in routes.sorted(by: { $0.method.rawValue < $1.method.rawValue }) {
                json.name(route.method.rawValue.lowercased())
                route.write(to: &json, &names)
            }
            json.endObject()
        }
        json.endObject()
        writeComponents(to: &json, &names)
        json.name("security")
        json.beginArray()
        for scheme in ["bearer", "sigV4"] {
            json.beginObject()
            json.member(scheme, [])
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes
    }

    private static func writeComponents(to json: inout JSONWriter, _ names: inout [String: Schema]) {
        json.name("components")
        json.beginObject()
        json.name("schemas")
        json.beginObject()
        // A named shape may name others.
        var written: Set<String> = []
        while let next = names.keys.filter({ !written.contains($0) }).min(), let schema = names[next] {
            written.insert(next)
            json.name(next)
            schema.write(to: &json, &names)
        }
        json.endObject()
        json.name("securitySchemes")
        json.beginObject()
        json.member("bearer", ["type": "http", "scheme": "bearer"])
        json.member(
            "sigV4",
            ["type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"])
        json.endObject()
        json.endObject()
    }
}

extension JSONWriter {
    /// A small object of texts, sorted by name.
    mutating func member(_ name: String, _ members: [String: String]) {
        self.name(name)
        map(members)
    }
}

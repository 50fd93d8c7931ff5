import StrictJSON

/// Writes documents of the simplest kind.
enum PolicyText {
    /// Allows these actions on everything.
    static func allowing(_ actions: [String]) -> String {
        var json = JSONWriter()
        json.beginObject()
        json.member("Version", "2012-10-17")
        json.name("Statement")
        json.beginArray()
        json.beginObject()
        json.member("Effect", "Allow")
        json.member("Action", actions)
        json.member("Resource", "*")
        json.endObject()
        json.endArray()
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

import IdentityModel
import Storage
import StrictJSON

import struct Foundation.UUID

/// Merges as the admin API shows them, done and only thought of.
enum MergeDocument {
    /// Whom the identity in the path is to take in.
    static let input = Schema.named(
        "MergeRequest",
        .object([.init("absorb", .text(.identityID), "The identity whose logins move, and which is disabled.")]))

    static let preview = Schema.named(
        "MergePreview",
        .object([
            .init("survivor", .text(.identityID), "Keeps its id, and owns every login afterwards."),
            .init("absorbed", .text(.identityID), "Its id leads to the survivor afterwards."),
            .init("moves", .list(IdentityDocument.login)),
            .init(
                "aliases", .integer(0...Int64.max), "Ids that led to the absorbed one and then lead to the survivor."),
            .init("isPossible", .boolean),
            .init(
                "conflicts", .list(.object([.init("code", .text()), .init("detail", .text())])),
                "What stands against it."),
        ]))

    static let done = Schema.named(
        "MergeResult",
        .object([
            .init("mergeId", .text(.uuid), "Undo it with this."), .init("identity", IdentityDocument.output),
        ]))

    static let record = Schema.named(
        "Merge",
        .object([
            .init("id", .text(.uuid)), .init("survivor", .text(.identityID)), .init("absorbed", .text(.identityID)),
            .init("movedLogins", .integer(0...Int64.max)), .init("mergedAt", .text(.time)),
            .optional("undoneAt", .text(.time)),
        ]))

    static func write(_ plan: MergePlan, in pool: IdentityPoolID, to json: inout JSONWriter) {
        json.beginObject()
        json.member("survivor", pool.identity(plan.survivor.id))
        json.member("absorbed", pool.identity(plan.absorbed.id))
        json.name("moves")
        IdentityDocument.write(plan.moved, to: &json)
        json.member("aliases", Int64(plan.absorbed.aliases))
        json.member("isPossible", plan.conflicts.isEmpty)
        json.name("conflicts")
        json.beginArray()
        for conflict in plan.conflicts {
            json.beginObject()
            json.member("code", conflict.code)
            json.member("detail", conflict.explanation)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    static func write(_ merge: MergeRecord, in pool: IdentityPoolID, to json: inout JSONWriter) {
        json.beginObject()
        json.member("id", merge.id.text)
        json.member("survivor", pool.identity(merge.survivor))
        json.member("absorbed", pool.identity(merge.absorbed))
        json.member("movedLogins", Int64(merge.moved))
        json.member("mergedAt", RFC3339.text(merge.mergedAt))
        if let date = merge.undoneAt { json.member("undoneAt", RFC3339.text(date)) }
        json.endObject()
    }
}

extension MergeConflict {
    var code: String {
        switch self {
        case .itself: "itself"
        case .disabled: "disabled"
        case .merged: "merged"
        case .retired: "noLogins"
        case .guestSurvives: "guestSurvives"
        case .sameProvider: "sameProvider"
        case .tooManyLogins: "tooManyLogins"
        }
    }

    var explanation: String {
        switch self {
        case .itself: "An identity is not merged into itself."
        case .disabled(let id): "An administrator has disabled \(id.text)."
        case .merged(let id, let heir): "\(id.text) was merged into \(heir.text) already."
        case .retired(let id): "\(id.text) has no logins and is disabled for good."
        case .guestSurvives(let id): "\(id.text) is a guest, to whom no id can lead. Merge it the other way round."
        case .sameProvider(let provider): "Both have a user of '\(provider)', of whom an identity has one."
        case .tooManyLogins(let count, let limit):
            "Together they have \(count) logins, and an identity \(limit) at most."
        }
    }
}

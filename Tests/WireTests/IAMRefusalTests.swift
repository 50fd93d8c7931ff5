import AccessManagement
import HTTPTypes
import IAMPolicy
import Testing

@testable import HTTPAPI

@Suite struct `A refusal of the IAM API` {
    private static let arn = "arn:aws:iam::123456789012:policy/p"

    @Test(
        arguments: [
            (.entityExists(.user("a")), 409, "EntityAlreadyExists", "User with name a already exists."),
            (.entityExists(.role("a")), 409, "EntityAlreadyExists", "Role with name a already exists."),
            (
                .entityExists(.policyName("a")), 409, "EntityAlreadyExists",
                "A policy called a already exists. Duplicate names are not allowed."
            ),
            (
                .entityExists(.openIDProviderURL("https://a")), 409, "EntityAlreadyExists",
                "Provider with url https://a already exists."
            ),
            (.noSuchEntity(.user("a")), 404, "NoSuchEntity", "The user with name a cannot be found."),
            (.noSuchEntity(.role("a")), 404, "NoSuchEntity", "The role with name a cannot be found."),
            (.noSuchEntity(.userPolicy("a")), 404, "NoSuchEntity", "The user policy with name a cannot be found."),
            (.noSuchEntity(.rolePolicy("a")), 404, "NoSuchEntity", "The role policy with name a cannot be found."),
            (.noSuchEntity(.policy(arn: arn)), 404, "NoSuchEntity", "Policy \(arn) was not found."),
            (
                .noSuchEntity(.openIDProvider(arn: "x")), 404, "NoSuchEntity",
                "OpenIDConnect Provider not found for arn x"
            ),
            (
                .noSuchEntity(.deletedOpenIDProvider(arn: "x")), 404, "NoSuchEntity",
                "OpenId connect Provider x cannot be found."
            ),
            (
                .deleteConflict(.hasAttachments), 409, "DeleteConflict",
                "Cannot delete entity, must detach all policies first."
            ),
            (.deleteConflict(.hasPolicies), 409, "DeleteConflict", "Cannot delete entity, must delete policies first."),
            (.malformedPolicy(.syntax), 400, "MalformedPolicyDocument", "Syntax errors in policy."),
            (
                .malformedPolicy(.tooLarge(.inlineOfRole("r"))), 409, "LimitExceeded",
                "Maximum policy size of 10240 bytes exceeded for role r"
            ),
            (
                .limitExceeded(.clientIDs, limit: 100), 409, "LimitExceeded",
                "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100"
            ),
            (.malformedProviderURL, 400, "ValidationError", "Invalid Open ID Connect Provider URL"),
            (.invalidMarker, 400, "ValidationError", "Invalid Marker."),
            (.unavailable("why"), 503, "ServiceUnavailable", "The service is unavailable. Try again."),
            (.internal("why"), 500, "ServiceFailure", "Internal failure"),
        ] as [(AccessManagementError, Int, String, String)])
    func `has its AWS name and text`(
        _ error: AccessManagementError, _ status: Int, _ code: String, _ message: String
    ) {
        let wire = error.wire
        #expect(wire.status.code == status)
        #expect(wire.code == code)
        #expect(wire.message == message)
    }

    @Test(arguments: [
        ("Key", true), ("Größe", true), ("a b_.:/=+-@", true), ("\u{2167}", true), ("", false), ("a<b", false),
        ("a\tb", false), ("a\0", false), ("😀", false), (String(repeating: "é", count: 128), true),
        (String(repeating: "é", count: 129), false), ("e\u{301}", false),
    ])
    func `of a tag's key follows its shape`(_ key: String, _ isAdmitted: Bool) {
        #expect(TextShape.tagKey.admits(key) == isAdmitted)
    }

    @Test(arguments: [
        ("/", true), ("/a/", true), ("/a*/b/", true), ("//", false), ("///", true), ("/a", false), ("a/", false),
        ("/a b/", false), ("/ä/", false), ("/" + String(repeating: "a", count: 511) + "/", false),
    ])
    func `of a path follows its shape`(_ path: String, _ isAdmitted: Bool) {
        #expect(TextShape.path.admits(path) == isAdmitted)
    }

    @Test(arguments: [
        ("v1", true), ("v10.x-Y", true), ("v0", false), ("v01", false), ("v", false), ("1", false), ("v1.a_b", false),
        ("v1.", true),
    ])
    func `of a version follows its shape`(_ id: String, _ isAdmitted: Bool) {
        #expect(TextShape.policyVersion.admits(id) == isAdmitted)
    }
}

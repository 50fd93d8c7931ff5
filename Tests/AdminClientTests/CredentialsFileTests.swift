import IdentityModel
import Testing

@testable import AdminClient

@Suite struct `A credentials file` {
    private let file = CredentialsFile(
        """
        # a comment
        [default]
        aws_access_key_id = AKIADEFAULT
        aws_secret_access_key=a=b/c+d
        region = eu-west-1

        [session]\u{20}
          AWS_ACCESS_KEY_ID = ASIASESSION
        aws_secret_access_key = s
        aws_session_token = t
        ; another
        [half]
        aws_access_key_id = AKIAHALF
        """)

    @Test func `has a key for each profile`() {
        guard case .key("AKIADEFAULT", let secret, nil)? = file.credentials(of: "default") else {
            Issue.record("no key")
            return
        }
        #expect(secret.reveal() == "a=b/c+d")
        #expect(file.region(of: "default") == "eu-west-1")
    }

    @Test func `has session tokens`() {
        guard case .key("ASIASESSION", let secret, let token?)? = file.credentials(of: "session") else {
            Issue.record("no key")
            return
        }
        #expect((secret.reveal(), token.reveal()) == ("s", "t"))
    }

    @Test(arguments: ["half", "none", ""])
    func `has no key where there is none`(_ profile: String) {
        #expect(file.credentials(of: profile).map { _ in true } == nil)
    }
}

import IdentityModel
import Testing

@Suite struct `An id with a region` {
    @Test func `is spelled as it was read`() {
        let text = "eu-west-1:0a4a39b2-9d6e-4b2c-8f4f-9a11b2c7f4f9"
        #expect(IdentityID(text)?.description == text)
        #expect(IdentityID(text)?.region == "eu-west-1")
    }

    @Test(arguments: [
        "", ":", "eu-west-1", "eu-west-1:", ":0a4a39b2-9d6e-4b2c-8f4f-9a11b2c7f4f9",
        "eu-west-1:0A4A39B2-9D6E-4B2C-8F4F-9A11B2C7F4F9", "eu-west-1:0a4a39b29d6e4b2c8f4f9a11b2c7f4f9",
        "eu-west-1:0a4a39b2-9d6e-4b2c-8f4f-9a11b2c7f4f9 ", "eu-west-1:{0a4a39b2-9d6e-4b2c-8f4f-9a11b2c7f4}",
    ])
    func `is nothing when it is not in its canonical form`(text: String) {
        #expect(IdentityID(text) == nil)
    }
}

@Suite struct `The key of a provider` {
    @Test func `is compared by its bytes`() {
        // The Kelvin sign is canonically the letter K.
        #expect(ProviderName("\u{212A}") != ProviderName("K"))
        #expect(ProviderName("accounts.google.com") == "accounts.google.com")
    }
}

@Suite struct `The ARN of a role` {
    @Test(arguments: [
        ("arn:aws:iam::111122223333:role/reader", "/", "reader"),
        ("arn:aws:iam::111122223333:role/apps/web/reader", "/apps/web/", "reader"),
    ])
    func `has a path and a name`(text: String, path: String, name: String) {
        let arn = RoleARN(text)
        #expect(arn?.path == path)
        #expect(arn?.name == name)
        #expect(arn?.description == text)
    }

    @Test(arguments: [
        "", "reader", "arn:aws:iam::111122223333:user/reader", "arn:aws:iam::1111:role/reader",
        "arn:aws:sts::111122223333:role/reader", "arn:aws:iam:eu-west-1:111122223333:role/reader",
        "arn:aws:iam::111122223333:role/", "arn:aws:iam::111122223333:role",
    ])
    func `is nothing in any other form`(text: String) {
        #expect(RoleARN(text) == nil)
    }
}

@Suite struct `A secret` {
    @Test func `shows itself to nobody`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), String(describing: [secret]), dumped] {
            #expect(!text.contains("hunter2"))
        }
        #expect(secret.reveal() == "hunter2")
    }
}

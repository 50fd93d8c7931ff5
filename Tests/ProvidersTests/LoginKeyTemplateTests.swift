import IdentityModel
import Testing

@testable import Providers

@Suite struct `A login key template` {
    private let template: LoginKeyTemplate

    init() throws {
        template = try #require(LoginKeyTemplate("cognito-idp.{region}.amazonaws.com/{poolId}"))
    }

    @Test(arguments: [
        ("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE00", "eu-west-1_EXAMPLE00"),
        ("cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_a", "us-gov-west-1_a"),
        ("cognito-idp.ap-southeast-2.amazonaws.com/ap-southeast-2_0Zz", "ap-southeast-2_0Zz"),
    ])
    func `finds the user pool in a key`(key: String, poolID: String) {
        #expect(template.poolID(in: ProviderName(key)) == poolID)
    }

    @Test(arguments: [
        "", "cognito-idp", "cognito-idp.eu-west-1.amazonaws.com", "cognito-idp.eu-west-1.amazonaws.com/",
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1", "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_",
        "cognito-idp.eu-west-1.amazonaws.com/us-east-1_EXAMPLE",
        "cognito-idp.eu_west_1.amazonaws.com/eu_west_1_EXAMPLE",
        "cognito-idp.eu-west-1.amazonaws.com:eu-west-1_EXAMPLE",
        "cognito-idp.EU-west-1.amazonaws.com/EU-west-1_EXAMPLE",
        "cognito-idp.eu-west-11.amazonaws.com/eu-west-11_EXAMPLE",
        "cognito-idp.euw-west-1.amazonaws.com/euw-west-1_EXAMPLE",
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EX-AMPLE",
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE/",
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE_2",
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXÄMPLE",
        "cognito-idp.eu-west-1.amazonaws.com.cn/eu-west-1_EXAMPLE", "evil.example/eu-west-1_EXAMPLE",
        "cognito-idp.eu-west-1.amazonaws.com/x.amazonaws.com/eu-west-1_EXAMPLE", "cognito-idp..amazonaws.com/_EXAMPLE",
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_EXAMPLE",
    ])
    func `finds none in any other`(key: String) {
        #expect(template.poolID(in: ProviderName(key)) == nil)
    }

    @Test func `may end in more`() throws {
        let template = try #require(LoginKeyTemplate("idp.{region}.example/{poolId}/login"))
        #expect(template.poolID(in: "idp.eu-west-1.example/eu-west-1_A/login") == "eu-west-1_A")
        #expect(template.poolID(in: "idp.eu-west-1.example/eu-west-1_A") == nil)
    }

    @Test(arguments: [
        "", "sso.example.com", "{region}", "{poolId}", "{region}{poolId}", "{poolId}/{region}",
        "{region}/{poolId}/{poolId}",
        "{region}/{region}/{poolId}", "{region}/{poolId}/{other}", "{region}/{poolId",
    ])
    func `needs a region and a pool`(text: String) {
        #expect(LoginKeyTemplate(text) == nil)
    }
}

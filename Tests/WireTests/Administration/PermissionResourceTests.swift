import IAMPolicy
import Testing

@testable import HTTPAPI

@Suite struct `What a permission is asked for` {
    static let prefix = "arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/"

    static let resources: [(PermissionResource, String?)] = [
        (.anyPool, prefix),
        (.pool(nil), prefix),
        (.pool(Sample.poolID), prefix + Sample.poolID),
        (.pool("no id"), prefix + "no id"),
        (
            .pool("ap-south-1:1f6d3e1e-0b0a-4a39-9d6e-0b2c7f4f9a11"),
            "arn:aws:cognito-identity:ap-south-1:123456789012:identitypool/ap-south-1:1f6d3e1e-0b0a-4a39-9d6e-0b2c7f4f9a11"
        ),
        (.poolARN(nil), prefix),
        (.poolARN(prefix + Sample.poolID), prefix + Sample.poolID),
        (.poolARN(Sample.poolID), nil),
        (.poolARN("arn:aws:s3:::bucket"), nil),
        (.poolARN("arn:aws:cognito-identity:eu-west-1:999999999999:identitypool/" + Sample.poolID), nil),
        (.poolARN("arn:aws:cognito-identity:us-east-1:123456789012:identitypool/" + Sample.poolID), nil),
    ]

    @Test(arguments: resources)
    func `is the pool, as the request names it`(_ resource: PermissionResource, _ expected: String?) {
        switch resource.target(for: Sample.caller) {
        case .resource(let arn, _): #expect("\(arn)" == expected)
        case .nothing: #expect(expected == nil)
        }
    }
}

/// What a resource must look like before it is stored.
struct ResourceShape {
    let partition: String

    static let iamPaths = [
        "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/",
        "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/",
    ]

    func error(in text: String) -> PolicyError? {
        guard text != "*" else { return nil }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1 else { return .resourceNotARN(text) }
        guard parts[1] == partition else {
            return .partitionInvalid(parts[1], arn: Self.understood(parts))
        }
        guard parts.count > 2 else { return .resourceVendorMissing }
        let region = parts.count > 3 ? parts[3] : "*"
        let resource = parts.count > 5 ? parts[5] : ""
        switch parts[2] {
        case "iam":
            guard region.isEmpty else { return .iamResourceWithRegion(text) }
            return resource == "*" || Self.iamPaths.contains(where: resource.hasPrefix) ? nil : .iamResourcePath
        case "s3":
            return region.isEmpty || resource.hasPrefix("accesspoint/") ? nil : .s3ResourceWithRegion(text)
        default: return nil
        }
    }

    /// The older reader takes `::` for the empty region and account of a whole ARN, and wants a vendor.
    static func failsLegacyParsing(_ text: String) -> Bool {
        guard text != "*" else { return false }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let hasEmptyPart = zip(parts.dropFirst(), parts.dropFirst().dropLast()).contains { $0.1.isEmpty }
        return hasEmptyPart && parts.count < 6 || parts.count > 2 && parts[2].isEmpty
    }

    /// The ARN that AWS prints: parts that are missing are `*`, and so is a service that is empty and last.
    private static func understood(_ parts: [String]) -> String {
        var shown = ["arn", parts[1]]
        for index in 2..<6 {
            let part = index < parts.count ? parts[index] : "*"
            shown.append(index == 2 && part.isEmpty && parts.count == 3 ? "*" : part)
        }
        return shown.joined(separator: ":")
    }
}

/// What an action must look like before it is stored.
enum ActionShape {
    static func check(_ text: String) throws(PolicyError) {
        guard text != "*" else { return }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 1 else { throw .actionWithoutVendor }
        guard parts.count == 2 else { throw .actionWithSeveralColons }
        let isVendor = parts[0].utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
            default: false
            }
        }
        guard isVendor else { throw .actionVendorInvalid(String(parts[0])) }
    }
}

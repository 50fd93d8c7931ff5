import IdentityModel
import STS

/// The structures that several answers of STS share.
extension XMLWriter {
    mutating func credentials(_ credentials: TemporaryCredentials) {
        open("Credentials")
        element("AccessKeyId", credentials.accessKeyID.rawValue)
        element("SecretAccessKey", credentials.secretAccessKey.reveal())
        element("SessionToken", credentials.sessionToken.reveal())
        element("Expiration", Timestamp.seconds(credentials.expiration))
        close("Credentials")
    }

    mutating func assumedRole(_ role: AssumedRole) {
        open("AssumedRoleUser")
        element("AssumedRoleId", role.id)
        element("Arn", role.arn)
        close("AssumedRoleUser")
    }
}

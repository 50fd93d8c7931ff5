/// Services of Sluice itself. A signature for one of them must be good here and nowhere else: an API that took it could play
/// its callers' requests back to us, and whoever held such a key could be its session here.
enum ReservedServices {
    static let names: Set = ["cognito-identity", "sts", "iam", "sluice"]
}

/// The descriptors that travel inside the binary, so that one file deploys. This room holds data and nothing else.
package enum EmbeddedDescriptors {
    package static let files: [(name: String, bytes: [UInt8])] = [
        ("amazon.yaml", PackageResources.amazon_yaml),
        ("apple.yaml", PackageResources.apple_yaml),
        ("facebook.yaml", PackageResources.facebook_yaml),
        ("google.yaml", PackageResources.google_yaml),
        ("oidc.yaml", PackageResources.oidc_yaml),
        ("twitter.yaml", PackageResources.twitter_yaml),
        ("user-pool.yaml", PackageResources.user_pool_yaml),
    ]
}

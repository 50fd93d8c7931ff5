/// The descriptors that travel inside the binary, so that one file deploys. This room holds data and nothing else.
package enum EmbeddedDescriptors {
    package static let files: [(name: String, bytes: [UInt8])] = [
        ("google.yaml", PackageResources.google_yaml),
        ("oidc.yaml", PackageResources.oidc_yaml),
        ("user-pool.yaml", PackageResources.user_pool_yaml),
    ]
}

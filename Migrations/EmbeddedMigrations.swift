/// The migrations that travel inside the binary, in order. A released one is never edited; a test holds this list
/// against the folder.
package enum EmbeddedMigrations {
    package static let all: [(number: Int, name: String, sql: String)] = [
        (1, "identity_pools", text(PackageResources._001_identity_pools_sql)),
        (2, "identities", text(PackageResources._002_identities_sql)),
        (3, "roles", text(PackageResources._003_roles_sql)),
        (4, "openid_providers", text(PackageResources._004_openid_providers_sql)),
        (5, "keys", text(PackageResources._005_keys_sql)),
        (6, "principals", text(PackageResources._006_principals_sql)),
        (7, "pool_administration", text(PackageResources._007_pool_administration_sql)),
        (8, "identity_merges", text(PackageResources._008_identity_merges_sql)),
        (9, "tags", text(PackageResources._009_tags_sql)),
        (10, "trust_bindings", text(PackageResources._010_trust_bindings_sql)),
        (11, "pool_provider_secrets", text(PackageResources._011_pool_provider_secrets_sql)),
        (12, "role_versions", text(PackageResources._012_role_versions_sql)),
        (13, "decisions_and_audit", text(PackageResources._013_decisions_and_audit_sql)),
        (14, "revocations_and_boundaries", text(PackageResources._014_revocations_and_boundaries_sql)),
        (15, "sts_backends", text(PackageResources._015_sts_backends_sql)),
        (16, "admin_api", text(PackageResources._016_admin_api_sql)),
        (17, "identity_administration", text(PackageResources._017_identity_administration_sql)),
        (18, "lz4", text(PackageResources._018_lz4_sql)),
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

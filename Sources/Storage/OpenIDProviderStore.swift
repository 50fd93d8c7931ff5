import IdentityModel
import Postgres

/// OpenID Connect issuers that an account trusts.
package struct OpenIDProviderStore: Sendable {
    let database: PostgresClient

    package init(_ database: PostgresClient) {
        self.database = database
    }

    package func find(url: String, account: AccountID) async throws(StorageError) -> OpenIDProvider? {
        do throws(PostgresError) {
            let rows = try await database.query(Self.find, [.text(account.rawValue), .text(url)])
            guard let row = rows.first else { return nil }
            return OpenIDProvider(
                account: account,
                issuer: OpenIDIssuer(
                    url: url, keySetURL: try row.textIfPresent(2), discoveryURL: try row.textIfPresent(3),
                    certificateAuthority: try row.textIfPresent(4), algorithms: try row.textArrayIfPresent(5),
                    trustedAudiences: try row.textArray(6)),
                clientIDs: try row.textArray(0), thumbprints: try row.textArray(1))
        } catch {
            throw StorageError(error)
        }
    }

    /// Writes the registration as given, over whatever was there.
    package func save(_ provider: OpenIDProvider) async throws(StorageError) {
        let issuer = provider.issuer
        do throws(PostgresError) {
            _ = try await database.query(
                Self.save,
                [
                    .text(provider.account.rawValue), .text(issuer.url), .textArray(provider.clientIDs),
                    .textArray(provider.thumbprints), .optional(issuer.keySetURL),
                    .optional(issuer.discoveryURL),
                    .optional(issuer.certificateAuthority),
                    issuer.algorithms.map(PostgresValue.textArray) ?? .null, .textArray(issuer.trustedAudiences),
                ])
        } catch {
            throw StorageError(error)
        }
    }

    private static let find = Statement(
        "find_openid_provider",
        """
        SELECT client_ids, thumbprints, key_set_url, discovery_url, certificate_authority, algorithms,
               trusted_audiences
          FROM openid_providers WHERE account_id = $1 AND url = $2
        """, repeatable: true)

    private static let save = Statement(
        "save_openid_provider",
        """
        INSERT INTO openid_providers (account_id, url, client_ids, thumbprints, key_set_url, discovery_url,
                                      certificate_authority, algorithms, trusted_audiences)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (account_id, url) DO UPDATE
           SET client_ids = excluded.client_ids, thumbprints = excluded.thumbprints,
               key_set_url = excluded.key_set_url, discovery_url = excluded.discovery_url,
               certificate_authority = excluded.certificate_authority, algorithms = excluded.algorithms,
               trusted_audiences = excluded.trusted_audiences, modified_at = now()
        """, repeatable: true)
}

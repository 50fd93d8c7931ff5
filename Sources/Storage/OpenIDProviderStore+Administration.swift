import IdentityModel
import Postgres

/// What administrators do with OpenID providers through IAM. Every call changes one thing and leaves the rest of a
/// registration alone: where its keys are, whom it trusts besides.
///
/// - Parameter urls: those that the provider's ARN may stand for; an ARN does not tell the scheme.
extension OpenIDProviderStore {
    package func details(urls: [String], account: AccountID) async throws(StorageError) -> OpenIDProviderDetails? {
        do throws(PostgresError) {
            let rows = try await database.query(Self.findDetails, [.text(account.rawValue), .textArray(urls)])
            return try rows.first.map { row throws(PostgresError) in try OpenIDProviderDetails(row, account) }
        } catch {
            throw StorageError(error)
        }
    }

    /// Every registered URL, in order.
    package func urls(account: AccountID) async throws(StorageError) -> [String] {
        do throws(PostgresError) {
            return try await database.query(Self.listURLs, [.text(account.rawValue)])
                .map { row throws(PostgresError) in try row.text(0) }
        } catch {
            throw StorageError(error)
        }
    }

    /// Providers by URL, behind `url`.
    package func list(
        account: AccountID, after url: String, limit: Int
    ) async throws(StorageError) -> [OpenIDProviderDetails] {
        do throws(PostgresError) {
            return try await database.query(
                Self.listDetails, [.text(account.rawValue), .text(url), .int64(Int64(limit))]
            ).map { row throws(PostgresError) in try OpenIDProviderDetails(row, account) }
        } catch {
            throw StorageError(error)
        }
    }

    /// Writes all of a registration but its URL.
    ///
    /// - Parameter isExpected: asked for the state that the change is made on, when nobody can change it any more.
    package func replace(
        urls: [String], account: AccountID, with wanted: OpenIDProvider, tags: [Tag],
        onlyOn isExpected: @Sendable (OpenIDProviderDetails) -> Bool
    ) async throws(StorageError) -> Result<OpenIDProviderDetails, EntityRefusal> {
        try await database.settled { transaction in
            let key: [PostgresValue] = [.text(account.rawValue), .textArray(urls)]
            guard let row = try await transaction.query(Self.lockDetails, key).first else { return .failure(.notFound) }
            let present = try OpenIDProviderDetails(row, account)
            guard isExpected(present) else { return .failure(.overtaken) }
            var replaced = wanted
            replaced.issuer.url = present.provider.issuer.url
            try await transaction.query(Self.replace, replaced.columns + tags.columns)
            guard let written = try await transaction.query(Self.lockDetails, key).first else {
                return .failure(.notFound)
            }
            return .success(try OpenIDProviderDetails(written, account))
        }
    }

    /// - Parameter isExpected: asked for the state that is deleted, when nobody can change it any more.
    package func delete(
        urls: [String], account: AccountID, onlyOn isExpected: @Sendable (OpenIDProviderDetails) -> Bool
    ) async throws(StorageError) -> EntityRefusal? {
        try await database.settled { transaction in
            let key: [PostgresValue] = [.text(account.rawValue), .textArray(urls)]
            guard let row = try await transaction.query(Self.lockDetails, key).first else { return .notFound }
            guard isExpected(try OpenIDProviderDetails(row, account)) else { return .overtaken }
            try await transaction.query(Self.delete, key)
            return nil
        }
    }

    /// False when one of the URLs that share the provider's ARN is registered already.
    package func insert(
        _ provider: OpenIDProvider, tags: [Tag], sharing urls: [String]
    ) async throws(StorageError) -> Bool {
        try await write(
            Self.insert, provider.columns + tags.columns + [.textArray(urls)]) == 1
    }

    package func delete(urls: [String], account: AccountID) async throws(StorageError) -> EntityRefusal? {
        try await write(Self.delete, [.text(account.rawValue), .textArray(urls)]) > 0 ? nil : .notFound
    }

    /// Adding what is there changes nothing.
    package func add(
        clientID: String, urls: [String], account: AccountID, limit: Int
    ) async throws(StorageError) -> EntityRefusal? {
        do throws(PostgresError) {
            let changed = try await database.query(
                Self.addClient, [.text(account.rawValue), .textArray(urls), .text(clientID)])
            return changed.affected > 0 ? nil : .notFound
        } catch {
            // The schema counts client ids.
            if case .checkViolation = error { return .limit(limit) }
            throw StorageError(error)
        }
    }

    /// Removing what is not there changes nothing.
    package func remove(
        clientID: String, urls: [String], account: AccountID
    ) async throws(StorageError) -> EntityRefusal? {
        let changed = try await write(
            Self.removeClient, [.text(account.rawValue), .textArray(urls), .text(clientID)])
        return changed > 0 ? nil : .notFound
    }

    package func set(
        thumbprints: [String], urls: [String], account: AccountID
    ) async throws(StorageError) -> EntityRefusal? {
        let changed = try await write(
            Self.setThumbprints, [.text(account.rawValue), .textArray(urls), .textArray(thumbprints)])
        return changed > 0 ? nil : .notFound
    }

    private func write(_ statement: Statement, _ parameters: [PostgresValue]) async throws(StorageError) -> Int {
        do throws(PostgresError) {
            return try await database.query(statement, parameters).affected
        } catch {
            throw StorageError(error)
        }
    }

    private static let columns = """
        url, client_ids, thumbprints, key_set_url, discovery_url, certificate_authority, algorithms, trusted_audiences,
        created_at, tag_keys, tag_values
        """

    private static let findDetails = Statement(
        "find_openid_provider_details",
        """
        SELECT \(columns) FROM openid_providers WHERE account_id = $1 AND url = ANY ($2) ORDER BY url DESC LIMIT 1
        """, repeatable: true)

    private static let lockDetails = Statement(
        "lock_openid_provider_details",
        """
        SELECT \(columns) FROM openid_providers
         WHERE account_id = $1 AND url = ANY ($2) ORDER BY url DESC LIMIT 1 FOR UPDATE
        """, repeatable: true)

    private static let listDetails = Statement(
        "list_openid_provider_details",
        "SELECT \(columns) FROM openid_providers WHERE account_id = $1 AND url > $2 ORDER BY url LIMIT $3",
        repeatable: true)

    private static let replace = Statement(
        "replace_openid_provider",
        """
        UPDATE openid_providers
           SET client_ids = $3, thumbprints = $4, key_set_url = $5, discovery_url = $6, certificate_authority = $7,
               algorithms = $8, trusted_audiences = $9, tag_keys = $10, tag_values = $11, modified_at = now()
         WHERE account_id = $1 AND url = $2
        """, repeatable: false)

    private static let listURLs = Statement(
        "list_openid_provider_urls", "SELECT url FROM openid_providers WHERE account_id = $1 ORDER BY url",
        repeatable: true)

    private static let insert = Statement(
        "insert_openid_provider",
        """
        INSERT INTO openid_providers (account_id, url, client_ids, thumbprints, key_set_url, discovery_url,
                                      certificate_authority, algorithms, trusted_audiences, tag_keys, tag_values)
        SELECT $1, $2, $3::text[], $4::text[], $5::text, $6::text, $7::text, $8::text[], $9::text[], $10::text[],
               $11::text[]
         WHERE NOT EXISTS (SELECT 1 FROM openid_providers WHERE account_id = $1 AND url = ANY ($12))
        ON CONFLICT DO NOTHING
        """, repeatable: false)

    private static let delete = Statement(
        "delete_openid_provider", "DELETE FROM openid_providers WHERE account_id = $1 AND url = ANY ($2)",
        repeatable: false)

    private static let addClient = Statement(
        "add_openid_client",
        """
        UPDATE openid_providers
           SET client_ids = CASE WHEN $3 = ANY (client_ids) THEN client_ids ELSE array_append(client_ids, $3) END,
               modified_at = now()
         WHERE account_id = $1 AND url = ANY ($2)
        """, repeatable: true)

    private static let removeClient = Statement(
        "remove_openid_client",
        """
        UPDATE openid_providers SET client_ids = array_remove(client_ids, $3), modified_at = now()
         WHERE account_id = $1 AND url = ANY ($2)
        """, repeatable: true)

    private static let setThumbprints = Statement(
        "set_openid_thumbprints",
        """
        UPDATE openid_providers SET thumbprints = $3, modified_at = now() WHERE account_id = $1 AND url = ANY ($2)
        """, repeatable: true)
}

extension OpenIDProviderDetails {
    fileprivate init(_ row: PostgresRow, _ account: AccountID) throws(PostgresError) {
        self.init(
            provider: OpenIDProvider(
                account: account,
                issuer: OpenIDIssuer(
                    url: try row.text(0), keySetURL: try row.textIfPresent(3), discoveryURL: try row.textIfPresent(4),
                    certificateAuthority: try row.textIfPresent(5), algorithms: try row.textArrayIfPresent(6),
                    trustedAudiences: try row.textArray(7)),
                clientIDs: try row.textArray(1), thumbprints: try row.textArray(2)),
            createdAt: try row.date(8), tags: try row.tags(9, 10))
    }
}

extension OpenIDProvider {
    fileprivate var columns: [PostgresValue] {
        [
            .text(account.rawValue), .text(issuer.url), .textArray(clientIDs), .textArray(thumbprints),
            .optional(issuer.keySetURL), .optional(issuer.discoveryURL), .optional(issuer.certificateAuthority),
            issuer.algorithms.map(PostgresValue.textArray) ?? .null, .textArray(issuer.trustedAudiences),
        ]
    }
}

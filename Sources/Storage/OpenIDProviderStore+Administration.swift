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
            guard let row = rows.first else { return nil }
            return OpenIDProviderDetails(
                provider: OpenIDProvider(
                    account: account, issuer: OpenIDIssuer(url: try row.text(0)), clientIDs: try row.textArray(1),
                    thumbprints: try row.textArray(2)),
                createdAt: try row.date(3), tags: try row.tags(4, 5))
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

    /// False when one of the URLs that share the provider's ARN is registered already.
    package func insert(
        _ provider: OpenIDProvider, tags: [Tag], sharing urls: [String]
    ) async throws(StorageError) -> Bool {
        try await write(
            Self.insert,
            [
                .text(provider.account.rawValue), .text(provider.issuer.url), .textArray(provider.clientIDs),
                .textArray(provider.thumbprints),
            ] + tags.columns + [.textArray(urls)]) == 1
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

    private static let findDetails = Statement(
        "find_openid_provider_details",
        """
        SELECT url, client_ids, thumbprints, created_at, tag_keys, tag_values
          FROM openid_providers WHERE account_id = $1 AND url = ANY ($2) ORDER BY url DESC LIMIT 1
        """, repeatable: true)

    private static let listURLs = Statement(
        "list_openid_provider_urls", "SELECT url FROM openid_providers WHERE account_id = $1 ORDER BY url",
        repeatable: true)

    private static let insert = Statement(
        "insert_openid_provider",
        """
        INSERT INTO openid_providers (account_id, url, client_ids, thumbprints, tag_keys, tag_values)
        SELECT $1, $2, $3::text[], $4::text[], $5::text[], $6::text[]
         WHERE NOT EXISTS (SELECT 1 FROM openid_providers WHERE account_id = $1 AND url = ANY ($7))
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

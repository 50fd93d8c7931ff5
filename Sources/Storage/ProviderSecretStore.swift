import IdentityModel
import Postgres

import struct Foundation.UUID

/// What pools keep of their apps at social providers, secrets sealed.
package struct ProviderSecretStore: Sendable {
    private let database: PostgresClient
    private let masterKey: MasterKey

    package init(_ database: PostgresClient, masterKey: MasterKey) {
        self.database = database
        self.masterKey = masterKey
    }

    private struct Row {
        let provider: String
        let clientID: String
        let sealed: [UInt8]?
        let limitedLogin: Bool
    }

    /// All that the pool has, ordered by provider.
    package func list(in pool: UUID) async throws(StorageError) -> [AppSettings] {
        var rows: [Row] = []
        do throws(PostgresError) {
            for row in try await database.query(Self.list, [.uuid(pool)]) {
                rows.append(
                    Row(
                        provider: try row.text(0), clientID: try row.text(1), sealed: try row.bytesIfPresent(2),
                        limitedLogin: try row.bool(3)))
            }
        } catch {
            throw StorageError(error)
        }
        var settings: [AppSettings] = []
        for row in rows {
            var app = AppSettings(
                provider: ProviderName(row.provider), clientID: row.clientID, limitedLogin: row.limitedLogin)
            if let sealed = row.sealed {
                let secret = try masterKey.open(sealed, for: Self.purpose(pool, app)).reveal()
                app.secret = Secret(String(decoding: secret, as: UTF8.self))
            }
            settings.append(app)
        }
        return settings
    }

    /// Writes the settings as given, over whatever was there for that pool and provider.
    package func save(_ app: AppSettings, in pool: UUID) async throws(StorageError) {
        let sealed = try seal(app, in: pool)
        do throws(PostgresError) {
            _ = try await database.query(Self.save, sealed.row)
        } catch {
            throw StorageError(error)
        }
    }

    /// Ready to be written together with its pool.
    package struct SealedApp: Sendable {
        let row: [PostgresValue]
    }

    /// - Parameter keepingSecret: a secret of the same app that is there already stays.
    package func seal(
        _ app: AppSettings, in pool: UUID, keepingSecret: Bool = false
    ) throws(StorageError) -> SealedApp {
        var sealed: PostgresValue = .null
        if let secret = app.secret {
            sealed = .bytes(try masterKey.seal(Secret(Array(secret.reveal().utf8)), for: Self.purpose(pool, app)))
        }
        return SealedApp(row: [
            .uuid(pool), .text(app.provider.rawValue), .text(app.clientID), sealed, .bool(app.limitedLogin),
            .bool(keepingSecret),
        ])
    }

    /// The secret of one app cannot be moved to another app, provider or pool. None of the parts holds a line break.
    private static func purpose(_ pool: UUID, _ app: AppSettings) -> String {
        ["pool_provider_secrets", pool.capitals, app.provider.rawValue, app.clientID].joined(separator: "\n")
    }

    private static let list = Statement(
        "list_pool_provider_secrets",
        """
        SELECT provider, client_id, app_secret, limited_login
          FROM pool_provider_secrets WHERE pool_id = $1 ORDER BY provider
        """, repeatable: true)

    static let save = Statement(
        "save_pool_provider_secret",
        """
        INSERT INTO pool_provider_secrets AS s (pool_id, provider, client_id, app_secret, limited_login)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (pool_id, provider) DO UPDATE
           SET client_id = excluded.client_id,
               app_secret = CASE WHEN $6 AND s.client_id = excluded.client_id THEN s.app_secret
                                 ELSE excluded.app_secret END,
               limited_login = excluded.limited_login, modified_at = now()
        """, repeatable: true)
}

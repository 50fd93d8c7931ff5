-- What administrators set beside a pool's own settings: tags, role mappings, principal tags; and pools being deleted.

ALTER TABLE identity_pools ADD COLUMN tags jsonb NOT NULL DEFAULT '{}';

-- Lists of an account's pools go by id.
CREATE INDEX identity_pools_by_account ON identity_pools (account_id, region, pool_id);

ALTER TABLE pool_providers DROP CONSTRAINT pool_providers_kind_check;
ALTER TABLE pool_providers ADD CONSTRAINT pool_providers_kind_check
    CHECK (kind IN ('social', 'user_pool', 'openid', 'saml'));

-- How roles are chosen for logins of one provider. The key is that of the wire: a provider, or USERPOOL:CLIENT.
CREATE TABLE pool_role_mappings (
    pool_id   uuid  NOT NULL REFERENCES identity_pools ON DELETE CASCADE,
    provider  text  NOT NULL COLLATE "C",
    kind      text  NOT NULL CHECK (kind IN ('Token', 'Rules')),
    ambiguous text  NOT NULL CHECK (ambiguous IN ('AuthenticatedRole', 'Deny')),
    -- In order: [[claim, match, value, role], …].
    rules     jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (pool_id, provider)
);

-- Which claims of a provider's logins become tags of the session.
CREATE TABLE pool_principal_tags (
    pool_id       uuid    NOT NULL REFERENCES identity_pools ON DELETE CASCADE,
    provider      text    NOT NULL COLLATE "C",
    uses_defaults boolean NOT NULL,
    -- Names of claims by tag key.
    claims        jsonb   NOT NULL DEFAULT '{}',
    PRIMARY KEY (pool_id, provider)
);

-- Pools that are gone and whose identities are still being swept up, a batch at a time.
CREATE TABLE pool_deletions (
    pool_id    uuid        NOT NULL PRIMARY KEY,
    deleted_at timestamptz NOT NULL DEFAULT now()
);

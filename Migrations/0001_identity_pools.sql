-- Pools and what they have registered at providers.

CREATE TABLE identity_pools (
    pool_id                  uuid        NOT NULL PRIMARY KEY,
    region                   text        NOT NULL CHECK (region <> ''),
    account_id               text        NOT NULL CHECK (account_id ~ '^[0-9]{12}$'),
    name                     text        NOT NULL CHECK (char_length(name) BETWEEN 1 AND 128),
    allows_guests            boolean     NOT NULL,
    -- Null: never set, which is shown and judged differently from true and false.
    allows_classic_flow      boolean,
    developer_provider       text        CHECK (char_length(developer_provider) BETWEEN 1 AND 128),
    authenticated_role_arn   text,
    unauthenticated_role_arn text,
    -- Null: the built-in scope-down.
    guest_session_policy     text,
    version                  bigint      NOT NULL DEFAULT 1,
    created_at               timestamptz NOT NULL DEFAULT now(),
    modified_at              timestamptz NOT NULL DEFAULT now()
);

-- One row per (provider, client). An OpenID Connect registration is named by its ARN and has no client of its own.
CREATE TABLE pool_providers (
    pool_id                 uuid    NOT NULL REFERENCES identity_pools ON DELETE CASCADE,
    kind                    text    NOT NULL CHECK (kind IN ('social', 'user_pool', 'openid')),
    provider                text    NOT NULL COLLATE "C",
    client_id               text    NOT NULL COLLATE "C",
    server_side_token_check boolean NOT NULL DEFAULT false,
    -- The order in which an administrator gave them; answers keep it.
    position                integer NOT NULL,
    PRIMARY KEY (pool_id, kind, provider, client_id)
);

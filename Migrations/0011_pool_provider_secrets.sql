-- What a pool keeps of its app at a provider and the API of Cognito has no field for.

CREATE TABLE pool_provider_secrets (
    pool_id       uuid        NOT NULL REFERENCES identity_pools ON DELETE CASCADE,
    provider      text        NOT NULL COLLATE "C",
    -- The app that the rest is of: when the pool registers another one, the row counts no more.
    client_id     text        NOT NULL COLLATE "C",
    -- Sealed by the master key for this pool, provider and app. Null: there is none.
    app_secret    bytea,
    limited_login boolean     NOT NULL DEFAULT false,
    modified_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (pool_id, provider)
);
